# The alarm on a pushed route set that the tasks do not use.

resource "aws_cloudwatch_metric_alarm" "routes_rejected" {
  count = var.routes.delivered ? 1 : 0

  alarm_name        = "${local.prefix}-routes-rejected"
  alarm_description = "A task does not run the active route set, because it or the first task rejected the set. See docs/runbook.md#routes-rejected"

  namespace   = var.metrics_namespace
  metric_name = "caravan.routes.rejected"
  dimensions  = local.here
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = local.tell
  ok_actions    = local.tell
}
