data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_availability_zones" "available" {
  count = var.network == null ? 1 : 0

  state = "available"

  # Only zones that every account can use without opting in.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}
