# How an apply changes the network and its load balancer. AWS makes up the names of EC2 resources, so the tags that ../
# gives everything (service_tags) limit these statements: a resource is created with the tags of this deployment, and
# changed or deleted only if it has them.

locals {
  # Kinds of resources that network.tf creates, as "vpc", "subnet", …
  ec2 = { for kind in ["internet-gateway", "route-table", "security-group", "security-group-rule", "subnet", "vpc", "vpc-endpoint", "vpc-flow-log"] : kind => "${local.arn}:ec2:${local.here}:${kind}/*" }

  # The actions that create a tagged resource, and the kind of that resource.
  ec2_created = {
    AuthorizeSecurityGroupEgress  = "security-group-rule"
    AuthorizeSecurityGroupIngress = "security-group-rule"
    CreateFlowLogs                = "vpc-flow-log"
    CreateInternetGateway         = "internet-gateway"
    CreateRouteTable              = "route-table"
    CreateSecurityGroup           = "security-group"
    CreateSubnet                  = "subnet"
    CreateVpc                     = "vpc"
    CreateVpcEndpoint             = "vpc-endpoint"
  }
}

data "aws_iam_policy_document" "network" {
  statement {
    sid = "LoadBalancer"
    actions = [
      "elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateLoadBalancer",
      "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteLoadBalancer",
      "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes",
      "elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:ModifyTargetGroup",
      "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:RemoveTags",
      "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
    ]
    resources = [
      "${local.arn}:elasticloadbalancing:${local.here}:listener/app/${local.prefix}/*",
      "${local.arn}:elasticloadbalancing:${local.here}:loadbalancer/app/${local.prefix}/*",
      "${local.arn}:elasticloadbalancing:${local.here}:targetgroup/${local.prefix}/*",
    ]
  }

  dynamic "statement" {
    for_each = length(local.web_acls) > 0 ? [local.web_acls] : []

    content {
      sid       = "WebAcls"
      actions   = ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"]
      resources = statement.value
    }
  }

  statement {
    sid       = "NewNetwork"
    actions   = [for action in keys(local.ec2_created) : "ec2:${action}"]
    resources = [for kind in distinct(values(local.ec2_created)) : local.ec2[kind]]

    dynamic "condition" {
      for_each = local.service_tags

      content {
        test     = "StringEquals"
        variable = "aws:RequestTag/${condition.key}"
        values   = [condition.value]
      }
    }
  }

  statement {
    sid       = "TagsOfTheNewNetwork"
    actions   = ["ec2:CreateTags"]
    resources = values(local.ec2)

    condition {
      test     = "StringEquals"
      variable = "ec2:CreateAction"
      values   = keys(local.ec2_created)
    }
  }

  # The first row uses the resources of this deployment as the parents of new ones; the others change or delete them.
  statement {
    sid = "Network"
    actions = [
      "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:CreateFlowLogs", "ec2:CreateRouteTable", "ec2:CreateSubnet", "ec2:CreateVpcEndpoint",
      "ec2:AssociateRouteTable", "ec2:AttachInternetGateway", "ec2:CreateRoute", "ec2:CreateTags", "ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway",
      "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc",
      "ec2:DeleteVpcEndpoints", "ec2:DetachInternetGateway", "ec2:DisassociateRouteTable", "ec2:ModifySecurityGroupRules",
      "ec2:ModifySubnetAttribute", "ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint", "ec2:RevokeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
    ]
    resources = values(local.ec2)

    dynamic "condition" {
      for_each = local.service_tags

      content {
        test     = "StringEquals"
        variable = "aws:ResourceTag/${condition.key}"
        values   = [condition.value]
      }
    }
  }

  # What remains: an existing VPC (network in ../) does not have the tags, so a security group may be created in any VPC.
  statement {
    sid       = "SecurityGroupsInAnExistingNetwork"
    actions   = ["ec2:CreateSecurityGroup"]
    resources = [local.ec2["vpc"]]
  }

  # What remains: the default group of the new VPC has no tags, so Terraform may close and tag every group without them.
  statement {
    sid       = "DefaultSecurityGroup"
    actions   = ["ec2:CreateTags", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"]
    resources = [local.ec2["security-group"]]

    dynamic "condition" {
      for_each = local.service_tags

      content {
        test     = "StringEqualsIfExists"
        variable = "aws:ResourceTag/${condition.key}"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_policy" "network" {
  name        = "${local.prefix}-terraform-network"
  description = "The network that an apply of Caravan changes"
  policy      = data.aws_iam_policy_document.network.json
}

resource "aws_iam_role_policy_attachment" "network" {
  role       = aws_iam_role.github["apply"].name
  policy_arn = aws_iam_policy.network.arn
}
