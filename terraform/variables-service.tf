# How the service runs, and when somebody is told.

variable "task" {
  description = <<-EOT
    One task: Fargate's cpu (1024 is one) and memory (MiB), the architecture, how many prompts from the queue
    it works on at once, and how long they may take to finish at a stop.
  EOT
  type = object({
    cpu              = optional(number, 1024)
    memory           = optional(number, 2048)
    architecture     = optional(string, "X86_64")
    consumers        = optional(number, 10)
    shutdown_seconds = optional(number, 100)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([512, 1024, 2048, 4096], var.task.cpu)
    error_message = "task.cpu is 512, 1024, 2048 or 4096."
  }

  validation {
    condition     = var.task.memory >= max(1024, 2 * var.task.cpu) && var.task.memory <= min(8 * var.task.cpu, 30720) && var.task.memory % 1024 == 0
    error_message = "task.memory is a multiple of 1024, from twice to eight times the cpu, as Fargate has it."
  }

  validation {
    condition     = contains(["X86_64", "ARM64"], var.task.architecture)
    error_message = "task.architecture is X86_64 or ARM64."
  }

  validation {
    condition     = var.task.consumers >= 1 && var.task.consumers <= 200
    error_message = "task.consumers is 1 to 200."
  }

  validation {
    # Fargate kills after 120 s; deletes and metrics are sent after the last prompt.
    condition     = var.task.shutdown_seconds >= 1 && var.task.shutdown_seconds <= 105
    error_message = "task.shutdown_seconds is 1 to 105: Fargate grants 120 s, and 15 of them are for what comes after the last prompt."
  }
}

variable "scaling" {
  description = <<-EOT
    How many tasks there are. A task is added when what waits is more than the tasks clear in wait_seconds, at
    generation_seconds for each prompt.
  EOT
  type = object({
    min_tasks          = optional(number, 1)
    max_tasks          = optional(number, 4)
    generation_seconds = optional(number, 8)
    wait_seconds       = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.scaling.min_tasks >= 1 && var.scaling.max_tasks >= var.scaling.min_tasks && var.scaling.max_tasks <= 100
    error_message = "scaling.min_tasks is at least 1, and max_tasks from min_tasks to 100."
  }

  validation {
    condition     = var.scaling.generation_seconds > 0 && var.scaling.wait_seconds > 0
    error_message = "scaling.generation_seconds and wait_seconds are more than 0."
  }
}

variable "settings" {
  description = "Other settings of Caravan, by their variable; docs/configuration.md lists them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^CARAVAN_[A-Z0-9_]+$", name))])
    error_message = "settings are named CARAVAN_…; what is not is set by a variable of its own."
  }

  validation {
    condition = length(setintersection(keys(var.settings), [
      "CARAVAN_HTTP_TOKENS", "CARAVAN_QUEUE_CONSUMERS", "CARAVAN_QUEUE_VISIBILITY_SECONDS", "CARAVAN_S3_PREFIX",
      "CARAVAN_SHUTDOWN_SECONDS", "CARAVAN_METRICS_ENVIRONMENT", "CARAVAN_CLOUDWATCH_ENABLED", "CARAVAN_CLOUDWATCH_NAMESPACE",
    ])) == 0
    error_message = "Set tokens by http.tokens_secret, and consumers, shutdown, visibility, prefix and metrics by task, queue, bucket, environment and metrics_namespace."
  }
}

variable "metrics_namespace" {
  description = "Where Caravan's own metrics stand in CloudWatch."
  type        = string
  default     = "Caravan"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9./_-]{0,254}$", var.metrics_namespace))
    error_message = "metrics_namespace is letters, digits and . / _ -, and not one of AWS's own (AWS/…)."
  }

  validation {
    condition     = !startswith(lower(var.metrics_namespace), "aws")
    error_message = "Namespaces that begin with AWS are AWS's own."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept; prompts' text is not in them at the level INFO."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is one of CloudWatch's own, for example 7, 14, 30, 90 or 365; never for ever."
  }
}

variable "alarm_email" {
  description = "Who is told; AWS sends a mail that must be confirmed. Null for nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null ? true : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "alarm_email is one address, for example oncall@example.org."
  }
}

variable "alarm_thresholds" {
  description = <<-EOT
    When each alarm goes off: the oldest prompt's age; the 95th percentile of latency, over whole minutes; the
    part of the budget used; so many tasks ended by themselves within ten minutes; so long without a prompt
    (0 for no such alarm).
  EOT
  type = object({
    queue_age_seconds  = optional(number, 60)
    latency_seconds    = optional(number, 10)
    latency_minutes    = optional(number, 1)
    budget_used        = optional(number, 0.8)
    crashes            = optional(number, 3)
    no_traffic_minutes = optional(number, 60)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.alarm_thresholds.queue_age_seconds > 0 && var.alarm_thresholds.latency_seconds > 0 &&
      var.alarm_thresholds.latency_minutes >= 1 && var.alarm_thresholds.crashes >= 1
    )
    error_message = "alarm_thresholds are more than 0."
  }

  validation {
    condition     = var.alarm_thresholds.budget_used > 0 && var.alarm_thresholds.budget_used <= 1
    error_message = "alarm_thresholds.budget_used is a part of the budget: more than 0, at most 1."
  }

  validation {
    # CloudWatch looks at no more than a day.
    condition     = var.alarm_thresholds.no_traffic_minutes % 5 == 0 && var.alarm_thresholds.no_traffic_minutes >= 0 && var.alarm_thresholds.no_traffic_minutes <= 1440
    error_message = "alarm_thresholds.no_traffic_minutes is a multiple of 5 up to 1440, or 0 for no such alarm."
  }
}
