output "backend" {
  description = "What terraform init -backend-config of the root beside takes: terraform output -raw backend > ../backend.hcl"
  value       = <<-EOT
    bucket = "${aws_s3_bucket.state.bucket}"
    key    = "${local.prefix}.tfstate"
    region = "${var.region}"
  EOT
}

output "github_variables" {
  description = "The repository's variables (Settings, Secrets and variables, Actions, Variables) that the workflows read."
  value = {
    AWS_REGION               = var.region
    AWS_PLAN_ROLE            = aws_iam_role.github["plan"].arn
    AWS_APPLY_ROLE           = aws_iam_role.github["apply"].arn
    AWS_PUBLISH_ROLE         = aws_iam_role.github["publish"].arn
    ECR_REPOSITORY           = aws_ecr_repository.images.repository_url
    TF_STATE_BUCKET          = aws_s3_bucket.state.bucket
    TF_STATE_KEY             = "${local.prefix}.tfstate"
    PERMISSIONS_BOUNDARY_ARN = aws_iam_policy.boundary.arn
  }
}

output "permissions_boundary_arn" {
  description = "permissions_boundary_arn of the root beside."
  value       = aws_iam_policy.boundary.arn
}

output "tokens_secret" {
  description = "http.tokens_secret of the root beside, once a value has been put."
  value       = aws_secretsmanager_secret.tokens.name
}

output "repository" {
  description = "Where images are pushed: REPOSITORY:COMMIT."
  value       = aws_ecr_repository.images.repository_url
}
