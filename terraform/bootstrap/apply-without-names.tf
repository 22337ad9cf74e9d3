# The actions of an apply that no name can limit; only the region does. What remains: in this region an apply may delete any
# alarm, deregister any task definition (running tasks stay), write any policy of CloudWatch Logs, and end any delivery of
# logs. With var.existing.web_acls, it may also give any load balancer to AWS WAF.

data "aws_iam_policy_document" "without_names" {
  # IAM defines no resources for these actions. EC2 calls those with LogDelivery for flow_logs in ../.
  statement {
    sid = "NoResources"
    actions = [
      "ec2:DescribeNetworkInterfaces", "ecs:DeregisterTaskDefinition", "logs:CreateLogDelivery", "logs:DeleteLogDelivery",
      "logs:DeleteResourcePolicy", "logs:PutResourcePolicy",
    ]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [var.region]
    }
  }

  # With it, the association of a web ACL asks the load balancer. IAM defines no resource for it.
  dynamic "statement" {
    for_each = length(local.web_acls) > 0 ? [1] : []

    content {
      sid       = "WebAcls"
      actions   = ["elasticloadbalancing:SetWebAcl"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "aws:RequestedRegion"
        values   = [var.region]
      }
    }
  }

  # CloudWatch changes composite alarms only for callers that may do so with all alarms.
  statement {
    sid       = "CompositeAlarms"
    actions   = ["cloudwatch:DeleteAlarms", "cloudwatch:PutCompositeAlarm"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [var.region]
    }
  }
}

resource "aws_iam_policy" "without_names" {
  name        = "${local.prefix}-terraform-without-names"
  description = "What an apply of Caravan does that no name can limit"
  policy      = data.aws_iam_policy_document.without_names.json
}

resource "aws_iam_role_policy_attachment" "without_names" {
  role       = aws_iam_role.github["apply"].name
  policy_arn = aws_iam_policy.without_names.arn
}
