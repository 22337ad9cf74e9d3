# Tests the Bedrock permissions: the catalogue's models, each in its own region, and nothing else.

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

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "each_foundation_model_is_allowed_in_its_own_region" {
  command = plan

  assert {
    condition     = length(jsondecode(data.aws_iam_policy_document.bedrock.json).Statement) == 1
    error_message = "Without profiles there must be exactly one statement."
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Action == "bedrock:InvokeModel"
    error_message = "The task needs only InvokeModel; Converse needs nothing else."
  }

  assert {
    condition = toset(jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Resource) == toset([
      "arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:1",
      "arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-ultra-v1:1",
      "arn:aws:bedrock:us-west-2::foundation-model/stability.sd3-5-large-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
    ])
    error_message = "The statement must list the catalogue's models that are not retired."
  }
}

run "a_geographic_profile_allows_its_model_only_through_the_profile" {
  command = plan

  variables {
    models = { "us.amazon.nova-lite-v1:0" = "us-west-2" }
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Resource == "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.amazon.nova-lite-v1:0"
    error_message = "The profile must be in this account and in the model's region."
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[1] == {
      Effect    = "Allow"
      Action    = "bedrock:InvokeModel"
      Resource  = "arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0"
      Condition = { StringEquals = { "bedrock:InferenceProfileArn" = "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.amazon.nova-lite-v1:0" } }
    }
    error_message = "The model must be allowed in every region that the profile may choose, but only through the profile."
  }
}

run "an_application_profile_allows_models_only_through_the_profile" {
  command = plan

  variables {
    models = { "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2" = "us-west-2" }
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Resource == "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2"
    error_message = "An ARN must be used as it is."
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[1].Condition.StringEquals["bedrock:InferenceProfileArn"] == "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2"
    error_message = "Its models must be allowed only through the profile."
  }
}

run "a_model_id_with_a_wildcard" {
  command = plan

  variables {
    models = { "stability.*" = "us-west-2" }
  }

  expect_failures = [var.models]
}
