# How the service runs, and when the alarms fire.

variable "task" {
  description = <<-EOT
    One task: Fargate's cpu (1024 is one CPU) and memory (MiB), the architecture (X86_64, or ARM64 at about four fifths of
    the price, if the image has it), how many prompts from the queue it processes at once (consumers), and how long these
    may take to finish at a stop (shutdown_seconds). Two options: spot uses Spot capacity, for a service without http;
    exec lets aws ecs execute-command open a shell in a task, whose file system is then writable.
  EOT
  type = object({
    cpu              = optional(number, 1024)
    memory           = optional(number, 2048)
    architecture     = optional(string, "X86_64")
    consumers        = optional(number, 20)
    shutdown_seconds = optional(number, 100)
    spot             = optional(bool, false)
    exec             = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([512, 1024, 2048, 4096], var.task.cpu)
    error_message = "task.cpu must be 512, 1024, 2048 or 4096."
  }

  validation {
    condition     = var.task.memory >= max(1024, 2 * var.task.cpu) && var.task.memory <= min(8 * var.task.cpu, 30720) && var.task.memory % 1024 == 0
    error_message = "task.memory must be a multiple of 1024, from two to eight times task.cpu, as Fargate requires."
  }

  validation {
    condition     = contains(["X86_64", "ARM64"], var.task.architecture)
    error_message = "task.architecture must be X86_64 or ARM64."
  }

  validation {
    condition     = !var.task.spot || var.http == null
    error_message = "task.spot must be false with http: callers would lose their answers when AWS takes a task back."
  }

  validation {
    condition     = var.task.consumers >= 1 && var.task.consumers <= 200
    error_message = "task.consumers must be 1 to 200."
  }

  validation {
    # Fargate kills the task after 120 s. Caravan sends deletes and metrics after the last prompt.
    condition     = var.task.shutdown_seconds >= 1 && var.task.shutdown_seconds <= 105
    error_message = "task.shutdown_seconds must be 1 to 105: Fargate allows 120 s, and Caravan needs 15 of them after the last prompt."
  }
}

variable "scaling" {
  description = <<-EOT
    The number of tasks. A task is added when the tasks have more work than they can complete well before the alarms
    fire, at generation_seconds per prompt. min_tasks = 0 is for deployments without an HTTP entrance: the first prompt
    then waits for about four minutes until a task runs, and for up to twenty after six idle hours.
  EOT
  type = object({
    min_tasks          = optional(number, 1)
    max_tasks          = optional(number, 4)
    generation_seconds = optional(number, 8)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.scaling.min_tasks >= 0 && var.scaling.max_tasks >= max(1, var.scaling.min_tasks) && var.scaling.max_tasks <= 100
    error_message = "scaling.min_tasks must be 0 or more, and max_tasks from min_tasks to 100, at least 1."
  }

  validation {
    condition     = var.scaling.min_tasks >= 1 || var.http == null
    error_message = "scaling.min_tasks must be at least 1 with an HTTP entrance: without a task nothing answers."
  }

  validation {
    condition     = var.scaling.min_tasks >= 1 || min(var.alarm_thresholds.latency_seconds, var.alarm_thresholds.queue_age_seconds) >= 1200
    error_message = "With scaling.min_tasks = 0, alarm_thresholds.latency_seconds and queue_age_seconds must be at least 1200: the first prompt waits until a task runs."
  }

  validation {
    condition     = var.scaling.generation_seconds > 0 && var.scaling.generation_seconds < min(var.alarm_thresholds.latency_seconds, var.alarm_thresholds.queue_age_seconds)
    error_message = "scaling.generation_seconds must be more than 0 and less than alarm_thresholds.latency_seconds and queue_age_seconds: no number of tasks makes the model faster."
  }
}

variable "routes" {
  description = <<-EOT
    Whether tasks take their routes from s3://BUCKET/PREFIXroutes (delivered), and how often each of them looks there, in
    seconds (check_seconds). Until a set is pushed, they run the routes in the image; from then on, the set wins over the
    image. With delivered = false, routes change only with the image.
  EOT
  type = object({
    delivered     = optional(bool, true)
    check_seconds = optional(number, 2)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.routes.check_seconds >= 1 && var.routes.check_seconds <= 300
    error_message = "routes.check_seconds must be 1 to 300."
  }
}

variable "settings" {
  description = "Other settings of Caravan, by the name of their environment variable; docs/configuration.md lists them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^CARAVAN_[A-Z0-9_]+$", name))])
    error_message = "Names in settings must begin with CARAVAN_. Other values have Terraform variables of their own."
  }

  validation {
    condition = length(setintersection(keys(var.settings), [
      "CARAVAN_HTTP_TOKENS", "CARAVAN_QUEUE_CONSUMERS", "CARAVAN_QUEUE_VISIBILITY_SECONDS", "CARAVAN_S3_PREFIX",
      "CARAVAN_SHUTDOWN_SECONDS", "CARAVAN_HTTP_IDLE_SECONDS", "CARAVAN_METRICS_ENVIRONMENT", "CARAVAN_CLOUDWATCH_ENABLED", "CARAVAN_CLOUDWATCH_NAMESPACE",
      "CARAVAN_ROUTES", "CARAVAN_ROUTES_CHECK_SECONDS",
    ])) == 0
    error_message = "settings must not contain these: set tokens and the idle time with http, and consumers, shutdown, visibility, prefix, metrics and routes with task, queue, bucket, environment, metrics_namespace and routes."
  }
}

variable "tracing" {
  description = <<-EOT
    OpenTelemetry's variables, for example { OTEL_EXPORTER_OTLP_ENDPOINT = "https://collector.example.org" }; docs/traces.md
    lists them. Empty exports no traces. The collector must listen on HTTPS, port 443, because a task can open no other
    connection.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.tracing) : can(regex("^OTEL_[A-Z0-9_]+$", name))])
    error_message = "Names in tracing must begin with OTEL_."
  }

  validation {
    condition     = alltrue([for name, value in var.tracing : can(regex("^https://[^/:]+(:443)?(/.*)?$", value)) if endswith(name, "_ENDPOINT")])
    error_message = "An endpoint in tracing must be a URL with https and port 443, for example https://collector.example.org"
  }

  validation {
    condition     = !anytrue([for name in keys(var.tracing) : endswith(name, "_HEADERS")])
    error_message = "tracing must not contain headers: plans and states would show their token."
  }
}

variable "metrics_namespace" {
  description = "The CloudWatch namespace of Caravan's own metrics."
  type        = string
  default     = "Caravan"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9./_-]{0,254}$", var.metrics_namespace))
    error_message = "metrics_namespace must begin with a letter and contain only letters, digits and . / _ -"
  }

  validation {
    condition     = !startswith(lower(var.metrics_namespace), "aws")
    error_message = "metrics_namespace must not begin with AWS: these namespaces belong to AWS."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days. At the level INFO they contain no prompt's text."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a value that CloudWatch accepts, for example 7, 14, 30, 90 or 365. Logs cannot be kept forever."
  }
}

variable "alarm_email" {
  description = "The address that alarms notify. AWS sends a mail that must be confirmed. Null for no notification."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null ? true : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "alarm_email must be one address, for example oncall@example.org."
  }
}
