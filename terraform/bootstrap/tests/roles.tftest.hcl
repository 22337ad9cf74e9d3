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
      for role in ["apply", "publish", "routes"] : role => jsondecode(data.aws_iam_policy_document.trust[role].json).Statement[0].Condition
      } == {
      apply = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:owner/caravan:environment:production"
      } }
      publish = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:owner/caravan:ref:refs/heads/main"
      } }
      routes = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:owner/caravan:ref:refs/heads/main"
      } }
    }
    error_message = "Only one environment may apply and only one branch may publish images and push routes; neither condition may contain a wildcard."
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

run "a_repository_with_immutable_subjects_is_trusted_by_both_forms" {
  command = plan

  variables {
    github_owner_id      = "123456"
    github_repository_id = "456789"
  }

  assert {
    condition = {
      for role, document in data.aws_iam_policy_document.trust : role => toset(flatten([
        for test, keys in jsondecode(document.json).Statement[0].Condition : try(keys["token.actions.githubusercontent.com:sub"], [])
      ]))
      } == {
      plan = toset([
        "repo:owner/caravan:pull_request", "repo:owner/caravan:ref:refs/heads/*",
        "repo:owner@123456/caravan@456789:pull_request", "repo:owner@123456/caravan@456789:ref:refs/heads/*",
      ])
      apply   = toset(["repo:owner/caravan:environment:production", "repo:owner@123456/caravan@456789:environment:production"])
      publish = toset(["repo:owner/caravan:ref:refs/heads/main", "repo:owner@123456/caravan@456789:ref:refs/heads/main"])
      routes  = toset(["repo:owner/caravan:ref:refs/heads/main", "repo:owner@123456/caravan@456789:ref:refs/heads/main"])
    }
    error_message = "Each role must trust the same jobs by the old subject and by the immutable one."
  }

  assert {
    condition = alltrue([
      for role in ["apply", "publish", "routes"] : keys(jsondecode(data.aws_iam_policy_document.trust[role].json).Statement[0].Condition) == ["StringEquals"]
    ])
    error_message = "Only the plan role may have a wildcard."
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
      ])) == toset([
      "arn:aws:s3:::caravan-production-terraform-123456789012/caravan-production.tfstate",
      "arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/*",
    ])
    error_message = "Of all stored content the plan role may read only the state and the routes: no result, prompt, token or log."
  }
}

run "the_routes_role_writes_sets_and_the_pointer_and_deletes_nothing" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.routes.json).Statement : statement.Sid => {
        actions   = toset(flatten([statement.Action]))
        resources = toset(flatten([statement.Resource]))
      }
      } == {
      Push = {
        actions = toset(["s3:PutObject"])
        resources = toset([
          "arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/sets/*",
          "arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/current.json",
        ])
      }
      Look = { actions = toset(["s3:GetObject"]), resources = toset(["arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/*"]) }
      Find = { actions = toset(["s3:ListBucket"]), resources = toset(["arn:aws:s3:::caravan-production-123456789012-eu-north-1"]) }
    }
    error_message = "The routes role may write sets and the pointer, and read what tasks report. Nothing else."
  }
}

run "route_sets_in_another_bucket" {
  command = plan

  variables {
    existing        = { buckets = ["our-generations"] }
    routes_location = "our-generations/team/routes"
  }

  assert {
    condition = (
      strcontains(data.aws_iam_policy_document.routes.json, "arn:aws:s3:::our-generations/team/routes/sets/*") &&
      strcontains(data.aws_iam_policy_document.routes.json, "\"arn:aws:s3:::our-generations\"") &&
      output.github_variables.CARAVAN_ROUTES == "s3://our-generations/team/routes"
    )
    error_message = "The role and the workflow must use the named place."
  }
}

run "wildcards_only_for_actions_that_have_no_resources_and_in_one_region" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.read, data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles, data.aws_iam_policy_document.network, data.aws_iam_policy_document.without_names] : [
        for statement in jsondecode(document.json).Statement : try(statement.Condition.StringEquals["aws:RequestedRegion"], "") == "eu-north-1"
        if contains(flatten([statement.Resource]), "*")
      ]
    ]))
    error_message = "A statement with the resource \"*\" must be limited to the region."
  }

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles, data.aws_iam_policy_document.network, data.aws_iam_policy_document.without_names] : [
        for statement in jsondecode(document.json).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]
      ])) == toset([
      "cloudwatch:DeleteAlarms", "cloudwatch:PutCompositeAlarm", "ec2:DescribeNetworkInterfaces", "ecs:DeregisterTaskDefinition",
      "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DeleteResourcePolicy", "logs:PutResourcePolicy",
    ])
    error_message = "Only these eight actions may use the resource \"*\": no name can limit them."
  }

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.boundary, data.aws_iam_policy_document.publish, data.aws_iam_policy_document.routes] : [
        for statement in jsondecode(document.json).Statement : statement.Action if contains(flatten([statement.Resource]), "*")
      ]
      ])) == toset([
      "cloudwatch:PutMetricData", "ecr:GetAuthorizationToken", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
    ])
    error_message = "Only these six actions may use the resource \"*\": IAM defines no resources for them."
  }
}

