# The bucket for results and records, created unless an existing one is named.

data "aws_s3_bucket" "results" {
  count = var.bucket.existing != null ? 1 : 0

  bucket = var.bucket.existing
}

resource "aws_s3_bucket" "results" {
  # checkov:skip=CKV2_AWS_62:Nothing waits for a new result; a sender asks for its generation
  # checkov:skip=CKV_AWS_144:A copy in another region doubles the cost; bucket.existing takes a bucket that has one
  # checkov:skip=CKV_AWS_18:The log would need another bucket; CloudTrail data events say who read a result
  count = var.bucket.existing == null ? 1 : 0

  bucket        = "${local.prefix}-${local.account}-${var.region}"
  force_destroy = !var.protect
}

resource "aws_s3_bucket_public_access_block" "results" {
  count = var.bucket.existing == null ? 1 : 0

  bucket                  = aws_s3_bucket.results[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "results" {
  count = var.bucket.existing == null ? 1 : 0

  bucket = aws_s3_bucket.results[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "results" {
  count = var.bucket.existing == null ? 1 : 0

  bucket = aws_s3_bucket.results[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }

    # One key for the whole bucket instead of one call of KMS for each object.
    bucket_key_enabled = var.kms_key_arn != null
  }
}

resource "aws_s3_bucket_versioning" "results" {
  count = var.bucket.existing == null ? 1 : 0

  bucket = aws_s3_bucket.results[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "results" {
  count = var.bucket.existing == null ? 1 : 0

  bucket = aws_s3_bucket.results[0].id

  dynamic "rule" {
    for_each = {
      for folder, days in {
        images      = var.bucket.result_days
        texts       = var.bucket.result_days
        generations = var.bucket.record_days
        index       = var.bucket.record_days
        # Copies of prompts for searches. Caravan makes them again from the records that are left.
        search = var.bucket.record_days
        # What each instance has spent per day; GET /costs reads up to 31 days.
        budget = 32
        # Bodies that are too large for a dead letter; SQS keeps a message for 14 days at most.
        dead-letters = 15
        # What each task runs, repeated every minute. The other objects of routes/ never expire.
        "routes/instances" = 1
      } : folder => days if days > 0
    }

    content {
      id     = "old-${replace(rule.key, "/", "-")}"
      status = "Enabled"

      filter {
        prefix = "${var.bucket.prefix}${rule.key}/"
      }

      expiration {
        days = rule.value
      }
    }
  }

  # Caravan writes a record three times; the earlier versions are useful only for a while.
  rule {
    id     = "overwritten"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.bucket.old_version_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  rule {
    id     = "markers-of-nothing"
    status = "Enabled"

    filter {}

    expiration {
      expired_object_delete_marker = true
    }
  }

  # Noncurrent versions exist only after versioning is enabled.
  depends_on = [aws_s3_bucket_versioning.results]
}

data "aws_iam_policy_document" "bucket" {
  count = var.bucket.existing == null ? 1 : 0

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.bucket.arn, "${local.bucket.arn}/*"]

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

resource "aws_s3_bucket_policy" "results" {
  count = var.bucket.existing == null ? 1 : 0

  bucket = aws_s3_bucket.results[0].id
  policy = data.aws_iam_policy_document.bucket[0].json

  depends_on = [aws_s3_bucket_public_access_block.results]
}
