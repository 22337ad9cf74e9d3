output "backend" {
  description = "Backend configuration for terraform init in ../ : terraform output -raw backend > ../backend.hcl"
  value       = <<-EOT
    bucket = "${aws_s3_bucket.state.bucket}"
    key    = "${local.prefix}.tfstate"
    region = "${var.region}"
  EOT
}

output "github_variables" {
  description = "What the workflows and terraform/deploy read; save it as terraform/environments/ENVIRONMENT/bootstrap.json."
  value = {
    AWS_REGION               = var.region
    AWS_PLAN_ROLE            = aws_iam_role.github["plan"].arn
    AWS_APPLY_ROLE           = aws_iam_role.github["apply"].arn
    AWS_PUBLISH_ROLE         = aws_iam_role.github["publish"].arn
    AWS_ROUTES_ROLE          = aws_iam_role.github["routes"].arn
    CARAVAN_ROUTES           = "s3://${trimprefix(local.routes, "${local.arn}:s3:::")}"
    ECR_REPOSITORY           = aws_ecr_repository.images.repository_url
    TF_STATE_BUCKET          = aws_s3_bucket.state.bucket
    TF_STATE_KEY             = "${local.prefix}.tfstate"
    PERMISSIONS_BOUNDARY_ARN = aws_iam_policy.boundary.arn
  }
}

output "permissions_boundary_arn" {
  description = "Value for permissions_boundary_arn in ../"
  value       = aws_iam_policy.boundary.arn
}

output "tokens_secret" {
  description = "Value for http.tokens_secret in ../, after you have set the secret's value."
  value       = aws_secretsmanager_secret.tokens.name
}

output "repository" {
  description = "The repository to push images to, as REPOSITORY:COMMIT."
  value       = aws_ecr_repository.images.repository_url
}
