# The permissions to push a route set, for one branch. Routes are code: anyone with this role decides what the tasks do with
# theirs. The role can delete nothing, and tasks refuse a set that was overwritten, because it lacks the hash in its name.

data "aws_iam_policy_document" "routes" {
  statement {
    sid       = "Push"
    actions   = ["s3:PutObject"]
    resources = ["${local.routes}/sets/*", "${local.routes}/current.json"]
  }

  # The history, the reports of the tasks, and the sets to compare with. A conditional write also needs GetObject.
  statement {
    sid       = "Look"
    actions   = ["s3:GetObject"]
    resources = ["${local.routes}/*"]
  }

  # Without this permission S3 answers 403 instead of 404 if there is no object. No condition on the prefix: a GET has no
  # prefix, so it would not meet the condition. The names of results are ids.
  statement {
    sid       = "Find"
    actions   = ["s3:ListBucket"]
    resources = [split("/", local.routes)[0]]
  }

  dynamic "statement" {
    for_each = length(local.keys) > 0 ? [local.keys] : []

    content {
      sid       = "Keys"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = statement.value
    }
  }
}

resource "aws_iam_role_policy" "routes" {
  name   = "routes"
  role   = aws_iam_role.github["routes"].id
  policy = data.aws_iam_policy_document.routes.json
}
