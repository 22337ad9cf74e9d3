variable "region" {
  description = "The region of the queue, the bucket and the service. Each model is called in its own region (models)."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region, for example eu-north-1."
  }
}

variable "name" {
  description = "First part of every name; the environment is the second, as in caravan-production."
  type        = string
  default     = "caravan"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 13 characters of a-z, 0-9 and -, for example caravan, because the name of a load balancer is short."
  }
}

variable "environment" {
  description = "The environment, if you have several. It is part of every name, and of the dimension environment of every metric."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 13 characters of a-z, 0-9 and -, for example production."
  }
}

variable "image" {
  description = "The image to run, by digest or by a tag that never moves, for example ghcr.io/OWNER/caravan@sha256:…"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_][A-Za-z0-9_.-]*)$", var.image)) && !endswith(var.image, ":latest")
    error_message = "image must end in a digest or in a tag other than latest, so that you can see which image runs and roll back to it."
  }
}

variable "http" {
  description = <<-EOT
    The HTTP entrance behind a load balancer; null if only the queue accepts prompts.
    tokens_secret is the name of a secret in Secrets Manager that contains the bearer tokens, each as
    name=token, separated by commas: the names of callers are in the log and in records. With a certificate the entrance is HTTPS, open to allowed_cidrs (every address by default). Without a certificate it is
    HTTP, and allowed_cidrs must name the networks that may call. access_logs names an existing bucket, and a prefix, for a
    log of every request; AWS documents the bucket policy that this needs. web_acl_arn names a web ACL of AWS WAF, which
    costs about five dollars a month and more for each rule.
  EOT
  type = object({
    tokens_secret   = string
    certificate_arn = optional(string)
    allowed_cidrs   = optional(list(string))
    idle_seconds    = optional(number, 300)
    access_logs     = optional(object({ bucket = string, prefix = optional(string) }))
    web_acl_arn     = optional(string)
  })
  default = null

  validation {
    condition = var.http == null ? true : (
      var.http.certificate_arn != null ||
      (length(coalesce(var.http.allowed_cidrs, [])) > 0 && !contains(coalesce(var.http.allowed_cidrs, []), "0.0.0.0/0"))
    )
    error_message = "Without certificate_arn, tokens would cross the open internet. Give a certificate, or name the networks that may call in allowed_cidrs (not 0.0.0.0/0)."
  }

  validation {
    condition     = var.http == null ? true : alltrue([for cidr in coalesce(var.http.allowed_cidrs, []) : can(cidrhost(cidr, 0))])
    error_message = "http.allowed_cidrs must be IPv4 networks, for example 203.0.113.0/24."
  }

  validation {
    condition     = var.http == null ? true : var.http.certificate_arn == null || can(regex("^arn:[a-z-]+:acm:", var.http.certificate_arn))
    error_message = "http.certificate_arn must be the ARN of a certificate in ACM, in the same region."
  }

  validation {
    condition     = var.http == null ? true : var.http.idle_seconds >= 1 && var.http.idle_seconds <= 4000
    error_message = "http.idle_seconds must be 1 to 4000: a load balancer waits no longer."
  }

  validation {
    condition     = var.http == null ? true : var.http.web_acl_arn == null || can(regex("^arn:[a-z-]+:wafv2:${var.region}:[0-9]{12}:regional/webacl/", var.http.web_acl_arn))
    error_message = "http.web_acl_arn must be the ARN of a regional web ACL of AWS WAF, in the same region."
  }
}

variable "network" {
  description = <<-EOT
    An existing network; null creates one. Tasks must be able to reach AWS (NAT, endpoints, or assign_public_ip).
    An HTTP entrance needs at least two load_balancer_subnet_ids.
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
    error_message = "network.task_subnet_ids must name at least one subnet."
  }

  validation {
    condition     = var.network == null || var.http == null ? true : length(var.network.load_balancer_subnet_ids) >= 2
    error_message = "network.load_balancer_subnet_ids must name at least two subnets, in two zones."
  }
}

