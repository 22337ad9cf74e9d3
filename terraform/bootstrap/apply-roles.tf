# How an apply changes the two roles of the service. Every change of a role needs the boundary on that role.

data "aws_iam_policy_document" "roles" {
  statement {
    sid = "RolesWithinTheBoundary"
    actions = [
      "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
    ]
    resources = local.service_roles

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundary_arn]
    }
  }

  # These actions do not know the boundary.
  statement {
    sid       = "RoleTags"
    actions   = ["iam:ListInstanceProfilesForRole", "iam:TagRole", "iam:UntagRole"]
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
}

resource "aws_iam_policy" "roles" {
  name        = "${local.prefix}-terraform-roles"
  description = "The roles that an apply of Caravan changes"
  policy      = data.aws_iam_policy_document.roles.json
}

resource "aws_iam_role_policy_attachment" "roles" {
  role       = aws_iam_role.github["apply"].name
  policy_arn = aws_iam_policy.roles.arn
}
