# What the policies may name: the resources that ../ creates, and those of var.existing.

locals {
  queues  = concat(["${local.arn}:sqs:${local.here}:${local.prefix}-*"], [for name in var.existing.queues : "${local.arn}:sqs:${local.here}:${name}"])
  buckets = concat([local.results_bucket], [for name in var.existing.buckets : "${local.arn}:s3:::${name}"])

  # The route sets. An existing bucket must be in var.existing too, because the boundary allows no other.
  routes = "${local.arn}:s3:::${var.routes_location != null ? var.routes_location : "${local.prefix}-${local.account}-${var.region}/routes"}"

  # Secrets Manager adds a hyphen and six characters to a name.
  secrets = concat(
    ["${local.arn}:secretsmanager:${local.here}:secret:${var.name}/${var.environment}/*"],
    [for name in var.existing.secrets : "${local.arn}:secretsmanager:${local.here}:secret:${name}-??????"],
  )

  # A web ACL is associated with the load balancer, and AWS checks both.
  web_acls = length(var.existing.web_acls) > 0 ? concat(var.existing.web_acls, ["${local.arn}:elasticloadbalancing:${local.here}:loadbalancer/app/${local.prefix}/*"]) : []

  keys = compact(concat([var.kms_key_arn], var.existing.keys))

  # The tags that default_tags in ../ gives every resource. Policies use them if AWS makes up the resource's name.
  service_tags = { application = var.name, environment = var.environment }
}
