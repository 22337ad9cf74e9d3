# The secret for the bearer tokens. A person sets its value (docs/deploy.md), so that no plan or state contains it.

resource "aws_secretsmanager_secret" "tokens" {
  # checkov:skip=CKV2_AWS_57:Callers know the tokens, so only a person can replace one; docs/deploy.md says how
  name                    = "${var.name}/${var.environment}/http-tokens"
  description             = "Bearer tokens that may call Caravan, separated by commas"
  recovery_window_in_days = 7
  kms_key_id              = var.kms_key_arn
}
