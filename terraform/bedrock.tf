# Allows InvokeModel (which Converse needs too) on the models of var.models, each in its region, and on nothing else.

locals {
  # eu.…, us.…, global.… are AWS's inference profiles. They choose the region in which they call the model.
  geography = "^(us|us-gov|eu|apac|jp|au|ca|global)\\."

  # An ARN is used as it is, whatever it names.
  given_arns = { for id, region in var.models : id => id if startswith(id, "arn:") }

  foundation_models = {
    for id, region in var.models : id => "arn:${local.partition}:bedrock:${region}::foundation-model/${id}"
    if !startswith(id, "arn:") && !can(regex(local.geography, id))
  }

  geographic_profiles = {
    for id, region in var.models : id => "arn:${local.partition}:bedrock:${region}:${local.account}:inference-profile/${id}"
    if can(regex(local.geography, id))
  }

  # The models that a profile calls; they are allowed only through that profile. The ARN of an application inference
  # profile does not say which model it uses, so every model is allowed through it.
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

  # The profile chooses the region, so the statement cannot name the region; it names the profile.
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
