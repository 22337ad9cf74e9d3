# The permissions of an apply. It may change resources with the names of this deployment, and roles only within the
# boundary. It cannot change the roles of this root.
#
# What remains: it has no permission to read or delete a result, but it manages the bucket's life cycle rules and policy,
# which can delete results and share them, and the tasks (boundary.tf). To keep results out of its reach, give ../ a bucket
# of your own (bucket.existing).

data "aws_iam_policy_document" "write" {
  statement {
    sid       = "State"
    actions   = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"]
    resources = ["${local.arn}:s3:::${local.state_bucket}/${local.prefix}.tfstate.tflock"]
  }

  statement {
    sid       = "StateItself"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}:s3:::${local.state_bucket}/${local.prefix}.tfstate"]
  }

  statement {
    sid       = "Queues"
    actions   = ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"]
    resources = ["${local.arn}:sqs:${local.here}:${local.prefix}-*"]
  }

  statement {
    sid = "Bucket"
    actions = [
      "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration", "s3:TagResource", "s3:UntagResource",
    ]
    resources = [local.results_bucket]
  }

  statement {
    sid = "Telling"
    actions = [
      "cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource",
      "events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:TagResource", "events:UntagResource",
      "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DisassociateKmsKey", "logs:PutRetentionPolicy",
      "logs:TagResource", "logs:UntagResource",
      "sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource", "sns:Unsubscribe", "sns:UntagResource",
    ]
    resources = [
      "${local.arn}:cloudwatch::${local.account}:dashboard/${local.prefix}",
      "${local.arn}:cloudwatch:${local.here}:alarm:${local.prefix}-*",
      "${local.arn}:events:${local.here}:rule/${local.prefix}-*",
      "${local.arn}:logs:${local.here}:log-group:/caravan/${local.prefix}*",
      "${local.arn}:logs:${local.here}:log-group:/aws/events/${local.prefix}-*",
      "${local.arn}:sns:${local.here}:${local.prefix}-*",
    ]
  }

  statement {
    sid = "Tasks"
    actions = [
      "ecs:CreateCluster", "ecs:CreateService", "ecs:DeleteCluster", "ecs:DeleteService", "ecs:PutClusterCapacityProviders", "ecs:RegisterTaskDefinition",
      "ecs:TagResource", "ecs:UntagResource", "ecs:UpdateCluster", "ecs:UpdateClusterSettings", "ecs:UpdateService",
    ]
    resources = [
      "${local.arn}:ecs:${local.here}:cluster/${local.prefix}",
      "${local.arn}:ecs:${local.here}:service/${local.prefix}/*",
      "${local.arn}:ecs:${local.here}:task-definition/${local.prefix}:*",
    ]
  }

  # The name of a scalable target is random, so its kind limits these actions.
  statement {
    sid = "Scaling"
    actions = [
      "application-autoscaling:DeleteScalingPolicy", "application-autoscaling:DeregisterScalableTarget",
      "application-autoscaling:PutScalingPolicy", "application-autoscaling:RegisterScalableTarget",
    ]
    resources = local.scalable_targets

    condition {
      test     = "StringEquals"
      variable = "application-autoscaling:service-namespace"
      values   = ["ecs"]
    }

    condition {
      test     = "StringEquals"
      variable = "application-autoscaling:scalable-dimension"
      values   = ["ecs:service:DesiredCount"]
    }
  }

  # The tag actions do not know the keys above. A target of another deployment has other tags. A target without tags
  # remains within reach, because a new one has none yet.
  statement {
    sid       = "ScalingTags"
    actions   = ["application-autoscaling:TagResource", "application-autoscaling:UntagResource"]
    resources = local.scalable_targets

    dynamic "condition" {
      for_each = local.service_tags

      content {
        test     = "StringEqualsIfExists"
        variable = "aws:ResourceTag/${condition.key}"
        values   = [condition.value]
      }
    }
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [var.kms_key_arn] : []

    content {
      sid       = "StateKey"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_policy" "write" {
  name        = "${local.prefix}-terraform-write"
  description = "What an apply of Caravan changes"
  policy      = data.aws_iam_policy_document.write.json
}

resource "aws_iam_role_policy_attachment" "write" {
  role       = aws_iam_role.github["apply"].name
  policy_arn = aws_iam_policy.write.arn
}
