# Alarms on prompts that Caravan gave up. Caravan counts them by reason, so a refused prompt, which its sender must fix, is
# not reported like a fault, which an operator must fix. Two more alarms watch the queue itself, because SQS also moves
# messages there without Caravan.

locals {
  # The reasons of generation/Reason.java that the sender must fix. All others are faults.
  refusals = ["INVALID_PROMPT", "CONTENT_BLOCKED", "REFUSED"]
  faults   = [for reason in local.reasons : reason if !contains(concat(["NONE"], local.refusals), reason)]
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name        = "${local.prefix}-dead-letters"
  alarm_description = "Caravan gave up prompts because of a fault; they wait in the dead-letter queue for a person to look. See docs/runbook.md#dead-letters"

  metric_query {
    id          = "dead_letters"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = "Prompts given up because of a fault"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.faults

    content {
      id = lower(metric_query.value)

      metric {
        namespace   = var.metrics_namespace
        metric_name = "caravan.generations"
        dimensions  = merge(local.here, { outcome = "failed", reason = metric_query.value, source = "queue" })
        stat        = "Sum"
        period      = 60
      }
    }
  }

  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_metric_alarm" "refusals" {
  alarm_name        = "${local.prefix}-refusals"
  alarm_description = "${var.alarm_thresholds.refusals} prompts of the queue were refused within an hour. See docs/runbook.md#refusals"

  metric_query {
    id          = "refused_prompts"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = "Refused prompts"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.refusals

    content {
      id = lower(metric_query.value)

      metric {
        namespace   = var.metrics_namespace
        metric_name = "caravan.generations"
        dimensions  = merge(local.here, { outcome = "refused", reason = metric_query.value, source = "queue" })
        stat        = "Sum"
        period      = 3600
      }
    }
  }

  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.refusals
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_metric_alarm" "dead_letter_growth" {
  alarm_name        = "${local.prefix}-dead-letter-growth"
  alarm_description = "The dead-letter queue grew by ${var.alarm_thresholds.dead_letter_growth} within an hour, for whatever reason. See docs/runbook.md#dead-letter-growth"

  # The growth, not the number: letters that stay for 14 days would hide the letters that come after them. Hidden
  # letters count too, because a redrive hides them for a while. SQS sends no values for an idle queue, hence FILL.
  metric_query {
    id          = "new_letters"
    expression  = "DIFF(FILL(visible, 0) + FILL(hidden, 0))"
    label       = "New dead letters"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { visible = "ApproximateNumberOfMessagesVisible", hidden = "ApproximateNumberOfMessagesNotVisible" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value
        dimensions  = { QueueName = local.dead_letters.name }
        stat        = "Maximum"
        period      = 3600
      }
    }
  }

  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.dead_letter_growth
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_metric_alarm" "dead_letter_age" {
  alarm_name        = "${local.prefix}-dead-letter-age"
  alarm_description = "The oldest dead letter has waited for ${var.alarm_thresholds.dead_letter_days} days, and SQS deletes it after ${var.queue.dead_letter_retention_days}. See docs/runbook.md#dead-letter-age"

  namespace   = "AWS/SQS"
  metric_name = "ApproximateAgeOfOldestMessage"
  dimensions  = { QueueName = local.dead_letters.name }
  statistic   = "Maximum"

  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.dead_letter_days * 86400
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}
