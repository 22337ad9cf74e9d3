# One fault raises many alarms. These composite alarms notify once for all alarms of a kind; the alarms themselves show on
# the dashboard what exactly is wrong. Alarms that name a cause (paused, crashes, budget, …) notify directly.

locals {
  # Empty without an HTTP entrance.
  http_down = concat(
    aws_cloudwatch_metric_alarm.http_failed, aws_cloudwatch_metric_alarm.load_balancer_errors, aws_cloudwatch_metric_alarm.target_errors,
    aws_cloudwatch_metric_alarm.unhealthy_hosts,
  )

  prompts_wait = concat(
    [aws_cloudwatch_metric_alarm.queue_age, aws_cloudwatch_metric_alarm.queue_latency, aws_cloudwatch_metric_alarm.throttled],
    aws_cloudwatch_metric_alarm.http_latency,
  )

  causes = concat(
    [
      aws_cloudwatch_metric_alarm.dead_letters, aws_cloudwatch_metric_alarm.refusals, aws_cloudwatch_metric_alarm.dead_letter_growth,
      aws_cloudwatch_metric_alarm.dead_letter_age, aws_cloudwatch_metric_alarm.internal_errors, aws_cloudwatch_metric_alarm.paused,
      aws_cloudwatch_metric_alarm.budget, aws_cloudwatch_metric_alarm.crashes, aws_cloudwatch_metric_alarm.repeated_crashes,
      aws_cloudwatch_metric_alarm.tasks_missing,
    ],
    aws_cloudwatch_metric_alarm.no_traffic, aws_cloudwatch_metric_alarm.routes_rejected,
  )

  # What the dashboard shows.
  alarms = [for alarm in concat(local.http_down, local.prompts_wait, local.causes) : alarm.arn]
}

resource "aws_cloudwatch_composite_alarm" "http_down" {
  count = local.with_http ? 1 : 0

  alarm_name        = "${local.prefix}-http-down"
  alarm_description = "HTTP calls fail. See docs/runbook.md#http-down"
  alarm_rule        = join(" OR ", [for alarm in local.http_down : "ALARM(\"${alarm.alarm_name}\")"])

  alarm_actions = local.tell
  ok_actions    = local.tell
}

resource "aws_cloudwatch_composite_alarm" "prompts_wait" {
  alarm_name        = "${local.prefix}-prompts-wait"
  alarm_description = "Prompts take too long. See docs/runbook.md#prompts-wait"
  alarm_rule        = join(" OR ", [for alarm in local.prompts_wait : "ALARM(\"${alarm.alarm_name}\")"])

  # Calls that fail are also slow. If this alarm still applies when http-down has ended, it notifies then.
  dynamic "actions_suppressor" {
    for_each = aws_cloudwatch_composite_alarm.http_down[*].alarm_name

    content {
      alarm            = actions_suppressor.value
      wait_period      = 120
      extension_period = 300
    }
  }

  alarm_actions = local.tell
  ok_actions    = local.tell
}
