# Whom alarms notify, and the alarms on delay, pauses and the budget. Each alarm's description names its section in
# docs/runbook.md, which says what to do.

resource "aws_sns_topic" "alarms" {
  name = "${local.prefix}-alarms"

  # Without a key of your own it is unencrypted, because CloudWatch cannot publish to a topic that is encrypted with AWS's
  # own key. An alarm's text contains no prompt.
  kms_master_key_id = var.kms_key_arn
}

data "aws_iam_policy_document" "alarms" {
  statement {
    sid       = "AlarmsOfThisAccount"
    actions   = ["sns:Publish"]
    resources = local.tell

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = local.tell

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.alarms.json
}

resource "aws_sns_topic_subscription" "email" {
  count = var.alarm_email != null ? 1 : 0

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  tell = [aws_sns_topic.alarms.arn]

  # CloudWatch holds Caravan's timers in milliseconds. The dimensions must be exactly those that Caravan sends: an
  # alarm with any others would never see a datum. The value of environment contains the name too, so that two
  # deployments in one account and region never share a metric.
  latency_milliseconds = var.alarm_thresholds.latency_seconds * 1000
  here                 = { environment = local.prefix }
}

resource "aws_cloudwatch_metric_alarm" "queue_age" {
  alarm_name        = "${local.prefix}-queue-age"
  alarm_description = "The oldest prompt has waited for more than ${var.alarm_thresholds.queue_age_seconds} s. See docs/runbook.md#queue-age"

  namespace   = "AWS/SQS"
  metric_name = "ApproximateAgeOfOldestMessage"
  dimensions  = { QueueName = local.queue.name }
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_thresholds.queue_age_seconds
  treat_missing_data  = "notBreaching"

  # Notifies through the composite alarm prompts-wait.
}

resource "aws_cloudwatch_metric_alarm" "queue_latency" {
  alarm_name        = "${local.prefix}-queue-latency"
  alarm_description = "One in twenty prompts took more than ${var.alarm_thresholds.latency_seconds} s from sent to stored. See docs/runbook.md#queue-latency"

  namespace          = var.metrics_namespace
  metric_name        = "caravan.sent.to.stored"
  dimensions         = local.here
  extended_statistic = "p95"

  period              = 60
  evaluation_periods  = var.alarm_thresholds.latency_minutes
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.latency_milliseconds
  # A minute without prompts is not slow; the alarm no_traffic covers it. A minute with few prompts counts.
  treat_missing_data                    = "notBreaching"
  evaluate_low_sample_count_percentiles = "evaluate"

  # Notifies through the composite alarm prompts-wait.
}

resource "aws_cloudwatch_metric_alarm" "http_latency" {
  count = local.with_http ? 1 : 0

  alarm_name        = "${local.prefix}-http-latency"
  alarm_description = "One in twenty HTTP calls took more than ${var.alarm_thresholds.latency_seconds} s. See docs/runbook.md#http-latency"

  namespace   = var.metrics_namespace
  metric_name = "caravan.http.latency"
  # Refusals are fast, so many of them would hide slow calls.
  dimensions         = merge(local.here, { outcome = "ok" })
  extended_statistic = "p95"

  period              = 60
  evaluation_periods  = var.alarm_thresholds.latency_minutes
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.latency_milliseconds

  treat_missing_data                    = "notBreaching"
  evaluate_low_sample_count_percentiles = "evaluate"

  # Notifies through the composite alarm prompts-wait.
}

resource "aws_cloudwatch_metric_alarm" "paused" {
  alarm_name        = "${local.prefix}-paused"
  alarm_description = "A task takes no prompts from the queue, or none for one model, because every prompt would fail for the same reason. See docs/runbook.md#paused"

  namespace   = var.metrics_namespace
  metric_name = "caravan.paused"
  dimensions  = merge(local.here, { model = "any" })
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_metric_alarm" "budget" {
  alarm_name        = "${local.prefix}-budget"
  alarm_description = "${var.alarm_thresholds.budget_used * 100} % of the day's budget for models is spent. See docs/runbook.md#budget"

  namespace   = var.metrics_namespace
  metric_name = "caravan.budget.used"
  dimensions  = local.here
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.budget_used
  # Without a budget, Caravan sends no data.
  treat_missing_data = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}
