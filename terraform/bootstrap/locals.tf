data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  prefix    = "${var.name}-${var.environment}"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # "arn:aws", then a service; "REGION:ACCOUNT" of what is here.
  arn  = "arn:${local.partition}"
  here = "${var.region}:${local.account}"

  # The names that the root beside gives; what an apply may touch is known by them.
  results_bucket = "${local.arn}:s3:::${local.prefix}-${local.account}-${var.region}"
  service_roles  = [for role in ["task", "execution"] : "${local.arn}:iam::${local.account}:role/${local.prefix}-${role}"]

  # Known before they are made, so that a plan can show the policies.
  state_bucket = "${local.prefix}-terraform-${local.account}"
  boundary_arn = "${local.arn}:iam::${local.account}:policy/${local.prefix}-boundary"
}
