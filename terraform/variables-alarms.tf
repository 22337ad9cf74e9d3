# When the alarms fire.

variable "alarm_thresholds" {
  description = <<-EOT
    When each alarm fires. Delay: the age of the oldest prompt (queue_age_seconds); the 95th percentile of latency
    (latency_seconds) in each of latency_minutes consecutive minutes; prompts that a model's limit delays (throttled,
    within five minutes). Failures: HTTP calls that fail within five minutes, as a number (http_failures) and as a part of
    all calls (http_failed_percent); internal errors within five minutes (internal_errors). Dead letters: refused prompts
    (refusals) and new letters (dead_letter_growth) within an hour, and the age of the oldest (dead_letter_days). Tasks
    that stop because of a fault, within ten minutes (crashes) and within six hours (repeated_crashes). The part of the
    budget that is spent (budget_used), and the time without a prompt (no_traffic_minutes, 0 for no such alarm).
  EOT
  type = object({
    queue_age_seconds   = optional(number, 60)
    latency_seconds     = optional(number, 10)
    latency_minutes     = optional(number, 1)
    throttled           = optional(number, 20)
    http_failures       = optional(number, 5)
    http_failed_percent = optional(number, 5)
    internal_errors     = optional(number, 3)
    refusals            = optional(number, 20)
    dead_letter_growth  = optional(number, 10)
    dead_letter_days    = optional(number, 7)
    crashes             = optional(number, 3)
    repeated_crashes    = optional(number, 5)
    budget_used         = optional(number, 0.8)
    no_traffic_minutes  = optional(number, 60)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name, value in var.alarm_thresholds : value > 0 if name != "no_traffic_minutes"])
    error_message = "alarm_thresholds must be more than 0. Only no_traffic_minutes may be 0."
  }

  validation {
    condition     = var.alarm_thresholds.latency_minutes >= 1 && var.alarm_thresholds.http_failed_percent < 100
    error_message = "alarm_thresholds.latency_minutes must be at least 1, and http_failed_percent less than 100."
  }

  validation {
    condition     = var.alarm_thresholds.budget_used <= 1
    error_message = "alarm_thresholds.budget_used is a part of the budget and must be more than 0 and at most 1."
  }

  validation {
    condition     = var.alarm_thresholds.dead_letter_days < var.queue.dead_letter_retention_days
    error_message = "alarm_thresholds.dead_letter_days must be less than queue.dead_letter_retention_days: SQS deletes a dead letter then."
  }

  validation {
    # CloudWatch evaluates at most one day.
    condition     = var.alarm_thresholds.no_traffic_minutes % 5 == 0 && var.alarm_thresholds.no_traffic_minutes >= 0 && var.alarm_thresholds.no_traffic_minutes <= 1440
    error_message = "alarm_thresholds.no_traffic_minutes must be a multiple of 5 up to 1440, or 0 for no such alarm."
  }
}
