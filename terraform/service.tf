resource "aws_cloudwatch_log_group" "service" {
  # checkov:skip=CKV_AWS_338:A year of logs costs money and keeps callers' names; log_retention_days sets it
  name              = "/caravan/${local.prefix}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_ecs_cluster" "main" {
  name = local.prefix

  # Provides the number of running tasks, which the scaling policy divides by.
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

locals {
  environment = merge(
    var.settings,
    var.tracing,
    {
      AWS_REGION                       = var.region
      SQS_QUEUE_URL                    = local.queue.url
      SQS_DEAD_LETTER_QUEUE_URL        = local.dead_letters.url
      BUCKET_NAME                      = local.bucket.name
      CARAVAN_S3_PREFIX                = var.bucket.prefix
      CARAVAN_QUEUE_CONSUMERS          = tostring(var.task.consumers)
      CARAVAN_QUEUE_VISIBILITY_SECONDS = tostring(var.queue.visibility_seconds)
      CARAVAN_SHUTDOWN_SECONDS         = tostring(var.task.shutdown_seconds)
      CARAVAN_METRICS_ENVIRONMENT      = local.prefix
      CARAVAN_CLOUDWATCH_ENABLED       = "true"
      CARAVAN_CLOUDWATCH_NAMESPACE     = var.metrics_namespace
    },
    var.routes.delivered ? {
      CARAVAN_ROUTES               = "s3://${local.bucket.name}/${local.routes}"
      CARAVAN_ROUTES_CHECK_SECONDS = tostring(var.routes.check_seconds)
    } : {},
    # Both ports are reachable from the load balancer only. Without one, both listen on loopback.
    local.with_http ? {
      HTTP_HOST       = "0.0.0.0"
      MANAGEMENT_HOST = "0.0.0.0"
      # If a task closed a connection first, the load balancer could answer 502.
      CARAVAN_HTTP_IDLE_SECONDS = tostring(var.http.idle_seconds + 15)
    } : {},
  )

  container = {
    name      = "caravan"
    image     = var.image
    command   = ["serve"]
    essential = true

    user                   = "10001:10001"
    readonlyRootFilesystem = !var.task.exec # the agent of ECS exec writes to it
    linuxParameters        = merge({ capabilities = { drop = ["ALL"] } }, var.task.exec ? { initProcessEnabled = true } : {})

    environment = [for name in sort(keys(local.environment)) : { name = name, value = local.environment[name] }]
    secrets     = local.with_http ? [{ name = "CARAVAN_HTTP_TOKENS", valueFrom = data.aws_secretsmanager_secret.tokens[0].arn }] : []

    portMappings = local.with_http ? [
      { containerPort = local.http_port, hostPort = local.http_port, protocol = "tcp" },
      { containerPort = local.management_port, hostPort = local.management_port, protocol = "tcp" },
    ] : []

    # ECS ignores the image's own HEALTHCHECK.
    healthCheck = {
      command     = ["CMD", "caravan", "health"]
      interval    = 30
      timeout     = 10
      retries     = 3
      startPeriod = 60
    }

    # After SIGTERM (scale-in or deployment) the task finishes the prompts in progress and returns the others to the queue.
    stopTimeout = local.stop_timeout

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.service.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "task"
        # A slow CloudWatch must not block a prompt.
        mode            = "non-blocking"
        max-buffer-size = "4m"
      }
    }
  }
}

resource "aws_ecs_task_definition" "service" {
  family                   = local.prefix
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.task.cpu
  memory                   = var.task.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.container])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.task.architecture
  }
}

resource "aws_ecs_service" "main" {
  name            = local.prefix
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.service.arn
  desired_count   = var.scaling.min_tasks
  launch_type     = local.on_spot ? null : "FARGATE"
  propagate_tags  = "SERVICE"

  # Lets a person open a shell in a task (docs/runbook.md#tasks-missing).
  enable_execute_command = var.task.exec

  dynamic "capacity_provider_strategy" {
    for_each = local.on_spot ? [aws_ecs_cluster_capacity_providers.spot[0].capacity_providers] : []

    content {
      capacity_provider = "FARGATE_SPOT"
      weight            = 1
    }
  }

  # ECS rolls back a deployment that does not become healthy, and terraform apply waits for the result.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  wait_for_steady_state              = true

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # A deployment whose tasks are healthy but do their work badly is rolled back too. Alarms on delay and on models are
  # not in this list: the previous image would not help.
  alarms {
    enable   = true
    rollback = true
    alarm_names = concat(
      [aws_cloudwatch_metric_alarm.crashes.alarm_name, aws_cloudwatch_metric_alarm.internal_errors.alarm_name],
      aws_cloudwatch_metric_alarm.http_failed[*].alarm_name,
    )
  }

  health_check_grace_period_seconds = local.with_http ? 60 : null

  network_configuration {
    subnets          = local.network.task_subnet_ids
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = local.network.assign_public_ip
  }

  dynamic "load_balancer" {
    for_each = local.with_http ? [aws_lb_target_group.tasks[0].arn] : []

    content {
      target_group_arn = load_balancer.value
      container_name   = local.container.name
      container_port   = local.http_port
    }
  }

  lifecycle {
    # Autoscaling sets it.
    ignore_changes = [desired_count]
  }

  # A task needs its permissions at the start, and ECS needs a listener on the target group.
  depends_on = [aws_lb_listener.main, aws_iam_role_policy.task, aws_iam_role_policy.execution]
}
