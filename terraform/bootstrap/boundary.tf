# The most that a role of the service can ever do. An apply may create and change roles only within this boundary, so a
# role of the service reaches nothing outside this deployment's names, var.existing and the models.
#
# What remains: an apply defines the tasks and who may assume their roles, so anyone who can apply can run any program with
# these permissions, and so read prompts, results and tokens. The boundary limits that program to this deployment.

data "aws_iam_policy_document" "boundary" {
  statement {
    sid = "Queues"
    actions = [
      "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage",
    ]
    resources = local.queues
  }

  statement {
    sid       = "Buckets"
    actions   = ["s3:ListBucket"]
    resources = local.buckets
  }

  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = [for bucket in local.buckets : "${bucket}/*"]
  }

  # Even if var.existing names the bucket of the state.
  statement {
    sid       = "NotTheState"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${local.arn}:s3:::${local.state_bucket}", "${local.arn}:s3:::${local.state_bucket}/*"]
  }

  # Every model, because the catalogue changes more often than this root. The task role names the models.
  statement {
    sid     = "Models"
    actions = ["bedrock:InvokeModel"]
    resources = concat(["${local.arn}:bedrock:*::foundation-model/*"], [
      for kind in ["application-inference-profile", "custom-model-deployment", "imported-model", "inference-profile", "provisioned-model"] :
      "${local.arn}:bedrock:*:${local.account}:${kind}/*"
    ])
  }

  dynamic "statement" {
    for_each = length(local.keys) > 0 ? [local.keys] : []

    content {
      sid       = "Keys"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = statement.value
    }
  }

  statement {
    sid       = "Images"
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = concat(["${local.arn}:ecr:${local.here}:repository/${local.prefix}"], var.existing.repositories)
  }

  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.arn}:logs:${local.here}:log-group:/caravan/${local.prefix}:*"]
  }

  statement {
    sid       = "Tokens"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = local.secrets
  }

  # IAM defines no resources for these actions. The last four carry the session of aws ecs execute-command, which
  # task.exec in ../ turns on.
  statement {
    sid = "NoResources"
    actions = [
      "cloudwatch:PutMetricData", "ecr:GetAuthorizationToken",
      "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = "${local.prefix}-boundary"
  description = "The most that a role of Caravan can do"
  policy      = data.aws_iam_policy_document.boundary.json
}
