variable "region" {
  description = "The region of the service that follows; the same as there."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is an AWS region, for example eu-north-1."
  }
}

variable "name" {
  description = "What everything is called by; the same as there."
  type        = string
  default     = "caravan"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.name))
    error_message = "name is 2 to 13 of a-z, 0-9 and -, for example caravan."
  }
}

variable "environment" {
  description = "Which one this is; the same as there."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,11}[a-z0-9]$", var.environment))
    error_message = "environment is 2 to 13 of a-z, 0-9 and -, for example production."
  }
}

variable "github_repository" {
  description = "The repository whose workflows may take the roles, as OWNER/NAME."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository is OWNER/NAME, without wildcards."
  }
}

variable "github_environment" {
  description = "The environment of GitHub that an apply runs in; who approves and from which branch is set there."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.github_environment))
    error_message = "github_environment is the name of an environment, without wildcards."
  }
}

variable "github_branch" {
  description = "The branch that images are published from."
  type        = string
  default     = "main"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.github_branch))
    error_message = "github_branch is the name of a branch, without wildcards."
  }
}

variable "github_oidc_provider_arn" {
  description = "GitHub's OIDC provider, where this account has it already: there can be only one."
  type        = string
  default     = null

  validation {
    condition     = var.github_oidc_provider_arn == null || can(regex(":oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.github_oidc_provider_arn))
    error_message = "github_oidc_provider_arn ends in :oidc-provider/token.actions.githubusercontent.com."
  }
}
