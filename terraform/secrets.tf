# The bearer tokens. Bootstrap creates the secret, a person sets its value (docs/deploy.md), and ECS passes the value to
# the task. Terraform never reads the value, so no plan or state contains it.

data "aws_secretsmanager_secret" "tokens" {
  count = local.with_http ? 1 : 0

  name = var.http.tokens_secret
}
