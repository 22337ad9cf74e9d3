# Tests the rendered policies, as AWS would receive them. The provider is the real one, because it renders them. The
# overrides below replace everything that it would read from AWS, so no account is needed.

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

override_data {
  target = data.aws_availability_zones.available
  values = { names = ["eu-north-1a", "eu-north-1b", "eu-north-1c"] }
}

override_data {
  target = data.aws_secretsmanager_secret.tokens
  values = { arn = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:tokens-a1b2c3" }
}

override_resource {
  target          = aws_sqs_queue.prompts
  override_during = plan
  values = {
    arn = "arn:aws:sqs:eu-north-1:123456789012:caravan-production-prompts"
    url = "https://sqs.eu-north-1.amazonaws.com/123456789012/caravan-production-prompts"
  }
}

override_resource {
  target          = aws_sqs_queue.dead_letters
  override_during = plan
  values = {
    arn = "arn:aws:sqs:eu-north-1:123456789012:caravan-production-dead-letters"
    url = "https://sqs.eu-north-1.amazonaws.com/123456789012/caravan-production-dead-letters"
  }
}

override_resource {
  target          = aws_s3_bucket.results
  override_during = plan
  values = {
    arn = "arn:aws:s3:::caravan-production-123456789012-eu-north-1"
    id  = "caravan-production-123456789012-eu-north-1"
  }
}

override_resource {
  target          = aws_sns_topic.alarms
  override_during = plan
  values          = { arn = "arn:aws:sns:eu-north-1:123456789012:caravan-production-alarms" }
}

variables {
  region = "eu-north-1"
  image  = "123456789012.dkr.ecr.eu-north-1.amazonaws.com/caravan@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  http = {
    tokens_secret   = "caravan/production/http-tokens" # checkov:skip=CKV_SECRET_6:the name of a secret
    certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
  }
}

run "wildcards_only_for_actions_that_have_no_resources" {
  command = plan

  assert {
    condition = toset(flatten([
      for document in [data.aws_iam_policy_document.task, data.aws_iam_policy_document.execution, data.aws_iam_policy_document.bedrock] : [
        for statement in jsondecode(document.json).Statement : statement.Action
        if contains(flatten([statement.Resource]), "*")
      ]
    ])) == toset(["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"])
    error_message = "Only PutMetricData and GetAuthorizationToken may use the resource \"*\": IAM defines no resources for them."
  }

  assert {
    condition = alltrue(flatten([
      for document in [data.aws_iam_policy_document.task, data.aws_iam_policy_document.execution] : [
        for statement in jsondecode(document.json).Statement : [
          for action in flatten([statement.Action]) : !strcontains(action, "*")
        ]
      ]
    ]))
    error_message = "Every action must be named in full, without a wildcard."
  }

  assert {
    condition = one([
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Condition.StringEquals["cloudwatch:namespace"]
      if try(statement.Sid, "") == "Metrics"
    ]) == "Caravan"
    error_message = "The task may put metrics only into Caravan's namespace."
  }
}

run "the_task_has_exactly_the_permissions_that_it_uses" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Sid => toset(flatten([statement.Action]))
      } == {
      Models            = toset(["bedrock:InvokeModel"])
      Prompts           = toset(["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:SendMessage", "sqs:GetQueueAttributes"])
      DeadLetters       = toset(["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:SendMessage", "sqs:GetQueueAttributes"])
      ResultsAndRecords = toset(["s3:GetObject", "s3:PutObject"])
      Deleted           = toset(["s3:DeleteObject"])
      RouteSets         = toset(["s3:GetObject"])
      RouteReports      = toset(["s3:PutObject"])
      Listing           = toset(["s3:ListBucket"])
      Metrics           = toset(["cloudwatch:PutMetricData"])
    }
    error_message = "The task's permissions have changed. Check that each of them is needed."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Resource
      if statement.Sid == "ResultsAndRecords"
      ])) == toset([
      for folder in ["images", "texts", "generations", "index", "search", "budget", "dead-letters"] : "arn:aws:s3:::caravan-production-123456789012-eu-north-1/${folder}/*"
    ])
    error_message = "The task may access objects only in Caravan's folders."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Resource
      if statement.Sid == "Deleted"
      ])) == toset([
      for folder in ["images", "texts", "search"] : "arn:aws:s3:::caravan-production-123456789012-eu-north-1/${folder}/*"
    ])
    error_message = "The task may delete only results, and objects that it has made for searches."
  }

  # Routes are code: a task that could write current.json or a set could change the code of all others.
  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Sid => toset(flatten([statement.Resource]))
      if startswith(statement.Sid, "Route")
      } == {
      RouteSets = toset(["arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/*"])
      RouteReports = toset([
        "arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/rollouts/*",
        "arn:aws:s3:::caravan-production-123456789012-eu-north-1/routes/instances/*",
      ])
    }
    error_message = "The task may read route sets, and write only how it got on with them."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Resource
      if contains(["Prompts", "DeadLetters"], statement.Sid)
      ])) == toset([
      "arn:aws:sqs:eu-north-1:123456789012:caravan-production-prompts",
      "arn:aws:sqs:eu-north-1:123456789012:caravan-production-dead-letters",
    ])
    error_message = "The task may use only its own two queues."
  }
}

