# Tests the state bucket, the registry and the secret.

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

run "the_state_is_private_encrypted_and_versioned" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket_public_access_block.state.block_public_acls && aws_s3_bucket_public_access_block.state.block_public_policy &&
      aws_s3_bucket_public_access_block.state.ignore_public_acls && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    )
    error_message = "The bucket must block all public access."
  }

  assert {
    condition = (
      aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" &&
      one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    )
    error_message = "The state must be versioned and encrypted."
  }

  assert {
    condition     = data.aws_iam_policy_document.state.statement[0].effect == "Deny" && one(data.aws_iam_policy_document.state.statement[0].condition).variable == "aws:SecureTransport"
    error_message = "The bucket must deny requests without TLS."
  }
}

run "the_image_tag_of_a_commit_never_moves" {
  command = plan

  assert {
    condition = (
      aws_ecr_repository.images.image_tag_mutability == "IMMUTABLE_WITH_EXCLUSION" &&
      one(aws_ecr_repository.images.image_tag_mutability_exclusion_filter).filter == "latest"
    )
    error_message = "Only the tag latest may move."
  }

  assert {
    condition     = one(aws_ecr_repository.images.image_scanning_configuration).scan_on_push
    error_message = "Images must be scanned when they are pushed."
  }
}

run "an_image_that_was_deployed_never_expires_and_fifty_pushes_are_kept" {
  command = plan

  assert {
    condition = [
      for rule in jsondecode(aws_ecr_lifecycle_policy.images.policy).rules : [rule.selection.tagStatus, try(rule.selection.tagPatternList, null), rule.selection.countNumber]
    ] == [["tagged", ["deployed-*"], 100000], ["untagged", null, 14], ["tagged", ["*"], 50]]
    error_message = "Deployed images must match the first rule, and the last one must count only images with a tag."
  }
}

run "unfinished_uploads_to_the_state_are_removed" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.state.rule).abort_incomplete_multipart_upload[0].days_after_initiation == 1
    error_message = "An upload that did not finish must be removed after a day."
  }
}

run "a_key_of_your_own_encrypts_the_state_the_images_and_the_secret" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-north-1:123456789012:key/ours"
  }

  assert {
    condition = (
      one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn &&
      one(aws_ecr_repository.images.encryption_configuration).kms_key == var.kms_key_arn &&
      aws_secretsmanager_secret.tokens.kms_key_id == var.kms_key_arn
    )
    error_message = "All three must use the key."
  }
}

run "the_secret_is_created_without_a_value" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret.tokens.name == "caravan/production/http-tokens" && aws_secretsmanager_secret.tokens.recovery_window_in_days == 7
    error_message = "The secret needs its name and a recovery window of a week."
  }
}

run "an_existing_github_provider_is_reused" {
  command = plan

  variables {
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "An account can have only one OIDC provider for GitHub."
  }
}

run "the_output_names_every_variable_of_the_workflows" {
  command = plan

  assert {
    condition = toset(keys(output.github_variables)) == toset([
      "AWS_REGION", "AWS_PLAN_ROLE", "AWS_APPLY_ROLE", "AWS_PUBLISH_ROLE", "AWS_ROUTES_ROLE", "CARAVAN_ROUTES", "ECR_REPOSITORY", "TF_STATE_BUCKET", "TF_STATE_KEY",
      "PERMISSIONS_BOUNDARY_ARN",
    ])
    error_message = "The output must contain the variables that the workflows read."
  }
}
