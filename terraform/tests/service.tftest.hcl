# Tests how the service runs, stops and scales.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "a_task_runs_without_root_and_capabilities" {
  assert {
    condition = (
      jsondecode(aws_ecs_task_definition.service.container_definitions)[0].user == "10001:10001" &&
      jsondecode(aws_ecs_task_definition.service.container_definitions)[0].readonlyRootFilesystem &&
      jsondecode(aws_ecs_task_definition.service.container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"]
    )
    error_message = "The task must not run as root, must have a read-only root file system, and must drop all capabilities."
  }

  assert {
    condition     = aws_ecs_task_definition.service.cpu == "1024" && aws_ecs_task_definition.service.memory == "2048" && aws_ecs_task_definition.service.network_mode == "awsvpc"
    error_message = "The task must have one CPU and 2 GiB on Fargate."
  }
}

run "prompts_in_progress_have_time_to_finish_before_fargate_kills_the_task" {
  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].stopTimeout == 120
    error_message = "The stop timeout must be the longest that Fargate allows."
  }

  assert {
    condition     = local.environment.CARAVAN_SHUTDOWN_SECONDS == "100"
    error_message = "The shutdown must take less time than the stop timeout."
  }
}

run "the_service_gets_its_settings" {
  assert {
    condition = (
      local.environment.SQS_QUEUE_URL == aws_sqs_queue.prompts[0].url && local.environment.SQS_DEAD_LETTER_QUEUE_URL == aws_sqs_queue.dead_letters[0].url &&
      local.environment.BUCKET_NAME == aws_s3_bucket.results[0].bucket && local.environment.AWS_REGION == "eu-north-1"
    )
    error_message = "The service needs the queues, the bucket and the region."
  }

  assert {
    condition     = local.environment.CARAVAN_METRICS_ENVIRONMENT == "caravan-production" && local.environment.CARAVAN_CLOUDWATCH_NAMESPACE == "Caravan"
    error_message = "The dimension and the namespace must be those that the alarms use."
  }

  assert {
    condition     = local.environment.CARAVAN_ROUTES == "s3://${aws_s3_bucket.results[0].bucket}/routes" && local.environment.CARAVAN_ROUTES_CHECK_SECONDS == "2" && output.routes == local.environment.CARAVAN_ROUTES
    error_message = "The service must take its routes from the bucket, and the output must say from where."
  }

  assert {
    condition     = local.environment.CARAVAN_QUEUE_VISIBILITY_SECONDS == tostring(aws_sqs_queue.prompts[0].visibility_timeout_seconds)
    error_message = "The lease must equal the queue's visibility timeout."
  }

  assert {
    condition     = !contains(keys(local.environment), "HTTP_HOST") && jsondecode(aws_ecs_task_definition.service.container_definitions)[0].portMappings == [] && jsondecode(aws_ecs_task_definition.service.container_definitions)[0].secrets == []
    error_message = "Without an HTTP entrance nothing may listen beyond loopback."
  }
}

run "other_settings_are_passed_on" {
  variables {
    settings = { CARAVAN_MODEL_TRIES = "2" }
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment, { name = "CARAVAN_MODEL_TRIES", value = "2" })
    error_message = "The container must get the setting."
  }
}

run "the_health_check_needs_no_curl_and_no_shell" {
  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].healthCheck.command == ["CMD", "caravan", "health"]
    error_message = "The health check must use Caravan's own command."
  }
}

run "logs_are_kept_for_a_month_and_never_block_a_prompt" {
  assert {
    condition     = aws_cloudwatch_log_group.service.retention_in_days == 30 && aws_cloudwatch_log_group.crashes.retention_in_days == 30
    error_message = "Logs must be kept for thirty days."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].logConfiguration.options.mode == "non-blocking"
    error_message = "A slow log must not block a prompt."
  }
}

run "a_failed_deployment_is_rolled_back" {
  assert {
    condition     = aws_ecs_service.main.deployment_circuit_breaker[0].enable && aws_ecs_service.main.deployment_circuit_breaker[0].rollback && aws_ecs_service.main.wait_for_steady_state
    error_message = "The circuit breaker must roll back a failed deployment, and the apply must wait for the result."
  }

  assert {
    condition = (
      aws_ecs_service.main.alarms[0].enable && aws_ecs_service.main.alarms[0].rollback &&
      toset(aws_ecs_service.main.alarms[0].alarm_names) == toset(["caravan-production-crashes", "caravan-production-internal-errors"])
    )
    error_message = "Crashes and internal errors must roll back a deployment."
  }

  assert {
    condition     = aws_ecs_service.main.deployment_minimum_healthy_percent == 100 && aws_ecs_service.main.deployment_maximum_percent == 200
    error_message = "A deployment must start the new tasks before it stops the old ones."
  }
}

