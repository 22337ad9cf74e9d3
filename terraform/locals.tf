locals {
  prefix    = "${var.name}-${var.environment}"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # The log groups have fixed names, so a plan can show who may write to which group.
  log_groups = "arn:${local.partition}:logs:${var.region}:${local.account}:log-group"

  http_port       = 8080
  management_port = 9876

  # The longest time that Fargate allows between SIGTERM and SIGKILL.
  stop_timeout = 120

  # The prompts that one task completes in wait_seconds. If more prompts than this wait per task, a task is added.
  backlog_per_task = max(1, floor(var.task.consumers * var.scaling.wait_seconds / var.scaling.generation_seconds))

  queue = {
    name = one(concat(aws_sqs_queue.prompts[*].name, data.aws_sqs_queue.prompts[*].name))
    url  = one(concat(aws_sqs_queue.prompts[*].url, data.aws_sqs_queue.prompts[*].url))
    arn  = one(concat(aws_sqs_queue.prompts[*].arn, data.aws_sqs_queue.prompts[*].arn))
  }

  dead_letters = {
    name = one(concat(aws_sqs_queue.dead_letters[*].name, data.aws_sqs_queue.dead_letters[*].name))
    url  = one(concat(aws_sqs_queue.dead_letters[*].url, data.aws_sqs_queue.dead_letters[*].url))
    arn  = one(concat(aws_sqs_queue.dead_letters[*].arn, data.aws_sqs_queue.dead_letters[*].arn))
  }

  bucket = {
    name = one(concat(aws_s3_bucket.results[*].bucket, data.aws_s3_bucket.results[*].bucket))
    arn  = one(concat(aws_s3_bucket.results[*].arn, data.aws_s3_bucket.results[*].arn))
  }

  network = var.network != null ? var.network : {
    vpc_id                   = aws_vpc.main[0].id
    task_subnet_ids          = aws_subnet.public[*].id
    load_balancer_subnet_ids = aws_subnet.public[*].id
    assign_public_ip         = true
  }
}
