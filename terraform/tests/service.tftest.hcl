# How the service runs, drains and scales.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "a_task_without_rights" {
  assert {
    condition = (
      jsondecode(aws_ecs_task_definition.service.container_definitions)[0].user == "10001:10001" &&
      jsondecode(aws_ecs_task_definition.service.container_definitions)[0].readonlyRootFilesystem &&
      jsondecode(aws_ecs_task_definition.service.container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"]
    )
    error_message = "Not root, nothing to write on, no capability."
  }

  assert {
    condition     = aws_ecs_task_definition.service.cpu == "1024" && aws_ecs_task_definition.service.memory == "2048" && aws_ecs_task_definition.service.network_mode == "awsvpc"
    error_message = "One CPU and 2 GiB on Fargate."
  }
}

run "prompts_in_work_have_time_to_finish_before_fargate_kills" {
  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].stopTimeout == 120
    error_message = "Fargate's longest."
  }

  assert {
    condition     = local.environment.CARAVAN_SHUTDOWN_SECONDS == "100"
    error_message = "And less than that for the drain."
  }
}

run "what_the_service_is_told" {
  assert {
    condition = (
      local.environment.SQS_QUEUE_URL == aws_sqs_queue.prompts[0].url && local.environment.SQS_DEAD_LETTER_QUEUE_URL == aws_sqs_queue.dead_letters[0].url &&
      local.environment.BUCKET_NAME == aws_s3_bucket.results[0].bucket && local.environment.AWS_REGION == "eu-north-1"
    )
    error_message = "Queues, bucket, region."
  }

  assert {
    condition     = local.environment.CARAVAN_METRICS_ENVIRONMENT == "production" && local.environment.CARAVAN_CLOUDWATCH_NAMESPACE == "Caravan"
    error_message = "What the alarms look for."
  }

  assert {
    condition     = local.environment.CARAVAN_QUEUE_VISIBILITY_SECONDS == tostring(aws_sqs_queue.prompts[0].visibility_timeout_seconds)
    error_message = "The lease is the queue's visibility timeout."
  }

  assert {
    condition     = !contains(keys(local.environment), "HTTP_HOST") && jsondecode(aws_ecs_task_definition.service.container_definitions)[0].portMappings == [] && jsondecode(aws_ecs_task_definition.service.container_definitions)[0].secrets == []
    error_message = "Without an HTTP entrance nothing listens beyond loopback."
  }
}

run "other_settings_are_handed_on" {
  variables {
    settings = { CARAVAN_MODEL_TRIES = "2" }
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment, { name = "CARAVAN_MODEL_TRIES", value = "2" })
    error_message = "A setting of Caravan's."
  }
}

run "a_task_is_asked_for_its_health_without_curl_or_shell" {
  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].healthCheck.command == ["CMD", "caravan", "health"]
    error_message = "Caravan's own command."
  }
}

run "logs_are_kept_for_a_month_and_hold_up_nobody" {
  assert {
    condition     = aws_cloudwatch_log_group.service.retention_in_days == 30 && aws_cloudwatch_log_group.crashes.retention_in_days == 30
    error_message = "Thirty days."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].logConfiguration.options.mode == "non-blocking"
    error_message = "A slow log must not hold up a prompt."
  }
}

run "a_deployment_that_fails_is_put_back" {
  assert {
    condition     = aws_ecs_service.main.deployment_circuit_breaker[0].enable && aws_ecs_service.main.deployment_circuit_breaker[0].rollback && aws_ecs_service.main.wait_for_steady_state
    error_message = "The circuit breaker puts it back, and the apply waits for it."
  }

  assert {
    condition     = aws_ecs_service.main.deployment_minimum_healthy_percent == 100 && aws_ecs_service.main.deployment_maximum_percent == 200
    error_message = "The new ones first."
  }
}

run "scaling_by_what_waits_for_each_task" {
  assert {
    condition     = aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].target_value == 37
    error_message = "Ten places, thirty seconds, eight for each prompt."
  }

  assert {
    condition     = one([for metric in aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics : metric.expression if metric.return_data]) == "waiting / IF(running > 0, running, 1)"
    error_message = "Metric math, and no division by nothing."
  }

  assert {
    condition     = aws_appautoscaling_target.tasks.min_capacity == 1 && aws_appautoscaling_target.tasks.max_capacity == 4
    error_message = "One to four tasks."
  }

  assert {
    condition     = contains([for setting in aws_ecs_cluster.main.setting : "${setting.name}=${setting.value}"], "containerInsights=enabled")
    error_message = "RunningTaskCount is there only with Container Insights."
  }
}

run "more_places_and_longer_prompts_make_another_target" {
  variables {
    task    = { consumers = 20, cpu = 2048, memory = 4096 }
    scaling = { generation_seconds = 60, wait_seconds = 30, min_tasks = 2, max_tasks = 20 }
  }

  assert {
    condition     = aws_appautoscaling_policy.backlog.target_tracking_scaling_policy_configuration[0].target_value == 10
    error_message = "20 * 30 / 60."
  }
}
