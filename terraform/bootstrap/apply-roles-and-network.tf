# The other resources that an apply changes: the two roles of the service, and the network with its load balancer.

data "aws_iam_policy_document" "roles_and_network" {
  statement {
    sid       = "RolesWithinTheBoundary"
    actions   = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
    resources = local.service_roles

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundary_arn]
    }
  }

  statement {
    sid = "Roles"
    actions = [
      "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:ListInstanceProfilesForRole", "iam:TagRole", "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
    ]
    resources = local.service_roles
  }

  statement {
    sid       = "RolesForTasks"
    actions   = ["iam:PassRole"]
    resources = local.service_roles

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }

  # Roles of AWS services, which the first use in an account creates.
  statement {
    sid       = "ServiceLinkedRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.arn}:iam::${local.account}:role/aws-service-role/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values   = ["ecs.amazonaws.com", "ecs.application-autoscaling.amazonaws.com", "elasticloadbalancing.amazonaws.com"]
    }
  }

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

  # EC2 gives its resources random names, which a policy cannot know in advance. So this statement is limited to the
  # region and to the kinds of resources that network.tf creates.
  statement {
    sid = "Network"
    actions = [
      "ec2:AssociateRouteTable", "ec2:AttachInternetGateway", "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateInternetGateway", "ec2:CreateRoute", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet",
      "ec2:CreateTags", "ec2:CreateVpc", "ec2:CreateVpcEndpoint", "ec2:DeleteInternetGateway", "ec2:DeleteRoute",
      "ec2:DeleteRouteTable", "ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc",
      "ec2:DeleteVpcEndpoints", "ec2:DetachInternetGateway", "ec2:DisassociateRouteTable", "ec2:ModifySecurityGroupRules",
      "ec2:ModifySubnetAttribute", "ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint", "ec2:RevokeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
    ]
    resources = ["${local.arn}:ec2:${local.here}:*"]
  }

  # IAM defines no resources for these actions; only the region can limit them.
  statement {
    sid       = "NoResources"
    actions   = ["ec2:DescribeNetworkInterfaces", "ecs:CreateCluster", "ecs:DeregisterTaskDefinition", "logs:DeleteResourcePolicy", "logs:PutResourcePolicy"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [var.region]
    }
  }
}

resource "aws_iam_policy" "roles_and_network" {
  name        = "${local.prefix}-terraform-roles-and-network"
  description = "The roles and the network that an apply of Caravan changes"
  policy      = data.aws_iam_policy_document.roles_and_network.json
}

resource "aws_iam_role_policy_attachment" "roles_and_network" {
  role       = aws_iam_role.github["apply"].name
  policy_arn = aws_iam_policy.roles_and_network.arn
}
