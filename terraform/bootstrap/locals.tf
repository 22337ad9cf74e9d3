data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  prefix    = "${var.name}-${var.environment}"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # The start of an ARN ("arn:aws"), and "REGION:ACCOUNT" of this region and account.
  arn  = "arn:${local.partition}"
  here = "${var.region}:${local.account}"

  # The names that ../ gives its resources. The policies limit an apply to these names.
  results_bucket   = "${local.arn}:s3:::${local.prefix}-${local.account}-${var.region}"
  scalable_targets = ["${local.arn}:application-autoscaling:${local.here}:scalable-target/*"]

  service_roles = [for role in ["task", "execution"] : "${local.arn}:iam::${local.account}:role/${local.prefix}-${role}"]

  # Computed, not read from the resources, so that a plan can show the policies.
  state_bucket = "${local.prefix}-terraform-${local.account}"
  boundary_arn = "${local.arn}:iam::${local.account}:policy/${local.prefix}-boundary"
}
