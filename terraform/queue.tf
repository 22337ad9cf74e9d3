# The prompt queue and its dead-letter queue, created unless existing ones are named.

data "aws_sqs_queue" "prompts" {
  count = var.queue.existing != null ? 1 : 0

  name = var.queue.existing.name
}

data "aws_sqs_queue" "dead_letters" {
  count = var.queue.existing != null ? 1 : 0

  name = var.queue.existing.dead_letter_name
}

resource "aws_sqs_queue" "prompts" {
  count = var.queue.existing == null ? 1 : 0

  name                       = "${local.prefix}-prompts"
  visibility_timeout_seconds = var.queue.visibility_seconds
  message_retention_seconds  = var.queue.retention_days * 86400
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[0].arn
    maxReceiveCount     = var.queue.max_receives
  })
}

resource "aws_sqs_queue" "dead_letters" {
  count = var.queue.existing == null ? 1 : 0

  name                      = "${local.prefix}-dead-letters"
  message_retention_seconds = var.queue.dead_letter_retention_days * 86400
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
}

# No other queue may use this dead-letter queue.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  count = var.queue.existing == null ? 1 : 0

  queue_url = aws_sqs_queue.dead_letters[0].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.prompts[0].arn]
  })
}

data "aws_iam_policy_document" "queue" {
  for_each = var.queue.existing == null ? { prompts = local.queue.arn, dead_letters = local.dead_letters.arn } : {}

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "prompts" {
  count = var.queue.existing == null ? 1 : 0

  queue_url = aws_sqs_queue.prompts[0].url
  policy    = data.aws_iam_policy_document.queue["prompts"].json
}

resource "aws_sqs_queue_policy" "dead_letters" {
  count = var.queue.existing == null ? 1 : 0

  queue_url = aws_sqs_queue.dead_letters[0].url
  policy    = data.aws_iam_policy_document.queue["dead_letters"].json
}
