# The bearer tokens. Their value never comes here, so it is in no plan and no state: the secret is made by
# bootstrap, its value put by hand (docs/deploy.md), and ECS hands it to the task.

data "aws_secretsmanager_secret" "tokens" {
  count = local.with_http ? 1 : 0

  name = var.http.tokens_secret
}
