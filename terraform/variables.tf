variable "region" {
  description = "Where the queue, the bucket and the service are. Each model is asked in its own region, from models."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is an AWS region, for example eu-north-1."
  }
}

variable "name" {
  description = "What everything is called by, together with the environment."
  type        = string
  default     = "caravan"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.name))
    error_message = "name is 2 to 13 of a-z, 0-9 and -, for example caravan: a load balancer's name is short."
  }
}

variable "environment" {
  description = "Which one this is, where there are several; also the dimension of every metric."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.environment))
    error_message = "environment is 2 to 13 of a-z, 0-9 and -, for example production."
  }
}

variable "image" {
  description = "The image to run, by digest or by a tag that stays, for example ghcr.io/OWNER/caravan@sha256:…"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_][A-Za-z0-9_.-]*)$", var.image)) && !endswith(var.image, ":latest")
    error_message = "image must end in a digest or in a tag other than latest, so that what runs can be told and be put back."
  }
}

variable "http" {
  description = <<-EOT
    The HTTP entrance behind a load balancer; null for the queue alone.
    tokens_secret is the name of a secret in Secrets Manager that holds the bearer tokens, separated by
    commas. With a certificate it is HTTPS, open to allowed_cidrs (everybody by default). Without one it is
    HTTP, and allowed_cidrs must name who may call.
  EOT
  type = object({
    tokens_secret   = string
    certificate_arn = optional(string)
    allowed_cidrs   = optional(list(string))
    idle_seconds    = optional(number, 300)
  })
  default = null

  validation {
    condition = var.http == null ? true : (
      var.http.certificate_arn != null ||
      (length(coalesce(var.http.allowed_cidrs, [])) > 0 && !contains(coalesce(var.http.allowed_cidrs, []), "0.0.0.0/0"))
    )
    error_message = "Without certificate_arn, tokens would cross the open internet: give a certificate, or name in allowed_cidrs who may call (not 0.0.0.0/0)."
  }

  validation {
    condition     = var.http == null ? true : alltrue([for cidr in coalesce(var.http.allowed_cidrs, []) : can(cidrhost(cidr, 0))])
    error_message = "allowed_cidrs are IPv4 networks, for example 203.0.113.0/24."
  }

  validation {
    condition     = var.http == null ? true : var.http.certificate_arn == null || can(regex("^arn:[a-z-]+:acm:", var.http.certificate_arn))
    error_message = "certificate_arn is the ARN of a certificate in ACM, in the same region."
  }

  validation {
    condition     = var.http == null ? true : var.http.idle_seconds >= 1 && var.http.idle_seconds <= 4000
    error_message = "idle_seconds is 1 to 4000: a load balancer waits no longer."
  }
}

variable "network" {
  description = <<-EOT
    An existing network; null makes one. Tasks need a way out to AWS (NAT, endpoints, or assign_public_ip);
    load_balancer_subnet_ids are at least two, where there is an HTTP entrance.
  EOT
  type = object({
    vpc_id                   = string
    task_subnet_ids          = list(string)
    load_balancer_subnet_ids = optional(list(string), [])
    assign_public_ip         = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.network == null ? true : length(var.network.task_subnet_ids) > 0
    error_message = "network.task_subnet_ids names at least one subnet."
  }

  validation {
    condition     = var.network == null || var.http == null ? true : length(var.network.load_balancer_subnet_ids) >= 2
    error_message = "network.load_balancer_subnet_ids names at least two subnets, in two zones."
  }
}

variable "vpc_cidr" {
  description = "The addresses of the network that is made where none is given."
  type        = string
  default     = "10.64.0.0/24"
  nullable    = false

  validation {
    condition     = can(cidrsubnet(var.vpc_cidr, 2, 3)) && try(tonumber(split("/", var.vpc_cidr)[1]), 32) <= 26
    error_message = "vpc_cidr is an IPv4 network of at least a /26, for example 10.64.0.0/24."
  }
}

variable "queue" {
  description = <<-EOT
    The queue of prompts and its dead-letter queue, made here unless existing names them. The visibility
    timeout is extended while a message is in work. After max_receives SQS gives a message up by itself;
    15 ride out about three quarters of an hour of throttling.
  EOT
  type = object({
    existing                   = optional(object({ name = string, dead_letter_name = string }))
    visibility_seconds         = optional(number, 120)
    max_receives               = optional(number, 15)
    retention_days             = optional(number, 4)
    dead_letter_retention_days = optional(number, 14)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.queue.visibility_seconds >= 30 && var.queue.visibility_seconds <= 43200
    error_message = "queue.visibility_seconds is 30 to 43200 (12 hours)."
  }

  validation {
    condition     = var.queue.max_receives >= 1 && var.queue.max_receives <= 1000
    error_message = "queue.max_receives is 1 to 1000."
  }

  validation {
    condition = (
      var.queue.retention_days >= 1 && var.queue.dead_letter_retention_days <= 14 &&
      var.queue.retention_days < var.queue.dead_letter_retention_days
    )
    error_message = "Retention is 1 to 14 days, and a dead letter's is longer than a prompt's: its age counts from when the prompt was sent."
  }
}

variable "bucket" {
  description = <<-EOT
    The bucket for results and records, made here unless existing names one. prefix stands before every key.
    Results are deleted after result_days, records after record_days (an Idempotency-Key is remembered so
    long); 0 keeps them. What was overwritten or deleted can be had back for old_version_days.
  EOT
  type = object({
    existing         = optional(string)
    prefix           = optional(string, "")
    result_days      = optional(number, 365)
    record_days      = optional(number, 365)
    old_version_days = optional(number, 7)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^([A-Za-z0-9._-]+/)*$", var.bucket.prefix))
    error_message = "bucket.prefix is empty or ends in a slash, for example caravan/."
  }

  validation {
    condition     = var.bucket.result_days >= 0 && var.bucket.record_days >= 0 && var.bucket.old_version_days >= 1
    error_message = "bucket.result_days and record_days are 0 (for ever) or more, old_version_days 1 or more."
  }

  validation {
    condition     = var.bucket.record_days == 0 || (var.bucket.result_days != 0 && var.bucket.record_days >= var.bucket.result_days)
    error_message = "bucket.record_days must not be less than result_days: nothing would say any more what a result is."
  }
}

variable "kms_key_arns" {
  description = "Keys that existing queues and buckets are encrypted with, where they are not AWS's own."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.kms_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "kms_key_arns are ARNs of keys, for example arn:aws:kms:eu-north-1:123456789012:key/…"
  }
}

variable "models" {
  description = <<-EOT
    The models that may be asked, each with its region: those of routes/models.yaml that are not retired. An
    id is a foundation model's, an inference profile's or an ARN.
  EOT
  type        = map(string)
  default = {
    "stability.stable-image-core-v1:1"  = "us-west-2"
    "stability.stable-image-ultra-v1:1" = "us-west-2"
    "stability.sd3-5-large-v1:0"        = "us-west-2"
    "amazon.nova-lite-v1:0"             = "us-east-1"
  }
  nullable = false

  validation {
    condition     = length(var.models) > 0 && !anytrue([for id in keys(var.models) : can(regex("[*?\\s]", id))])
    error_message = "models names at least one model, each by its whole id."
  }
}

variable "permissions_boundary_arn" {
  description = "A boundary for the roles made here; the apply role of bootstrap demands its own."
  type        = string
  default     = null
}

variable "protect" {
  description = "Keep the bucket's contents and the load balancer from being destroyed; set it to false before a terraform destroy."
  type        = bool
  default     = true
  nullable    = false
}
