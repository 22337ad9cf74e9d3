# Tests who may assume each role and what the role may do. The provider is the real one, because it renders policies.
# The override below replaces everything that it would read from AWS, so no account is needed.

provider "aws" {
  region                      = "eu-north-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "123456789012" }
}

variables {
  region            = "eu-north-1"
  github_repository = "owner/caravan"
}

run "any_branch_may_plan_one_environment_may_apply_and_main_may_publish" {
  command = plan

  assert {
    condition = jsondecode(data.aws_iam_policy_document.trust["plan"].json).Statement[0].Condition == {
      StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
      StringLike   = { "token.actions.githubusercontent.com:sub" = ["repo:owner/caravan:pull_request", "repo:owner/caravan:ref:refs/heads/*"] }
    }
    error_message = "Pull requests and branches of this repository may plan."
  }

  assert {
    condition = {
      for role in ["apply", "publish"] : role => jsondecode(data.aws_iam_policy_document.trust[role].json).Statement[0].Condition
      } == {
      apply = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:owner/caravan:environment:production"
      } }
      publish = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:owner/caravan:ref:refs/heads/main"
      } }
    }
    error_message = "Only one environment may apply and only one branch may publish; neither condition may contain a wildcard."
  }

  assert {
    condition = alltrue([
      for document in values(data.aws_iam_policy_document.trust) :
      jsondecode(document.json).Statement[0].Principal.Federated == "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" &&
      jsondecode(document.json).Statement[0].Action == "sts:AssumeRoleWithWebIdentity"
    ])
    error_message = "The roles must be assumed with GitHub's token and in no other way."
  }
}

run "the_plan_role_only_reads" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.read.json).Statement : [
        for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:(Describe|Get|List)", action))
      ]
    ]))
    error_message = "The plan role may only Describe, Get and List."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.read.json).Statement : statement.Resource
      if length(setintersection(flatten([statement.Action]), ["s3:GetObject", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage", "logs:GetLogEvents", "ecs:ExecuteCommand"])) > 0
    ])) == toset(["arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate"])
    error_message = "Of all stored content the plan role may read only the state: no result, prompt, token or log."
  }
}

run "wildcards_only_for_actions_that_have_no_resources_and_in_one_region" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.read, data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network] : [
        for statement in jsondecode(document.json).Statement : try(statement.Condition.StringEquals["aws:RequestedRegion"], "") == "eu-north-1"
        if contains(flatten([statement.Resource]), "*")
      ]
    ]))
    error_message = "A statement with the resource \"*\" must be limited to the region."
  }

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network] : [
        for statement in jsondecode(document.json).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]
    ])) == toset(["ec2:DescribeNetworkInterfaces", "ecs:CreateCluster", "ecs:DeregisterTaskDefinition", "logs:DeleteResourcePolicy", "logs:PutResourcePolicy"])
    error_message = "Only these five actions may use the resource \"*\": IAM defines no resources for them."
  }

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.boundary, data.aws_iam_policy_document.publish] : [
        for statement in jsondecode(document.json).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]
    ])) == toset(["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"])
    error_message = "Only these two actions may use the resource \"*\": IAM defines no resources for them."
  }
}

run "the_apply_role_creates_roles_only_within_the_boundary" {
  command = plan

  assert {
    condition = alltrue([
      for statement in jsondecode(data.aws_iam_policy_document.roles_and_network.json).Statement :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") == "arn:aws:iam::123456789012:policy/caravan-production-boundary"
      if length(setintersection(flatten([statement.Action]), ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])) > 0
    ])
    error_message = "The apply role may create roles and change their policies only within the boundary."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.roles_and_network.json).Statement : statement.Resource
      if anytrue([for action in flatten([statement.Action]) : startswith(action, "iam:") && action != "iam:CreateServiceLinkedRole"])
    ])) == toset(["arn:aws:iam::123456789012:role/caravan-production-task", "arn:aws:iam::123456789012:role/caravan-production-execution"])
    error_message = "The apply role may change only the service's two roles, not the roles of GitHub Actions."
  }

  assert {
    condition = one([
      for statement in jsondecode(data.aws_iam_policy_document.roles_and_network.json).Statement : statement.Condition.StringEquals["iam:PassedToService"]
      if contains(flatten([statement.Action]), "iam:PassRole")
    ]) == "ecs-tasks.amazonaws.com"
    error_message = "The apply role may pass roles only to ECS tasks."
  }

  assert {
    condition = length(setintersection(
      flatten([for document in [data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network] : [for statement in jsondecode(document.json).Statement : statement.Action]]),
      ["iam:DeleteRolePermissionsBoundary", "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateUser", "iam:CreateAccessKey", "secretsmanager:GetSecretValue", "s3:DeleteObjectVersion"],
    )) == 0
    error_message = "The apply role must not remove the boundary, create keys, read tokens or delete results."
  }
}

run "the_apply_role_writes_only_its_state_and_deletes_only_its_lock" {
  command = plan

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement : statement.Resource
      if contains(flatten([statement.Action]), "s3:DeleteObject")
    ])) == toset(["arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate.tflock"])
    error_message = "The apply role may delete only the lock file, because use_lockfile deletes it at the end."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement : statement.Resource
      if contains(flatten([statement.Action]), "s3:PutObject")
      ])) == toset([
      "arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate",
      "arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate.tflock",
    ])
    error_message = "The apply role must not write the state of the bootstrap root."
  }
}

run "policies_fit_the_size_limit_of_iam" {
  command = plan

  assert {
    condition = alltrue([
      for document in [
        data.aws_iam_policy_document.read, data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network,
        data.aws_iam_policy_document.boundary,
      ] : length(replace(document.json, "/\\s/", "")) <= 6144
    ])
    error_message = "A managed policy has at most 6144 characters, spaces not counted."
  }
}

run "a_repository_name_with_a_wildcard" {
  command = plan

  variables {
    github_repository = "owner/*"
  }

  expect_failures = [var.github_repository]
}
