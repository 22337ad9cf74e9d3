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
    condition     = local.environment.CARAVAN_METRICS_ENVIRONMENT == "production" && local.environment.CARAVAN_CLOUDWATCH_NAMESPACE == "Caravan"
    error_message = "The environment and the namespace must be those that the alarms use."
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
    condition     = aws_ecs_service.main.deployment_minimum_healthy_percent == 100 && aws_ecs_service.main.deployment_maximum_percent == 200
    error_message = "A deployment must start the new tasks before it stops the old ones."
  }
}

run "scaling_follows_the_backlog_of_each_task" {
  assert {
    condition     = aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].target_value == 37
    error_message = "The target must be 37: ten prompts at once, for thirty seconds, at eight seconds each."
  }

  assert {
    condition     = one([for metric in aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics : metric.expression if metric.return_data]) == "waiting / IF(running > 0, running, 1)"
    error_message = "The metric must be prompts per running task, without a division by zero."
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

run "the_scaling_target_follows_consumers_and_generation_time" {
  variables {
    task    = { consumers = 20, cpu = 2048, memory = 4096 }
    scaling = { generation_seconds = 60, wait_seconds = 30, min_tasks = 2, max_tasks = 20 }
  }

  assert {
    condition     = aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].target_value == 10
    error_message = "The target must be 20 * 30 / 60 = 10."
  }
}
