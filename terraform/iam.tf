# Two roles: ECS uses the execution role to start a task, and the task itself runs with the task role. bedrock.tf
# contains the task's permissions for Bedrock.

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    # Only tasks of this account and region, so that no other account can use the role through ECS.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:ecs:${var.region}:${local.account}:*"]
    }
  }
}

resource "aws_iam_role" "task" {
  name                 = "${local.prefix}-task"
  description          = "The Caravan task: its queue, its bucket, its models, its metrics"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy" "task" {
  name   = "caravan"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}

data "aws_iam_policy_document" "task" {
  source_policy_documents = [data.aws_iam_policy_document.bedrock.json]

  statement {
    sid = "Prompts"
    actions = [
      "sqs:ReceiveMessage",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:SendMessage",
      "sqs:GetQueueAttributes",
    ]
    resources = [local.queue.arn]
  }

  # The service sends dead letters. The other actions are for listing and redriving them.
  statement {
    sid = "DeadLetters"
    actions = [
      "sqs:SendMessage",
      "sqs:ReceiveMessage",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
    ]
    resources = [local.dead_letters.arn]
  }

  # A conditional write also needs GetObject.
  statement {
    sid       = "ResultsAndRecords"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [for folder in ["images", "texts", "generations", "index", "search", "budget", "dead-letters"] : "${local.bucket.arn}/${var.bucket.prefix}${folder}/*"]
  }

  # Callers may delete results; the bucket keeps their versions for a while. The service itself deletes objects that it has
  # made for searches. Life cycle rules delete everything else.
  statement {
    sid       = "Deleted"
    actions   = ["s3:DeleteObject"]
    resources = [for folder in ["images", "texts", "search"] : "${local.bucket.arn}/${var.bucket.prefix}${folder}/*"]
  }

  # Routes are code, so a task only reads them. It writes what it runs, and how the first task got on with a set.
  dynamic "statement" {
    for_each = var.routes.delivered ? { RouteSets = ["s3:GetObject", ["*"]], RouteReports = ["s3:PutObject", ["rollouts/*", "instances/*"]] } : {}

    content {
      sid       = statement.key
      actions   = [statement.value[0]]
      resources = [for objects in statement.value[1] : "${local.bucket.arn}/${local.routes}/${objects}"]
    }
  }

  # Without this permission S3 answers 403 instead of 404 if there is no object.
  statement {
    sid       = "Listing"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket.arn]
  }

  # IAM defines no resources for PutMetricData; only the namespace can limit it.
  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [var.metrics_namespace]
    }
  }

  dynamic "statement" {
    for_each = length(local.keys) > 0 ? [local.keys] : []

    content {
      sid       = "Keys"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = statement.value
    }
  }

  # The session of aws ecs execute-command. IAM defines no resources for these actions.
  dynamic "statement" {
    for_each = var.task.exec ? ["exec"] : []

    content {
      sid = "Exec"
      actions = [
        "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
      ]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role" "execution" {
  name                 = "${local.prefix}-execution"
  description          = "ECS while it starts a Caravan task: the image, the log, the tokens"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

locals {
  keys = compact(concat([var.kms_key_arn], var.kms_key_arns))

  # Account, region and repository if the image is in ECR; otherwise null.
  ecr = try(regex("^(?P<account>[0-9]{12})\\.dkr\\.ecr\\.(?P<region>[a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/(?P<repository>[^:@]+)", var.image), null)
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_groups}:/caravan/${local.prefix}:*"]
  }

  dynamic "statement" {
    for_each = local.with_http ? [data.aws_secretsmanager_secret.tokens[0].arn] : []

    content {
      sid       = "Tokens"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [statement.value]
    }
  }

  # The secret may be encrypted with one of the keys.
  dynamic "statement" {
    for_each = local.with_http && length(local.keys) > 0 ? [local.keys] : []

    content {
      sid       = "KeyOfTheTokens"
      actions   = ["kms:Decrypt"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${var.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = local.ecr != null ? [local.ecr] : []

    content {
      sid       = "Image"
      actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = ["arn:${local.partition}:ecr:${statement.value.region}:${statement.value.account}:repository/${statement.value.repository}"]
    }
  }

  # IAM defines no resources for logging in to ECR.
  dynamic "statement" {
    for_each = local.ecr != null ? [local.ecr] : []

    content {
      sid       = "LogIn"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    }
  }
}
