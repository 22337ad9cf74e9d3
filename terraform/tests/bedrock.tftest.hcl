# What may be asked of Bedrock: the models of the catalogue, each in its region, and nothing else.

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

run "foundation_models_each_in_its_region" {
  command = plan

  assert {
    condition     = length(jsondecode(data.aws_iam_policy_document.bedrock.json).Statement) == 1
    error_message = "Without profiles there is one statement."
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Action == "bedrock:InvokeModel"
    error_message = "InvokeModel is all that is asked; Converse needs it too, and no more."
  }

  assert {
    condition = toset(jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Resource) == toset([
      "arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-core-v1:1",
      "arn:aws:bedrock:us-west-2::foundation-model/stability.stable-image-ultra-v1:1",
      "arn:aws:bedrock:us-west-2::foundation-model/stability.sd3-5-large-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
    ])
    error_message = "The catalogue's models that are not retired."
  }
}

run "a_geographic_profile_and_the_model_behind_it_through_it_alone" {
  command = plan

  variables {
    models = { "us.amazon.nova-lite-v1:0" = "us-west-2" }
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Resource == "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.amazon.nova-lite-v1:0"
    error_message = "The profile is of this account, in the model's region."
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[1] == {
      Effect    = "Allow"
      Action    = "bedrock:InvokeModel"
      Resource  = "arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0"
      Condition = { StringEquals = { "bedrock:InferenceProfileArn" = "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.amazon.nova-lite-v1:0" } }
    }
    error_message = "The model in whichever region the profile chooses, but only through the profile."
  }
}

run "a_profile_of_ones_own_by_its_arn" {
  command = plan

  variables {
    models = { "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2" = "us-west-2" }
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[0].Resource == "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2"
    error_message = "An ARN stands for itself."
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.bedrock.json).Statement[1].Condition.StringEquals["bedrock:InferenceProfileArn"] == "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2"
    error_message = "What is behind it is called through it alone."
  }
}

run "models_without_wildcards" {
  command = plan

  variables {
    models = { "stability.*" = "us-west-2" }
  }

  expect_failures = [var.models]
}
