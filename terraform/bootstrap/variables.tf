variable "region" {
  description = "The region of the service; the same value as in ../"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region, for example eu-north-1."
  }
}

variable "name" {
  description = "First part of every name; the same value as in ../"
  type        = string
  default     = "caravan"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 13 characters of a-z, 0-9 and -, for example caravan."
  }
}

variable "environment" {
  description = "The environment; the same value as in ../"
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 13 characters of a-z, 0-9 and -, for example production."
  }
}

variable "github_repository" {
  description = "The repository whose workflows may assume the roles, as OWNER/NAME."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must be OWNER/NAME, without wildcards and without ids: these are github_owner_id and github_repository_id."
  }
}

variable "github_owner_id" {
  description = "The number of the repository's owner, for immutable subjects: gh api repos/OWNER/NAME --jq .owner.id"
  type        = string
  default     = null

  validation {
    condition     = var.github_owner_id == null || can(regex("^[1-9][0-9]*$", var.github_owner_id))
    error_message = "github_owner_id must be a number, for example 123456."
  }

  validation {
    condition     = (var.github_owner_id == null) == (var.github_repository_id == null)
    error_message = "github_owner_id and github_repository_id must be set together: an immutable subject contains both."
  }
}

variable "github_repository_id" {
  description = "The number of the repository, for immutable subjects: gh api repos/OWNER/NAME --jq .id"
  type        = string
  default     = null

  validation {
    condition     = var.github_repository_id == null || can(regex("^[1-9][0-9]*$", var.github_repository_id))
    error_message = "github_repository_id must be a number, for example 456789."
  }
}

variable "github_environment" {
  description = "The GitHub environment of an apply. Its settings define who approves and which branch may deploy."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.github_environment))
    error_message = "github_environment must be the name of an environment, without wildcards."
  }
}

variable "github_branch" {
  description = "The branch that may publish images."
  type        = string
  default     = "main"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.github_branch))
    error_message = "github_branch must be the name of a branch, without wildcards."
  }
}

variable "github_oidc_provider_arn" {
  description = "ARN of GitHub's OIDC provider, if this account already has one; an account can have only one."
  type        = string
  default     = null

  validation {
    condition     = var.github_oidc_provider_arn == null || can(regex(":oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.github_oidc_provider_arn))
    error_message = "github_oidc_provider_arn must end in :oidc-provider/token.actions.githubusercontent.com."
  }
}

variable "routes_location" {
  description = <<-EOT
    The bucket and the prefix of the route sets, as BUCKET/PREFIX: the output routes of ../ without s3://. Null is right
    unless ../ has a bucket.prefix or an existing bucket.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.routes_location == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.=-]+)+$", var.routes_location))
    error_message = "routes_location must be BUCKET/PREFIX without a slash at the end, for example our-generations/team/routes."
  }
}

variable "kms_key_arn" {
  description = <<-EOT
    A KMS key for the states, the images and the secret; null uses AWS's own keys. Set it before the first apply, because a
    registry cannot change its key.
  EOT
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, for example arn:aws:kms:eu-north-1:123456789012:key/…"
  }
}

variable "existing" {
  description = <<-EOT
    What ../ uses but does not create, if any: the names of queues, buckets and secrets, and the ARNs of KMS keys, ECR
    repositories and web ACLs. The boundary, the plan and the apply reach nothing else outside this deployment's own names.
  EOT
  type = object({
    queues       = optional(list(string), [])
    buckets      = optional(list(string), [])
    secrets      = optional(list(string), [])
    keys         = optional(list(string), [])
    repositories = optional(list(string), [])
    web_acls     = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = !anytrue([for value in flatten(values(var.existing)) : can(regex("[*?\\s]", value))])
    error_message = "existing must contain complete names and ARNs, without wildcards."
  }

  validation {
    condition     = alltrue([for arn in var.existing.keys : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "existing.keys must be ARNs of KMS keys, for example arn:aws:kms:eu-north-1:123456789012:key/…"
  }

  validation {
    condition     = alltrue([for arn in var.existing.repositories : can(regex("^arn:[a-z-]+:ecr:[a-z0-9-]+:[0-9]{12}:repository/.+$", arn))])
    error_message = "existing.repositories must be ARNs of ECR repositories, for example arn:aws:ecr:eu-north-1:123456789012:repository/caravan"
  }

  validation {
    condition     = alltrue([for arn in var.existing.web_acls : can(regex("^arn:[a-z-]+:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/.+$", arn))])
    error_message = "existing.web_acls must be ARNs of regional web ACLs, for example arn:aws:wafv2:eu-north-1:123456789012:regional/webacl/ours/…"
  }
}
