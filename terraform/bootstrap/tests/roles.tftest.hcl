# Who may take which role, and what it may do then. The provider is the real one, because it renders policies;
# what it would ask AWS for is given here, so no account is needed.

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

run "a_plan_on_any_branch_an_apply_in_its_environment_images_from_main" {
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
    error_message = "One environment applies, one branch publishes; neither with a star."
  }

  assert {
    condition = alltrue([
      for document in values(data.aws_iam_policy_document.trust) :
      jsondecode(document.json).Statement[0].Principal.Federated == "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" &&
      jsondecode(document.json).Statement[0].Action == "sts:AssumeRoleWithWebIdentity"
    ])
    error_message = "By GitHub's token, and in no other way."
  }
}

run "a_plan_reads_only" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.read.json).Statement : [
        for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:(Describe|Get|List)", action))
      ]
    ]))
    error_message = "Describe, Get and List."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.read.json).Statement : statement.Resource
      if length(setintersection(flatten([statement.Action]), ["s3:GetObject", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage", "logs:GetLogEvents", "ecs:ExecuteCommand"])) > 0
    ])) == toset(["arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate"])
    error_message = "Of what is stored, the state alone: no result, no prompt, no token, no log."
  }
}

run "stars_stand_where_aws_knows_no_resource_and_then_in_one_region" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.read, data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network] : [
        for statement in jsondecode(document.json).Statement : try(statement.Condition.StringEquals["aws:RequestedRegion"], "") == "eu-north-1"
        if contains(flatten([statement.Resource]), "*")
      ]
    ]))
    error_message = "A star is bound to the region."
  }

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network] : [
        for statement in jsondecode(document.json).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]
    ])) == toset(["ec2:DescribeNetworkInterfaces", "ecs:CreateCluster", "ecs:DeregisterTaskDefinition", "logs:DeleteResourcePolicy", "logs:PutResourcePolicy"])
    error_message = "These five have no resources in IAM."
  }

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.boundary, data.aws_iam_policy_document.publish] : [
        for statement in jsondecode(document.json).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]
    ])) == toset(["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"])
    error_message = "Nor have these two."
  }
}

run "an_apply_makes_roles_within_the_boundary_alone" {
  command = plan

  assert {
    condition = alltrue([
      for statement in jsondecode(data.aws_iam_policy_document.roles_and_network.json).Statement :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") == "arn:aws:iam::123456789012:policy/caravan-production-boundary"
      if length(setintersection(flatten([statement.Action]), ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])) > 0
    ])
    error_message = "A role that is made, and a policy that is put, are within the boundary."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.roles_and_network.json).Statement : statement.Resource
      if anytrue([for action in flatten([statement.Action]) : startswith(action, "iam:") && action != "iam:CreateServiceLinkedRole"])
    ])) == toset(["arn:aws:iam::123456789012:role/caravan-production-task", "arn:aws:iam::123456789012:role/caravan-production-execution"])
    error_message = "The service's two roles, not those that GitHub takes."
  }

  assert {
    condition = one([
      for statement in jsondecode(data.aws_iam_policy_document.roles_and_network.json).Statement : statement.Condition.StringEquals["iam:PassedToService"]
      if contains(flatten([statement.Action]), "iam:PassRole")
    ]) == "ecs-tasks.amazonaws.com"
    error_message = "And passes them to ECS tasks alone."
  }

  assert {
    condition = length(setintersection(
      flatten([for document in [data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles_and_network] : [for statement in jsondecode(document.json).Statement : statement.Action]]),
      ["iam:DeleteRolePermissionsBoundary", "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateUser", "iam:CreateAccessKey", "secretsmanager:GetSecretValue", "s3:DeleteObjectVersion"],
    )) == 0
    error_message = "No way out of the boundary, no key, no token, no result deleted."
  }
}

run "an_apply_writes_its_own_state_and_deletes_its_lock_alone" {
  command = plan

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement : statement.Resource
      if contains(flatten([statement.Action]), "s3:DeleteObject")
    ])) == toset(["arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate.tflock"])
    error_message = "The lock file; use_lockfile deletes it at the end."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement : statement.Resource
      if contains(flatten([statement.Action]), "s3:PutObject")
      ])) == toset([
      "arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate",
      "arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate.tflock",
    ])
    error_message = "Not the state of this root."
  }
}

run "policies_are_not_longer_than_iam_takes" {
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

run "no_stars_in_names" {
  command = plan

  variables {
    github_repository = "owner/*"
  }

  expect_failures = [var.github_repository]
}