run "the_apply_role_creates_roles_only_within_the_boundary" {
  command = plan

  assert {
    condition = alltrue([
      for statement in jsondecode(data.aws_iam_policy_document.roles.json).Statement :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") == "arn:aws:iam::123456789012:policy/caravan-production-boundary"
      if length(setintersection(flatten([statement.Action]), [
        "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ])) > 0
    ])
    error_message = "The apply role may create and change roles, their policies and their trust only within the boundary."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.roles.json).Statement : statement.Resource
      if anytrue([for action in flatten([statement.Action]) : startswith(action, "iam:") && action != "iam:CreateServiceLinkedRole"])
    ])) == toset(["arn:aws:iam::123456789012:role/caravan-production-task", "arn:aws:iam::123456789012:role/caravan-production-execution"])
    error_message = "The apply role may change only the service's two roles, not the roles of GitHub Actions."
  }

  assert {
    condition = one([
      for statement in jsondecode(data.aws_iam_policy_document.roles.json).Statement : statement.Condition.StringEquals["iam:PassedToService"]
      if contains(flatten([statement.Action]), "iam:PassRole")
    ]) == "ecs-tasks.amazonaws.com"
    error_message = "The apply role may pass roles only to ECS tasks."
  }

  assert {
    condition = length(setintersection(
      flatten([for document in [data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles, data.aws_iam_policy_document.network, data.aws_iam_policy_document.without_names] : [for statement in jsondecode(document.json).Statement : statement.Action]]),
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

run "the_service_reaches_nothing_outside_its_own_names" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.boundary.json).Statement : statement.Sid => toset(flatten([statement.Resource]))
      if statement.Effect == "Allow" && !contains(["Models", "NoResources"], statement.Sid)
      } == {
      Queues  = toset(["arn:aws:sqs:eu-north-1:123456789012:caravan-production-*"])
      Buckets = toset(["arn:aws:s3:::caravan-production-123456789012-eu-north-1"])
      Objects = toset(["arn:aws:s3:::caravan-production-123456789012-eu-north-1/*"])
      Images  = toset(["arn:aws:ecr:eu-north-1:123456789012:repository/caravan-production"])
      Log     = toset(["arn:aws:logs:eu-north-1:123456789012:log-group:/caravan/caravan-production:*"])
      Tokens  = toset(["arn:aws:secretsmanager:eu-north-1:123456789012:secret:caravan/production/*"])
    }
    error_message = "The boundary must name this deployment's own queues, bucket, images, log and secret, and no key."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.read.json).Statement : statement.Resource
      if contains(["Queues", "Buckets", "Secrets"], try(statement.Sid, ""))
      ])) == toset([
      "arn:aws:sqs:eu-north-1:123456789012:caravan-production-*", "arn:aws:s3:::caravan-production-123456789012-eu-north-1",
      "arn:aws:secretsmanager:eu-north-1:123456789012:secret:caravan/production/*",
    ])
    error_message = "A plan must read only this deployment's own queues, bucket and secret."
  }
}

run "the_boundary_contains_what_exists_already" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-north-1:123456789012:key/ours"
    existing = {
      queues       = ["their-prompts"]
      buckets      = ["their-bucket"]
      secrets      = ["their-tokens"]
      keys         = ["arn:aws:kms:eu-north-1:123456789012:key/theirs"]
      repositories = ["arn:aws:ecr:eu-west-1:210987654321:repository/caravan"]
      web_acls     = ["arn:aws:wafv2:eu-north-1:123456789012:regional/webacl/theirs/0123"]
    }
  }

  assert {
    condition = alltrue([
      for document in [data.aws_iam_policy_document.read, data.aws_iam_policy_document.network] : one([
        for statement in jsondecode(document.json).Statement : toset(statement.Resource) if statement.Sid == "WebAcls"
        ]) == toset([
        "arn:aws:wafv2:eu-north-1:123456789012:regional/webacl/theirs/0123",
        "arn:aws:elasticloadbalancing:eu-north-1:123456789012:loadbalancer/app/caravan-production/*",
      ])
    ])
    error_message = "A plan must read the named web ACL, and an apply may associate it with this deployment's load balancer only."
  }

  assert {
    condition = alltrue([
      for arn in [
        "arn:aws:sqs:eu-north-1:123456789012:their-prompts", "arn:aws:s3:::their-bucket", "arn:aws:s3:::their-bucket/*",
        "arn:aws:secretsmanager:eu-north-1:123456789012:secret:their-tokens-??????", "arn:aws:kms:eu-north-1:123456789012:key/theirs",
        "arn:aws:kms:eu-north-1:123456789012:key/ours", "arn:aws:ecr:eu-west-1:210987654321:repository/caravan",
        ] : contains(flatten([
          for statement in jsondecode(data.aws_iam_policy_document.boundary.json).Statement : statement.Resource
      ]), arn)
    ])
    error_message = "The boundary must contain everything that var.existing names, and the key of the secret."
  }

  assert {
    condition = one([
      for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement : statement.Resource if statement.Sid == "StateKey"
    ]) == "arn:aws:kms:eu-north-1:123456789012:key/ours"
    error_message = "An apply must be able to encrypt the state with its key."
  }
}

