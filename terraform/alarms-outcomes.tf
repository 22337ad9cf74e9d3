# Alarms on how prompts end: answers by HTTP that failed, internal errors, and prompts that a model's limit delays.

resource "aws_cloudwatch_metric_alarm" "http_failed" {
  count = local.with_http ? 1 : 0

  alarm_name        = "${local.prefix}-http-failed"
  alarm_description = "More than ${var.alarm_thresholds.http_failed_percent} % of the HTTP calls, and at least ${var.alarm_thresholds.http_failures}, got 429 or 5xx within five minutes. See docs/runbook.md#http-failed"

  # The share alone would fire at one failure on a quiet day, the number alone at every burst of a busy one.
  metric_query {
    id          = "failed_percent"
    expression  = "IF(FILL(failed, 0) >= ${var.alarm_thresholds.http_failures}, 100 * failed / (failed + FILL(ok, 0) + FILL(refused, 0)), 0)"
    label       = "Failed HTTP calls (%)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = ["ok", "refused", "failed"]

    content {
      id = metric_query.value

      metric {
        namespace   = var.metrics_namespace
        metric_name = "caravan.http.latency"
        dimensions  = merge(local.here, { outcome = metric_query.value })
        stat        = "SampleCount"
        period      = 300
      }
    }
  }

  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_thresholds.http_failed_percent
  treat_missing_data  = "notBreaching"
  # Notifies through the composite alarm http-down.
}

resource "aws_cloudwatch_metric_alarm" "internal_errors" {
  alarm_name        = "${local.prefix}-internal-errors"
  alarm_description = "${var.alarm_thresholds.internal_errors} attempts ended in an internal error within five minutes. See docs/runbook.md#internal-errors"

  metric_query {
    id          = "internal_errors"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = "Internal errors"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { http = ["failed", "http"], queue = ["failed", "queue"], returned = ["given-back", "queue"] }

    content {
      id = metric_query.key

      metric {
        namespace   = var.metrics_namespace
        metric_name = "caravan.generations"
        dimensions  = merge(local.here, { outcome = metric_query.value[0], reason = "UNEXPECTED", source = metric_query.value[1] })
        stat        = "Sum"
        period      = 300
      }
    }
  }

  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.internal_errors
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name        = "${local.prefix}-throttled"
  alarm_description = "In each of three periods of five minutes, ${var.alarm_thresholds.throttled} prompts were refused or returned to the queue because a model accepts no more calls. See docs/runbook.md#throttled"

  metric_query {
    id          = "throttled"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = "Throttled prompts"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { http = ["failed", "http"], queue = ["given-back", "queue"] }

    content {
      id = metric_query.key

      metric {
        namespace   = var.metrics_namespace
        metric_name = "caravan.generations"
        dimensions  = merge(local.here, { outcome = metric_query.value[0], reason = "THROTTLED", source = metric_query.value[1] })
        stat        = "Sum"
        period      = 300
      }
    }
  }

  # Bursts of a few minutes are normal: Caravan slows down and finishes them.
  evaluation_periods  = 3
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.throttled
  treat_missing_data  = "notBreaching"
  # Notifies through the composite alarm prompts-wait.
}