run "a_key_prefix_and_a_customer_managed_kms_key" {
  command = plan

  variables {
    bucket       = { prefix = "caravan/" }
    kms_key_arn  = "arn:aws:kms:eu-north-1:123456789012:key/0a1b"
    kms_key_arns = ["arn:aws:kms:eu-north-1:123456789012:key/2c3d"]
  }

  assert {
    condition     = strcontains(data.aws_iam_policy_document.task.json, "caravan-production-123456789012-eu-north-1/caravan/images/*")
    error_message = "The key prefix must precede the folder."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Resource if statement.Sid == "Keys"
    ])) == toset(["arn:aws:kms:eu-north-1:123456789012:key/0a1b", "arn:aws:kms:eu-north-1:123456789012:key/2c3d"])
    error_message = "The task may use only the named KMS keys."
  }

  assert {
    condition = one([
      for statement in jsondecode(data.aws_iam_policy_document.execution.json).Statement : statement.Condition if statement.Sid == "KeyOfTheTokens"
    ]) == { StringEquals = { "kms:ViaService" = "secretsmanager.eu-north-1.amazonaws.com" } }
    error_message = "ECS may use the keys only to read the tokens."
  }
}

run "routes_that_change_only_with_the_image_need_no_permission" {
  command = plan

  variables {
    routes = { delivered = false }
  }

  assert {
    condition     = !strcontains(data.aws_iam_policy_document.task.json, "/routes/") && output.routes == null
    error_message = "Without delivery the task must not read route sets."
  }
}

run "only_with_exec_a_task_may_open_a_session" {
  command = plan

  variables {
    task = { exec = true }
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.task.json).Statement : statement.Action if statement.Sid == "Exec"
    ])) == toset(["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"])
    error_message = "The session needs these four actions and no other."
  }
}

run "ecs_may_pull_the_image_read_the_tokens_and_write_the_log" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(data.aws_iam_policy_document.execution.json).Statement : statement.Sid => statement.Resource
      } == {
      Log    = "arn:aws:logs:eu-north-1:123456789012:log-group:/caravan/caravan-production:*"
      Tokens = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:tokens-a1b2c3"
      Image  = "arn:aws:ecr:eu-north-1:123456789012:repository/caravan"
      LogIn  = "*"
    }
    error_message = "The execution role needs exactly the log, the tokens, and the image's own repository."
  }
}

run "without_http_and_ecr_the_execution_role_may_only_write_the_log" {
  command = plan

  variables {
    http  = null
    image = "ghcr.io/owner/caravan:0123abc"
  }

  assert {
    condition     = [for statement in jsondecode(data.aws_iam_policy_document.execution.json).Statement : statement.Sid] == ["Log"]
    error_message = "Without HTTP there are no tokens to read, and a public image needs no permission."
  }
}

run "only_ecs_tasks_of_this_account_may_assume_the_roles" {
  command = plan

  assert {
    condition = jsondecode(data.aws_iam_policy_document.assume.json).Statement[0] == {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:ecs:eu-north-1:123456789012:*" }
      }
    }
    error_message = "Only ECS tasks of this account and region may assume the role."
  }
}

run "queues_and_bucket_refuse_requests_without_tls" {
  command = plan

  assert {
    condition = alltrue([
      for document in concat(values(data.aws_iam_policy_document.queue), data.aws_iam_policy_document.bucket) :
      jsondecode(document.json).Statement[0].Effect == "Deny" &&
      jsondecode(document.json).Statement[0].Principal == "*" &&
      jsondecode(document.json).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    ])
    error_message = "Each policy must have one statement that denies every request without TLS."
  }

  assert {
    condition = toset(flatten(jsondecode(data.aws_iam_policy_document.bucket[0].json).Statement[0].Resource)) == toset([
      "arn:aws:s3:::caravan-production-123456789012-eu-north-1",
      "arn:aws:s3:::caravan-production-123456789012-eu-north-1/*",
    ])
    error_message = "The statement must cover the bucket and everything in it."
  }
}

run "eventbridge_may_write_only_the_crash_log" {
  command = plan

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.crashes.json).Statement[0].Resource == "arn:aws:logs:eu-north-1:123456789012:log-group:/aws/events/caravan-production-crashes:*"
    error_message = "EventBridge may write only to the log group of the crashes."
  }
}

run "only_cloudwatch_of_this_account_publishes_alarms_and_only_with_tls" {
  command = plan

  assert {
    condition = jsondecode(data.aws_iam_policy_document.alarms.json).Statement[0] == {
      Sid       = "AlarmsOfThisAccount"
      Effect    = "Allow"
      Action    = "sns:Publish"
      Resource  = "arn:aws:sns:eu-north-1:123456789012:caravan-production-alarms"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
    }
    error_message = "CloudWatch may publish alarms of this account only."
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.alarms.json).Statement[1].Effect == "Deny" && jsondecode(data.aws_iam_policy_document.alarms.json).Statement[1].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "Publishing without TLS must be denied."
  }
}
