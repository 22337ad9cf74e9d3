# Scales the number of tasks by their work. A task that is stopped finishes its prompts in progress and makes the others
# visible again at once; stopTimeout in service.tf gives it the time.
#
# Out by target tracking with metric math: how many tasks the work needs follows from one division. In by a step, because
# AWS does not document how many tasks target tracking removes, and it decides by the last minute alone. Out of zero by a
# step, because without a running task there is nothing to divide by.
# .github/scripts/scaling-simulation reads this file and tries it with eight load shapes.

resource "aws_appautoscaling_target" "tasks" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.main.name}"
  min_capacity       = var.scaling.min_tasks
  max_capacity       = var.scaling.max_tasks
}

locals {
  cpu_percent = 70

  # Both counts: Caravan leases messages that wait for a busy model, so they are in flight and not visible. A synchronous
  # call is in no queue. The times of the calls that ended in a minute, divided by a minute, are how many were in
  # progress. Caravan sends them before SQS sends its counts, so a missing datum means that there were none.
  work = local.with_http ? "(waiting + started + FILL(http, 0) / 60000)" : "(waiting + started)"

  work_metrics = merge(
    {
      waiting = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesVisible", stat = "Average", dimensions = { QueueName = local.queue.name } }
      started = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesNotVisible", stat = "Average", dimensions = { QueueName = local.queue.name } }
      running = { namespace = "ECS/ContainerInsights", name = "RunningTaskCount", stat = "Average", dimensions = local.service_dimensions }
    },
    local.with_http ? {
      http = { namespace = var.metrics_namespace, name = "caravan.http.latency", stat = "Sum", dimensions = merge(local.here, { outcome = "ok" }) }
    } : {},
  )

  service_dimensions = { ClusterName = aws_ecs_cluster.main.name, ServiceName = aws_ecs_service.main.name }
}

resource "aws_appautoscaling_policy" "work" {
  name               = "${local.prefix}-work-per-task"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.tasks.service_namespace
  scalable_dimension = aws_appautoscaling_target.tasks.scalable_dimension
  resource_id        = aws_appautoscaling_target.tasks.resource_id

  target_tracking_scaling_policy_configuration {
    target_value     = local.work_per_task
    disable_scale_in = true
    # A new task shows in RunningTaskCount after two to three minutes. Until then the old quotient would add more tasks.
    scale_out_cooldown = 180

    customized_metric_specification {
      dynamic "metrics" {
        for_each = merge(local.work_metrics, {
          limited = { namespace = var.metrics_namespace, name = "caravan.pace.limited", stat = "Average", dimensions = local.here }
        })

        content {
          id          = metrics.key
          return_data = false

          metric_stat {
            stat = metrics.value.stat

            metric {
              namespace   = metrics.value.namespace
              metric_name = metrics.value.name

              dynamic "dimensions" {
                for_each = metrics.value.dimensions

                content {
                  name  = dimensions.key
                  value = dimensions.value
                }
              }
            }
          }
        }
      }

      metrics {
        id          = "work"
        label       = "Work per running task"
        expression  = "${local.work} / IF(running > 0, running, 1)"
        return_data = false
      }

      # While half of the tasks are limited by a model, more tasks would not get more answers. The set point itself adds
      # no task.
      metrics {
        id          = "paced"
        label       = "Work per running task, held at the set point while a model throttles"
        expression  = "IF(FILL(limited, 0) >= 0.5 AND work > ${local.work_per_task}, ${local.work_per_task}, work)"
        return_data = true
      }
    }
  }
}

# Caravan decodes the pictures. Many HTTP calls therefore show in the CPU load, too.
resource "aws_appautoscaling_policy" "cpu" {
  name               = "${local.prefix}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.tasks.service_namespace
  scalable_dimension = aws_appautoscaling_target.tasks.scalable_dimension
  resource_id        = aws_appautoscaling_target.tasks.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = local.cpu_percent
    disable_scale_in   = true
    scale_out_cooldown = 180

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_appautoscaling_policy" "spare" {
  name               = "${local.prefix}-spare"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.tasks.service_namespace
  scalable_dimension = aws_appautoscaling_target.tasks.scalable_dimension
  resource_id        = aws_appautoscaling_target.tasks.resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = "Maximum"
    # Each step is judged by minutes of the new number of tasks. A task that is stopped too early must start again when the
    # next prompts arrive.
    cooldown = 900

    step_adjustment {
      metric_interval_upper_bound = 0
      scaling_adjustment          = -1
    }
  }
}

# One task can be spared if the others stay below their set points in each of fifteen minutes; the last one only if there
# is no work at all.
resource "aws_cloudwatch_metric_alarm" "spare" {
  alarm_name        = "${local.prefix}-spare"
  alarm_description = "The other tasks could do the work of one task: removes a task, down to scaling.min_tasks. It notifies no one."

  metric_query {
    id          = "spare"
    label       = "Load of the other tasks, as a part of their set point"
    expression  = "IF(running > 1, IF(others > cpu_of_others, others, cpu_of_others), IF(${local.work} > 0, 1, 0))"
    return_data = true
  }

  metric_query {
    id         = "others"
    label      = "Work of the other tasks"
    expression = "${local.work} / IF(running > 1, running - 1, 1) / ${local.work_per_task}"
  }

  metric_query {
    id         = "cpu_of_others"
    label      = "CPU of the other tasks"
    expression = "cpu * running / IF(running > 1, running - 1, 1) / ${local.cpu_percent}"
  }

  dynamic "metric_query" {
    for_each = merge(local.work_metrics, {
      cpu = { namespace = "AWS/ECS", name = "CPUUtilization", stat = "Average", dimensions = local.service_dimensions }
    })

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        stat        = metric_query.value.stat
        period      = 60
      }
    }
  }

  evaluation_periods  = 15
  datapoints_to_alarm = 15
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"

  alarm_actions = [aws_appautoscaling_policy.spare.arn]
}

# Starts the first task if min_tasks = 0. Container Insights sends no RunningTaskCount for a service without tasks, and
# Caravan sends no metrics then, so the alarm uses SQS's only. If prompts wait and none is in flight, exactly one task is
# right: a fleet that takes none, because its queue is paused, needs no more.
resource "aws_appautoscaling_policy" "wake" {
  count = var.scaling.min_tasks == 0 ? 1 : 0

  name               = "${local.prefix}-wake"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.tasks.service_namespace
  scalable_dimension = aws_appautoscaling_target.tasks.scalable_dimension
  resource_id        = aws_appautoscaling_target.tasks.resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ExactCapacity"
    metric_aggregation_type = "Maximum"
    cooldown                = 180

    step_adjustment {
      metric_interval_lower_bound = 0
      scaling_adjustment          = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "wake" {
  count = var.scaling.min_tasks == 0 ? 1 : 0

  alarm_name        = "${local.prefix}-wake"
  alarm_description = "Prompts wait and none is in flight: starts the first task. It notifies no one."

  metric_query {
    id          = "wake"
    label       = "Prompts that wait while none is in flight"
    expression  = "IF(started < 1, waiting, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { waiting = "ApproximateNumberOfMessagesVisible", started = "ApproximateNumberOfMessagesNotVisible" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value
        dimensions  = { QueueName = local.queue.name }
        stat        = "Maximum"
        period      = 60
      }
    }
  }

  # Two minutes, because SQS may count a message just before a running task takes it.
  evaluation_periods  = 2
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"

  alarm_actions = [aws_appautoscaling_policy.wake[0].arn]
}
