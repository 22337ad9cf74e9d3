# The permissions of a plan. It reads nothing that contains a prompt, a result or a token. It reads the state without a
# lock (terraform plan -lock=false), so it writes nothing at all.

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "State"
    actions   = ["s3:ListBucket"]
    resources = ["${local.arn}:s3:::${local.state_bucket}"]
  }

  statement {
    sid       = "StateObjects"
    actions   = ["s3:GetObject"]
    resources = ["${local.arn}:s3:::${local.state_bucket}/${local.prefix}.tfstate"]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn != null ? [var.kms_key_arn] : []

    content {
      sid       = "StateKey"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }

  statement {
    sid       = "Queues"
    actions   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"]
    resources = local.queues
  }

  # The settings of buckets, not their contents.
  statement {
    sid = "Buckets"
    actions = [
      "s3:GetAccelerateConfiguration",
      "s3:GetBucket*",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
      "s3:ListTagsForResource",
    ]
    resources = local.buckets
  }

  # The active routes, with which a pull request is compared. They contain no prompt, result or token.
  statement {
    sid       = "Routes"
    actions   = ["s3:GetObject"]
    resources = ["${local.routes}/*"]
  }

  dynamic "statement" {
    for_each = length(local.keys) > 0 ? [local.keys] : []

    content {
      sid       = "RoutesKeys"
      actions   = ["kms:Decrypt"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${var.region}.amazonaws.com"]
      }
    }
  }

  statement {
    sid       = "Roles"
    actions   = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"]
    resources = local.service_roles
  }

  # That a secret exists, not its value.
  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"]
    resources = local.secrets
  }

  dynamic "statement" {
    for_each = length(local.web_acls) > 0 ? [local.web_acls] : []

    content {
      sid       = "WebAcls"
      actions   = ["wafv2:GetWebACL", "wafv2:GetWebACLForResource"]
      resources = statement.value
    }
  }

  statement {
    sid = "Telling"
    actions = [
      "cloudwatch:GetDashboard",
      "cloudwatch:ListTagsForResource",
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:ListTargetsByRule",
      "logs:ListTagsForResource",
      "sns:GetSubscriptionAttributes",
      "sns:GetTopicAttributes",
      "sns:ListTagsForResource",
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
    sid     = "Tasks"
    actions = ["ecs:DescribeClusters", "ecs:DescribeServices", "ecs:ListTagsForResource", "ecs:DescribeServiceDeployments", "ecs:ListServiceDeployments"]
    resources = [
      "${local.arn}:ecs:${local.here}:cluster/${local.prefix}",
      "${local.arn}:ecs:${local.here}:service/${local.prefix}/*",
      "${local.arn}:ecs:${local.here}:service-deployment/${local.prefix}/*",
      "${local.arn}:ecs:${local.here}:task-definition/${local.prefix}:*",
    ]
  }

  statement {
    sid       = "TagsOfScaling"
    actions   = ["application-autoscaling:ListTagsForResource"]
    resources = local.scalable_targets
  }

  statement {
    sid       = "Vpcs"
    actions   = ["ec2:DescribeVpcAttribute"]
    resources = ["${local.arn}:ec2:${local.here}:vpc/*"]
  }

  # IAM defines no resources for these actions, and CloudWatch describes composite alarms only to callers that may see all
  # alarms. Only the region can limit them.
  statement {
    sid = "Descriptions"
    actions = [
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:DescribeScalingPolicies",
      "cloudwatch:DescribeAlarms",
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeFlowLogs",
      "ec2:DescribeInternetGateways",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribePrefixLists",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcs",
      "ecs:DescribeTaskDefinition",
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
    ]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [var.region]
    }
  }
}

resource "aws_iam_policy" "read" {
  name        = "${local.prefix}-terraform-read"
  description = "What a plan of Caravan reads"
  policy      = data.aws_iam_policy_document.read.json
}

# An apply needs the same permissions to read.
resource "aws_iam_role_policy_attachment" "read" {
  for_each = toset(["plan", "apply"])

  role       = aws_iam_role.github[each.key].name
  policy_arn = aws_iam_policy.read.arn
}