run "with_http_failed_calls_roll_back_a_deployment_too" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = contains(aws_ecs_service.main.alarms[0].alarm_names, "caravan-production-http-failed")
    error_message = "A deployment that fails the callers must be rolled back."
  }
}

run "traces_are_exported_if_a_collector_is_named" {
  variables {
    tracing = { OTEL_EXPORTER_OTLP_ENDPOINT = "https://collector.example.org" }
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment, { name = "OTEL_EXPORTER_OTLP_ENDPOINT", value = "https://collector.example.org" })
    error_message = "The container must get the variable."
  }
}

run "by_default_a_task_runs_on_fargate_and_nobody_can_open_a_shell" {
  assert {
    condition     = aws_ecs_service.main.launch_type == "FARGATE" && length(aws_ecs_cluster_capacity_providers.spot) == 0 && !aws_ecs_service.main.enable_execute_command
    error_message = "Spot and ECS exec must be off."
  }
}

run "consumers_can_run_on_spot_and_arm" {
  variables {
    task = { spot = true, architecture = "ARM64" }
  }

  assert {
    condition     = one(aws_ecs_service.main.capacity_provider_strategy).capacity_provider == "FARGATE_SPOT"
    error_message = "The service must use Spot capacity."
  }

  assert {
    condition     = aws_ecs_task_definition.service.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "The task must run on ARM."
  }
}

run "a_shell_in_a_task_needs_a_writable_file_system" {
  variables {
    task = { exec = true }
  }

  assert {
    condition     = aws_ecs_service.main.enable_execute_command && !jsondecode(aws_ecs_task_definition.service.container_definitions)[0].readonlyRootFilesystem
    error_message = "The agent of ECS exec must be able to write."
  }
}

run "a_task_is_added_when_the_tasks_have_more_work_than_half_of_their_places" {
  assert {
    condition = (
      aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].target_value == 10 &&
      aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].scale_out_cooldown == 180
    )
    error_message = "The set point must be half of twenty places."
  }

  assert {
    condition = {
      for metric in aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics :
      metric.id => metric.expression if contains(["work", "paced"], metric.id)
      } == {
      work  = "(waiting + started) / IF(running > 0, running, 1)"
      paced = "IF(FILL(limited, 0) >= 0.5 AND work > 10, 10, work)"
    }
    error_message = "The metric must be prompts per running task, visible and in flight, and must not exceed the set point while a model throttles."
  }

  assert {
    condition = [
      for metric in aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics :
      metric.id if metric.return_data
    ] == ["paced"]
    error_message = "Exactly one metric must be returned, the one that a throttling model holds."
  }

  assert {
    condition     = aws_appautoscaling_target.tasks.min_capacity == 1 && aws_appautoscaling_target.tasks.max_capacity == 4
    error_message = "The service must scale from one to four tasks."
  }

  assert {
    condition     = contains([for setting in aws_ecs_cluster.main.setting : "${setting.name}=${setting.value}"], "containerInsights=enabled")
    error_message = "Container Insights must be enabled, because it provides RunningTaskCount."
  }
}

run "a_task_is_removed_only_if_the_others_could_do_its_work" {
  assert {
    condition = (
      aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].disable_scale_in &&
      aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].disable_scale_in
    )
    error_message = "Target tracking must not remove tasks: it decides by the last minute, and the CPU is idle while tasks wait for models."
  }

  assert {
    condition = {
      for query in aws_cloudwatch_metric_alarm.spare.metric_query : query.id => query.expression if query.expression != null
      } == {
      spare         = "IF(running > 1, IF(others > cpu_of_others, others, cpu_of_others), IF((waiting + started) > 0, 1, 0))"
      others        = "(waiting + started) / IF(running > 1, running - 1, 1) / 10"
      cpu_of_others = "cpu * running / IF(running > 1, running - 1, 1) / 70"
    }
    error_message = "The others must stay below both of their set points, and the last task must be without work."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.spare.datapoints_to_alarm == 15 && aws_cloudwatch_metric_alarm.spare.threshold == 1 &&
      aws_cloudwatch_metric_alarm.spare.comparison_operator == "LessThanThreshold" &&
      toset(aws_cloudwatch_metric_alarm.spare.alarm_actions) == toset([aws_appautoscaling_policy.spare.arn])
    )
    error_message = "Each of fifteen minutes must show a spare task."
  }

  assert {
    condition = (
      aws_appautoscaling_policy.spare.step_scaling_policy_configuration[0].adjustment_type == "ChangeInCapacity" &&
      aws_appautoscaling_policy.spare.step_scaling_policy_configuration[0].cooldown == 900 &&
      one(aws_appautoscaling_policy.spare.step_scaling_policy_configuration[0].step_adjustment).scaling_adjustment == -1
    )
    error_message = "Tasks must be removed one by one, each after fifteen minutes of the new number of tasks."
  }

  assert {
    condition     = length(aws_appautoscaling_policy.wake) == 0 && length(aws_cloudwatch_metric_alarm.wake) == 0
    error_message = "A service that always runs a task needs no first step."
  }
}

