# The most that a role of the service can ever do. An apply may create roles only within this boundary, so it cannot
# give itself more permissions.

data "aws_iam_policy_document" "boundary" {
  statement {
    sid = "Queues"
    actions = [
      "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage",
    ]
    resources = ["${local.arn}:sqs:${local.here}:*"]
  }

  # An existing bucket may have any name. The role's own policy names the bucket.
  statement {
    sid       = "Buckets"
    actions   = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"]
    resources = ["${local.arn}:s3:::*"]
  }

  statement {
    sid       = "NotTheState"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["${local.arn}:s3:::${local.state_bucket}", "${local.arn}:s3:::${local.state_bucket}/*"]
  }

  statement {
    sid       = "Models"
    actions   = ["bedrock:InvokeModel"]
    resources = ["${local.arn}:bedrock:*::foundation-model/*", "${local.arn}:bedrock:*:${local.account}:*"]
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["${local.arn}:kms:*:*:key/*"]
  }

  statement {
    sid     = "Start"
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "logs:CreateLogStream", "logs:PutLogEvents", "secretsmanager:GetSecretValue"]
    resources = [
      "${local.arn}:ecr:*:*:repository/*",
      "${local.arn}:logs:${local.here}:log-group:/caravan/*",
      "${local.arn}:secretsmanager:${local.here}:secret:${var.name}/*",
    ]
  }

  # IAM defines no resources for these actions.
  statement {
    sid       = "NoResources"
    actions   = ["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = "${local.prefix}-boundary"
  description = "The most that a role of Caravan can do"
  policy      = data.aws_iam_policy_document.boundary.json
}
