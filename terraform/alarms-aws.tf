# Alarms on AWS's own metrics. They work even if Caravan itself can report nothing.

resource "aws_cloudwatch_metric_alarm" "no_traffic" {
  count = var.alarm_thresholds.no_traffic_minutes > 0 ? 1 : 0

  alarm_name        = "${local.prefix}-no-traffic"
  alarm_description = "No prompt has arrived for ${var.alarm_thresholds.no_traffic_minutes} minutes. See docs/runbook.md#no-traffic"

  evaluation_periods  = var.alarm_thresholds.no_traffic_minutes / 5
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"

  metric_query {
    id          = "prompts"
    label       = "Prompts that arrived"
    expression  = local.with_http ? "FILL(sent, 0) + FILL(calls, 0)" : "FILL(sent, 0)"
    return_data = true
  }

  metric_query {
    id = "sent"

    metric {
      namespace   = "AWS/SQS"
      metric_name = "NumberOfMessagesSent"
      dimensions  = { QueueName = local.queue.name }
      stat        = "Sum"
      period      = 300
    }
  }

  dynamic "metric_query" {
    for_each = local.with_http ? [aws_lb.main[0].arn_suffix] : []

    content {
      id = "calls"

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = "RequestCount"
        dimensions  = { LoadBalancer = metric_query.value }
        stat        = "Sum"
        period      = 300
      }
    }
  }

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_metric_alarm" "tasks_missing" {
  alarm_name        = "${local.prefix}-tasks-missing"
  alarm_description = "Fewer tasks have run than should, for ten minutes. See docs/runbook.md#tasks-missing"

  metric_query {
    id          = "missing"
    expression  = "desired - FILL(running, 0)"
    label       = "Missing tasks"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { desired = "DesiredTaskCount", running = "RunningTaskCount" }

    content {
      id = metric_query.key

      metric {
        namespace   = "ECS/ContainerInsights"
        metric_name = metric_query.value
        dimensions  = { ClusterName = aws_ecs_cluster.main.name, ServiceName = aws_ecs_service.main.name }
        stat        = "Minimum"
        period      = 60
      }
    }
  }

  # A new task needs one to three minutes to start.
  evaluation_periods  = 10
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

# ECS has no metric for a task that stops because of a fault, only an event. The rule counts these events. The log group
# keeps them for longer than the hour for which ECS shows stopped tasks. Stops by a deployment, by scaling, by a person,
# by Spot or by AWS's maintenance are not faults.
resource "aws_cloudwatch_event_rule" "crashes" {
  name        = "${local.prefix}-crashes"
  description = "Caravan tasks that exited by themselves, could not start or failed their health checks"

  event_pattern = jsonencode({
    source      = ["aws.ecs"]
    detail-type = ["ECS Task State Change"]
    detail = {
      clusterArn = [aws_ecs_cluster.main.arn]
      # Only tasks of the service, and not one that a person runs, such as the doctor.
      group      = ["service:${local.prefix}"]
      lastStatus = ["STOPPED"]
      "$or" = [
        { stopCode = ["EssentialContainerExited", "TaskFailedToStart"] },
        # ECS stops these itself: "Task failed container health checks", "Task failed ELB health checks in …".
        { stoppedReason = [{ prefix = "Task failed" }] },
      ]
    }
  })
}

resource "aws_cloudwatch_log_group" "crashes" {
  # checkov:skip=CKV_AWS_338:A year of logs costs money and keeps callers' names; log_retention_days sets it
  # EventBridge writes only to log groups under this path.
  name              = "/aws/events/${local.prefix}-crashes"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_event_target" "crashes" {
  rule = aws_cloudwatch_event_rule.crashes.name
  arn  = aws_cloudwatch_log_group.crashes.arn

  depends_on = [aws_cloudwatch_log_resource_policy.crashes]
}

data "aws_iam_policy_document" "crashes" {
  statement {
    sid       = "Events"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_groups}:/aws/events/${local.prefix}-crashes:*"]

    # AWS documents both of these for deliveries by EventBridge.
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "delivery.logs.amazonaws.com"]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "crashes" {
  policy_name     = "${local.prefix}-crashes"
  policy_document = data.aws_iam_policy_document.crashes.json
}

resource "aws_cloudwatch_metric_alarm" "crashes" {
  alarm_name        = "${local.prefix}-crashes"
  alarm_description = "${var.alarm_thresholds.crashes} tasks exited, could not start or failed their health checks within ten minutes. See docs/runbook.md#crashes"

  namespace   = "AWS/Events"
  metric_name = "TriggeredRules"
  dimensions  = { RuleName = aws_cloudwatch_event_rule.crashes.name }
  statistic   = "Sum"

  period              = 600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.crashes
  # The rule sends a datum only when an event matches.
  treat_missing_data = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}

# One crash every eleven minutes would never raise the alarm above.
resource "aws_cloudwatch_metric_alarm" "repeated_crashes" {
  alarm_name        = "${local.prefix}-repeated-crashes"
  alarm_description = "${var.alarm_thresholds.repeated_crashes} tasks exited, could not start or failed their health checks within six hours. See docs/runbook.md#repeated-crashes"

  namespace   = "AWS/Events"
  metric_name = "TriggeredRules"
  dimensions  = { RuleName = aws_cloudwatch_event_rule.crashes.name }
  statistic   = "Sum"

  period              = 21600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.repeated_crashes
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}
