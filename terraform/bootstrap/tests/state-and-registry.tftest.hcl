# The bucket for the states, the registry and the secret.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/p" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/r" }
  }
}

variables {
  region            = "eu-north-1"
  github_repository = "owner/caravan"
}

run "the_state_is_private_encrypted_and_keeps_versions" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket_public_access_block.state.block_public_acls && aws_s3_bucket_public_access_block.state.block_public_policy &&
      aws_s3_bucket_public_access_block.state.ignore_public_acls && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    )
    error_message = "Nothing public."
  }

  assert {
    condition = (
      aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" &&
      one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    )
    error_message = "Versions to go back to, encrypted."
  }

  assert {
    condition     = data.aws_iam_policy_document.state.statement[0].effect == "Deny" && one(data.aws_iam_policy_document.state.statement[0].condition).variable == "aws:SecureTransport"
    error_message = "TLS only."
  }
}

run "a_commits_image_is_never_another" {
  command = plan

  assert {
    condition = (
      aws_ecr_repository.images.image_tag_mutability == "IMMUTABLE_WITH_EXCLUSION" &&
      one(aws_ecr_repository.images.image_tag_mutability_exclusion_filter).filter == "latest"
    )
    error_message = "Only latest moves."
  }

  assert {
    condition     = one(aws_ecr_repository.images.image_scanning_configuration).scan_on_push
    error_message = "Looked at when it comes."
  }
}

run "the_secret_has_no_value_here" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret.tokens.name == "caravan/production/http-tokens" && aws_secretsmanager_secret.tokens.recovery_window_in_days == 7
    error_message = "A name, and a week to think better of it."
  }
}

run "an_account_that_has_githubs_provider_already" {
  command = plan

  variables {
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "There can be only one."
  }
}

run "what_the_workflows_need_to_know" {
  command = plan

  assert {
    condition = toset(keys(output.github_variables)) == toset([
      "AWS_REGION", "AWS_PLAN_ROLE", "AWS_APPLY_ROLE", "AWS_PUBLISH_ROLE", "ECR_REPOSITORY", "TF_STATE_BUCKET", "TF_STATE_KEY", "PERMISSIONS_BOUNDARY_ARN",
    ])
    error_message = "terraform.yml and image.yml read these variables."
  }
}