variable "vpc_cidr" {
  description = "The addresses of the network that is created if none is given."
  type        = string
  default     = "10.64.0.0/24"
  nullable    = false

  validation {
    condition     = can(cidrsubnet(var.vpc_cidr, 2, 3)) && try(tonumber(split("/", var.vpc_cidr)[1]), 32) <= 26
    error_message = "vpc_cidr must be an IPv4 network of at least a /26, for example 10.64.0.0/24."
  }
}

variable "flow_logs" {
  description = <<-EOT
    A log of the network that is created here, in an existing bucket: who opened connections to the tasks, and where the
    tasks connected to. traffic is ALL, ACCEPT or REJECT; REJECT contains only what the security groups refuse. Null keeps no
    log. AWS documents the bucket policy that this needs.
  EOT
  type = object({
    bucket  = string
    prefix  = optional(string)
    traffic = optional(string, "REJECT")
  })
  default = null

  validation {
    condition     = var.flow_logs == null ? true : contains(["ALL", "ACCEPT", "REJECT"], var.flow_logs.traffic)
    error_message = "flow_logs.traffic must be ALL, ACCEPT or REJECT."
  }

  validation {
    condition     = var.flow_logs == null || var.network == null
    error_message = "flow_logs must be null with an existing network: log it where you create it."
  }
}

variable "queue" {
  description = <<-EOT
    The prompt queue and its dead-letter queue; both are created unless existing names them. Caravan extends the
    visibility timeout while it processes a message. After max_receives, SQS moves a message to the dead-letter
    queue; 15 receives last for about three quarters of an hour of throttling.
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
    error_message = "queue.visibility_seconds must be 30 to 43200 (12 hours)."
  }

  validation {
    condition     = var.queue.max_receives >= 1 && var.queue.max_receives <= 1000
    error_message = "queue.max_receives must be 1 to 1000."
  }

  validation {
    condition = (
      var.queue.retention_days >= 1 && var.queue.dead_letter_retention_days <= 14 &&
      var.queue.retention_days < var.queue.dead_letter_retention_days
    )
    error_message = "queue.retention_days must be 1 or more, dead_letter_retention_days at most 14, and the latter longer: the age of a dead letter counts from when the prompt was sent."
  }
}

variable "bucket" {
  description = <<-EOT
    The bucket for results and records, created unless existing names one. Every key begins with prefix.
    Results are deleted after result_days and records after record_days; 0 keeps them. Caravan remembers an
    Idempotency-Key for as long as the record exists. Overwritten or deleted objects can be restored for
    old_version_days.
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
    error_message = "bucket.prefix must be empty or end in a slash, for example caravan/."
  }

  validation {
    condition     = var.bucket.result_days >= 0 && var.bucket.record_days >= 0 && var.bucket.old_version_days >= 1
    error_message = "bucket.result_days and record_days must be 0 (forever) or more, and old_version_days 1 or more."
  }

  validation {
    condition     = var.bucket.record_days == 0 || (var.bucket.result_days != 0 && var.bucket.record_days >= var.bucket.result_days)
    error_message = "bucket.record_days must not be less than result_days: a result without its record cannot be identified."
  }
}

variable "kms_key_arn" {
  description = <<-EOT
    A KMS key for everything that is created here: queues, bucket, logs and the topic of the alarms; null uses AWS's own
    keys. Its policy must let logs.REGION.amazonaws.com and cloudwatch.amazonaws.com use it (README.md).
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, for example arn:aws:kms:eu-north-1:123456789012:key/…"
  }
}

variable "kms_key_arns" {
  description = "KMS keys that existing queues, buckets and the tokens' secret are encrypted with, unless these are AWS's own keys."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.kms_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "kms_key_arns must be ARNs of KMS keys, for example arn:aws:kms:eu-north-1:123456789012:key/…"
  }
}

variable "models" {
  description = <<-EOT
    The models that the service may call, each with its region: the models in routes/models.yaml that are not retired.
    An id names a foundation model or an inference profile, or is an ARN.
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
    error_message = "models must name at least one model, each by its complete id, without wildcards."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles that are created here. The apply role of bootstrap requires bootstrap's boundary."
  type        = string
  default     = null
}

variable "protect" {
  description = "Protects the bucket's contents and the load balancer from being destroyed. Set it to false before terraform destroy."
  type        = bool
  default     = true
  nullable    = false
}