run "an_apply_can_not_change_images" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for document in [
        data.aws_iam_policy_document.read, data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles, data.aws_iam_policy_document.network, data.aws_iam_policy_document.without_names,
      ] : [for statement in jsondecode(document.json).Statement : [for action in flatten([statement.Action]) : !startswith(action, "ecr:")]]
    ]))
    error_message = "Only the role that publishes may push an image or tag it. The workflow tags a deployed image with that role."
  }
}

run "tag_actions_have_no_condition_that_they_do_not_know" {
  command = plan

  assert {
    condition = alltrue([
      for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement :
      !anytrue([for operator, keys in try(statement.Condition, {}) : anytrue([for key in keys(keys) : startswith(key, "application-autoscaling:")])])
      if anytrue([for action in flatten([statement.Action]) : endswith(action, "tagResource") || endswith(action, "TagResource")])
    ])
    error_message = "application-autoscaling:TagResource does not know the namespace, so a condition on it would always deny."
  }
}

run "an_apply_changes_only_ec2_resources_with_the_tags_of_this_deployment" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.network.json).Statement : statement.Sid => jsonencode(statement.Condition)
      if contains(["NewNetwork", "Network", "DefaultSecurityGroup"], statement.Sid)
      } == {
      NewNetwork           = jsonencode({ StringEquals = { "aws:RequestTag/application" = "caravan", "aws:RequestTag/environment" = "production" } })
      Network              = jsonencode({ StringEquals = { "aws:ResourceTag/application" = "caravan", "aws:ResourceTag/environment" = "production" } })
      DefaultSecurityGroup = jsonencode({ StringEqualsIfExists = { "aws:ResourceTag/application" = "caravan", "aws:ResourceTag/environment" = "production" } })
    }
    error_message = "Resources may be created, changed and deleted only with this deployment's tags."
  }

  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.network.json).Statement : statement.Sid => toset(flatten([statement.Action]))
      if !contains(["LoadBalancer", "NewNetwork", "Network"], statement.Sid)
      } == {
      TagsOfTheNewNetwork               = toset(["ec2:CreateTags"])
      SecurityGroupsInAnExistingNetwork = toset(["ec2:CreateSecurityGroup"])
      DefaultSecurityGroup              = toset(["ec2:CreateTags", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"])
    }
    error_message = "Only these actions may do without the tags; comments in apply-network.tf say why."
  }
}

run "policies_fit_the_size_limit_of_iam" {
  command = plan

  assert {
    condition = alltrue([
      for document in [
        data.aws_iam_policy_document.read, data.aws_iam_policy_document.write, data.aws_iam_policy_document.roles, data.aws_iam_policy_document.network, data.aws_iam_policy_document.without_names,
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

run "a_repository_with_ids_in_its_name" {
  command = plan

  variables {
    github_repository = "owner@123456/caravan@456789"
  }

  expect_failures = [var.github_repository]
}

run "one_id_without_the_other" {
  command = plan

  variables {
    github_owner_id = "123456"
  }

  expect_failures = [var.github_owner_id]
}

run "an_id_that_is_not_a_number" {
  command = plan

  variables {
    github_owner_id      = "owner"
    github_repository_id = "456789"
  }

  expect_failures = [var.github_owner_id]
}

run "without_web_acls_nothing_of_waf_is_allowed" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.read, data.aws_iam_policy_document.network, data.aws_iam_policy_document.without_names] : [
        for statement in jsondecode(document.json).Statement : [
          for action in flatten([statement.Action]) : !startswith(action, "wafv2:") && action != "elasticloadbalancing:SetWebAcl"
        ]
      ]
    ]))
    error_message = "Without a web ACL no role needs AWS WAF."
  }
}

run "an_existing_web_acl_of_cloudfront" {
  command = plan

  variables {
    existing = { web_acls = ["arn:aws:wafv2:us-east-1:123456789012:global/webacl/theirs/0123"] }
  }

  expect_failures = [var.existing]
}

run "an_existing_queue_with_a_wildcard" {
  command = plan

  variables {
    existing = { queues = ["*"] }
  }

  expect_failures = [var.existing]
}
