locals {
  prefix    = "${var.name}-${var.environment}"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # The log groups have fixed names, so a plan can show who may write to which group.
  log_groups = "arn:${local.partition}:logs:${var.region}:${local.account}:log-group"

  # Where the bucket contains the route sets (docs/delivery.md).
  routes = "${var.bucket.prefix}routes"

  http_port       = 8080
  management_port = 9876

  # The longest time that Fargate allows between SIGTERM and SIGKILL.
  stop_timeout = 120

  # The set point of the scaling: the work of one task. A task completes consumers / generation_seconds prompts a second,
  # so a prompt takes work * generation_seconds / consumers from sent to stored. The set point allows four tenths of the
  # time at which an alarm fires; the rest is for variation and for the minutes until another task runs. Half of the
  # places stay free: prompts arrive by chance, and a prompt that waits for a place is soon later than the alarm allows.
  # Free places cost nothing but memory, so raise task.consumers before scaling.max_tasks.
  work_per_task = max(1, floor(var.task.consumers * min(0.5, 0.4 * min(var.alarm_thresholds.latency_seconds, var.alarm_thresholds.queue_age_seconds) / var.scaling.generation_seconds)))

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
