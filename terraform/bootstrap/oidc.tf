# The workflows of one repository assume a role with the token that GitHub signs for their job; there are no keys.

resource "aws_iam_openid_connect_provider" "github" {
  count = var.github_oidc_provider_arn == null ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  oidc_provider_arn = coalesce(var.github_oidc_provider_arn, "${local.arn}:iam::${local.account}:oidc-provider/token.actions.githubusercontent.com")

  # The repository as GitHub's tokens name it. Repositories that were created, renamed or transferred since July 2026 have
  # immutable subjects, which contain the ids of the owner and the repository.
  repositories = compact([
    var.github_repository,
    var.github_repository_id == null ? "" : "${split("/", var.github_repository)[0]}@${var.github_owner_id}/${split("/", var.github_repository)[1]}@${var.github_repository_id}",
  ])

  # The jobs that may assume each role. Pull requests from forks get no token.
  jobs = {
    plan    = ["pull_request", "ref:refs/heads/*"]
    apply   = ["environment:${var.github_environment}"]
    publish = ["ref:refs/heads/${var.github_branch}"]
    routes  = ["ref:refs/heads/${var.github_branch}"]
  }

  subjects = { for role, jobs in local.jobs : role => [for pair in setproduct(local.repositories, jobs) : "repo:${pair[0]}:${pair[1]}"] }
}

data "aws_iam_policy_document" "trust" {
  # checkov:skip=CKV_AWS_358:The subjects are in local.subjects, which checkov can't follow; tests/roles.tftest.hcl checks each
  for_each = local.subjects

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.oidc_provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      # Only the plan role, which reads, has a wildcard: for the name of the branch.
      test     = each.key == "plan" ? "StringLike" : "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = each.value
    }
  }
}

resource "aws_iam_role" "github" {
  for_each = local.subjects

  name                 = "${local.prefix}-github-${each.key}"
  description          = "GitHub Actions of ${var.github_repository}: ${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  max_session_duration = 3600

  depends_on = [aws_iam_openid_connect_provider.github]
}
