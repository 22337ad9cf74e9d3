# Where the bearer tokens go. Their value is put by hand (docs/deploy.md), so that it is in no plan and no state.

resource "aws_secretsmanager_secret" "tokens" {
  name                    = "${var.name}/${var.environment}/http-tokens"
  description             = "Bearer tokens that may call Caravan, separated by commas"
  recovery_window_in_days = 7
}
