# Alarms on the load balancer's own metrics. They also see requests that never reach a route of Caravan, and tasks that
# answer nothing. All of them notify through the composite alarm http-down.

resource "aws_cloudwatch_metric_alarm" "load_balancer_errors" {
  count = local.with_http ? 1 : 0

  alarm_name        = "${local.prefix}-load-balancer-errors"
  alarm_description = "The load balancer answered ${var.alarm_thresholds.http_failures} requests with 5xx within five minutes, because no task accepted or answered them. See docs/runbook.md#load-balancer-errors"

  namespace   = "AWS/ApplicationELB"
  metric_name = "HTTPCode_ELB_5XX_Count"
  dimensions  = { LoadBalancer = aws_lb.main[0].arn_suffix }
  statistic   = "Sum"

  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.http_failures
  # The load balancer sends a datum only when it answers 5xx.
  treat_missing_data = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "target_errors" {
  count = local.with_http ? 1 : 0

  alarm_name        = "${local.prefix}-target-errors"
  alarm_description = "Tasks answered ${var.alarm_thresholds.http_failures} requests with 5xx within five minutes. See docs/runbook.md#target-errors"

  namespace   = "AWS/ApplicationELB"
  metric_name = "HTTPCode_Target_5XX_Count"
  dimensions  = { LoadBalancer = aws_lb.main[0].arn_suffix }
  statistic   = "Sum"

  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.alarm_thresholds.http_failures
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "unhealthy_hosts" {
  count = local.with_http ? 1 : 0

  alarm_name        = "${local.prefix}-unhealthy-hosts"
  alarm_description = "A task has not answered the load balancer's health check for five minutes. See docs/runbook.md#unhealthy-hosts"

  namespace   = "AWS/ApplicationELB"
  metric_name = "UnHealthyHostCount"
  dimensions  = { LoadBalancer = aws_lb.main[0].arn_suffix, TargetGroup = aws_lb_target_group.tasks[0].arn_suffix }
  statistic   = "Maximum"

  # ECS replaces an unhealthy task within this time.
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
}
