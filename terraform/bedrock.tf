# InvokeModel (which Converse needs too) on the models of var.models, each in its region, and on nothing else.

locals {
  # eu.…, us.…, global.… are inference profiles of AWS; they call the model in a region of their choice.
  geography = "^(us|us-gov|eu|apac|jp|au|ca|global)\\."

  # An ARN stands for itself, whatever it is of.
  given_arns = { for id, region in var.models : id => id if startswith(id, "arn:") }

  foundation_models = {
    for id, region in var.models : id => "arn:${local.partition}:bedrock:${region}::foundation-model/${id}"
    if !startswith(id, "arn:") && !can(regex(local.geography, id))
  }

  geographic_profiles = {
    for id, region in var.models : id => "arn:${local.partition}:bedrock:${region}:${local.account}:inference-profile/${id}"
    if can(regex(local.geography, id))
  }

  # What a profile calls, and only when called through it. An application's own profile does not say in its
  # ARN which model it is of.
  behind_profiles = merge(
    {
      for id, arn in local.geographic_profiles : arn => "arn:${local.partition}:bedrock:*::foundation-model/${replace(id, "/${local.geography}/", "")}"
    },
    {
      for id, arn in local.given_arns : arn => "arn:${local.partition}:bedrock:*::foundation-model/*"
      if can(regex(":(application-)?inference-profile/", arn))
    },
  )
}

data "aws_iam_policy_document" "bedrock" {
  statement {
    sid       = "Models"
    actions   = ["bedrock:InvokeModel"]
    resources = concat(values(local.foundation_models), values(local.geographic_profiles), values(local.given_arns))
  }

  # By profile: the region is the profile's choice, so it can't be named; the profile is.
  dynamic "statement" {
    for_each = local.behind_profiles

    content {
      actions   = ["bedrock:InvokeModel"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "bedrock:InferenceProfileArn"
        values   = [statement.key]
      }
    }
  }
}