run "calls_by_http_are_work_too" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition = one([
      for metric in aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics :
      metric.expression if metric.id == "work"
    ]) == "(waiting + started + FILL(http, 0) / 60000) / IF(running > 0, running, 1)"
    error_message = "Synchronous calls must count, from Caravan's times in milliseconds."
  }

  assert {
    condition = one([
      for metric in aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics :
      one(metric.metric_stat[*].stat) if metric.id == "http"
    ]) == "Sum"
    error_message = "Only the sum of the times in a minute shows how many calls were in progress."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.spare.metric_query : query.metric[0].stat if query.id == "http"]) == "Sum"
    error_message = "Calls in progress must keep their task."
  }
}

run "the_set_point_follows_consumers_generation_time_and_alarms" {
  variables {
    task             = { consumers = 40, cpu = 2048, memory = 4096 }
    scaling          = { generation_seconds = 60, min_tasks = 2, max_tasks = 20 }
    alarm_thresholds = { latency_seconds = 66, queue_age_seconds = 600 }
  }

  assert {
    condition     = aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].target_value == 17
    error_message = "The set point must be 40 * 0.4 * 66 / 60 = 17."
  }
}

run "the_alarm_that_fires_first_decides" {
  variables {
    alarm_thresholds = { latency_seconds = 90, queue_age_seconds = 9 }
  }

  assert {
    condition     = aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].target_value == 9
    error_message = "The set point must be 20 * 0.4 * 9 / 8 = 9."
  }
}

run "a_queue_only_service_scales_from_zero_and_back" {
  variables {
    scaling          = { min_tasks = 0 }
    alarm_thresholds = { latency_seconds = 1200, queue_age_seconds = 1200 }
  }

  assert {
    condition     = aws_appautoscaling_target.tasks.min_capacity == 0
    error_message = "The service must be able to run no task."
  }

  assert {
    condition = (
      aws_appautoscaling_policy.wake[0].step_scaling_policy_configuration[0].adjustment_type == "ExactCapacity" &&
      one(aws_appautoscaling_policy.wake[0].step_scaling_policy_configuration[0].step_adjustment).scaling_adjustment == 1
    )
    error_message = "The step must lead to exactly one task."
  }

  assert {
    condition = (
      toset(aws_cloudwatch_metric_alarm.wake[0].alarm_actions) == toset([aws_appautoscaling_policy.wake[0].arn]) &&
      one([for query in aws_cloudwatch_metric_alarm.wake[0].metric_query : query.expression if query.return_data == true]) == "IF(started < 1, waiting, 0)"
    )
    error_message = "The step must start when prompts wait and none is in flight."
  }

  assert {
    condition     = alltrue([for query in aws_cloudwatch_metric_alarm.wake[0].metric_query : query.metric[0].namespace == "AWS/SQS" if query.expression == null])
    error_message = "Only SQS sends metrics while no task runs."
  }
}

run "routes_under_the_prefix_of_the_bucket" {
  variables {
    bucket = { prefix = "caravan/" }
    routes = { check_seconds = 30 }
  }

  assert {
    condition     = endswith(local.environment.CARAVAN_ROUTES, "/caravan/routes") && local.environment.CARAVAN_ROUTES_CHECK_SECONDS == "30"
    error_message = "The route sets must be stored under the prefix, as the permissions are."
  }
}

run "routes_that_change_only_with_the_image" {
  variables {
    routes = { delivered = false }
  }

  assert {
    condition     = length(setintersection(keys(local.environment), ["CARAVAN_ROUTES", "CARAVAN_ROUTES_CHECK_SECONDS"])) == 0 && length(aws_cloudwatch_metric_alarm.routes_rejected) == 0
    error_message = "Without delivery the service must run the image's routes, and there is nothing to reject."
  }
}
