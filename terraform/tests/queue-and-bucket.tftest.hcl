# Tests the queue, its dead-letter queue and the bucket, created here or existing.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "a_prompt_has_fifteen_receives_and_four_days" {
  assert {
    condition     = jsondecode(aws_sqs_queue.prompts[0].redrive_policy).maxReceiveCount == 15
    error_message = "A prompt must have fifteen receives."
  }

  assert {
    condition     = aws_sqs_queue.prompts[0].message_retention_seconds == 345600 && aws_sqs_queue.dead_letters[0].message_retention_seconds == 1209600
    error_message = "Prompts must be kept for four days and dead letters for fourteen."
  }

  assert {
    condition     = aws_sqs_queue.prompts[0].visibility_timeout_seconds == 120 && aws_sqs_queue.prompts[0].receive_wait_time_seconds == 20
    error_message = "The visibility timeout must be two minutes (Caravan extends it), with long polling."
  }
}

run "only_the_prompt_queue_may_send_dead_letters" {
  assert {
    condition     = jsondecode(aws_sqs_queue.prompts[0].redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letters[0].arn
    error_message = "The queue must use its own dead-letter queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters[0].redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = [aws_sqs_queue.prompts[0].arn]
    }
    error_message = "No other queue may use this dead-letter queue."
  }
}

run "queues_are_encrypted_and_have_a_policy" {
  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.prompts[0], aws_sqs_queue.dead_letters[0]] : queue.sqs_managed_sse_enabled])
    error_message = "Both queues must be encrypted with SQS's own key."
  }

  assert {
    condition     = length(aws_sqs_queue_policy.prompts) == 1 && length(aws_sqs_queue_policy.dead_letters) == 1
    error_message = "Both queues need a policy; policies.tftest.hcl checks its content (TLS only)."
  }
}

run "a_key_of_your_own_encrypts_queues_bucket_logs_and_topic" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-north-1:123456789012:key/0a1b"
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.prompts[0], aws_sqs_queue.dead_letters[0]] : queue.kms_master_key_id == var.kms_key_arn
    ]) && one(one(aws_s3_bucket_server_side_encryption_configuration.results[0].rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn
    error_message = "Queues and bucket must use the key."
  }

  assert {
    condition = (
      aws_cloudwatch_log_group.service.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.crashes.kms_key_id == var.kms_key_arn &&
      aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn
    )
    error_message = "Logs and topic must use the key."
  }
}

run "the_bucket_is_private_encrypted_and_versioned" {
  assert {
    condition = (
      aws_s3_bucket_public_access_block.results[0].block_public_acls && aws_s3_bucket_public_access_block.results[0].block_public_policy &&
      aws_s3_bucket_public_access_block.results[0].ignore_public_acls && aws_s3_bucket_public_access_block.results[0].restrict_public_buckets
    )
    error_message = "The bucket must block all public access."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.results[0].rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The bucket must be encrypted."
  }

  assert {
    condition     = aws_s3_bucket_versioning.results[0].versioning_configuration[0].status == "Enabled" && aws_s3_bucket_ownership_controls.results[0].rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "The bucket must keep versions and use no access lists."
  }

  assert {
    condition     = aws_s3_bucket.results[0].bucket == "caravan-production-123456789012-eu-north-1" && !aws_s3_bucket.results[0].force_destroy
    error_message = "The bucket needs a globally unique name, and must not be destroyed while it has contents."
  }
}

run "results_and_records_expire_after_a_year_and_old_versions_after_a_week" {
  assert {
    condition = {
      for rule in aws_s3_bucket_lifecycle_configuration.results[0].rule : rule.filter[0].prefix => rule.expiration[0].days
      if startswith(rule.id, "old-")
    } == { "images/" = 365, "texts/" = 365, "generations/" = 365, "index/" = 365, "search/" = 365, "budget/" = 32, "dead-letters/" = 15, "routes/instances/" = 1 }
    error_message = "Results and records must expire after a year, the objects that count a day's cost after a month, and reports of tasks after a day. Route sets must never expire."
  }

  assert {
    condition     = one([for rule in aws_s3_bucket_lifecycle_configuration.results[0].rule : rule.noncurrent_version_expiration[0].noncurrent_days if rule.id == "overwritten"]) == 7
    error_message = "Old versions must expire after a week."
  }
}

run "results_can_expire_while_records_stay" {
  variables {
    bucket  = { prefix = "caravan/", result_days = 30, record_days = 0 }
    protect = false
  }

  assert {
    condition = {
      for rule in aws_s3_bucket_lifecycle_configuration.results[0].rule : rule.filter[0].prefix => rule.expiration[0].days
      if startswith(rule.id, "old-")
    } == { "caravan/images/" = 30, "caravan/texts/" = 30, "caravan/budget/" = 32, "caravan/dead-letters/" = 15, "caravan/routes/instances/" = 1 }
    error_message = "Only results, reports and the objects that count a day's cost must expire, under the prefix."
  }

  assert {
    condition     = aws_s3_bucket.results[0].force_destroy
    error_message = "A bucket without protection may be destroyed with its contents."
  }
}

run "an_existing_queue_and_bucket_are_used_unchanged" {
  variables {
    queue  = { existing = { name = "their-prompts", dead_letter_name = "their-dead-letters" } }
    bucket = { existing = "their-bucket" }
  }

  assert {
    condition     = length(aws_sqs_queue.prompts) + length(aws_sqs_queue.dead_letters) + length(aws_sqs_queue_policy.prompts) + length(aws_sqs_queue_redrive_allow_policy.dead_letters) == 0
    error_message = "No queue may be created, and no policy of an existing queue changed."
  }

  assert {
    condition     = length(aws_s3_bucket.results) + length(aws_s3_bucket_policy.results) + length(aws_s3_bucket_lifecycle_configuration.results) == 0
    error_message = "No bucket may be created, and nothing of an existing bucket changed."
  }

  assert {
    condition     = output.bucket == "their-bucket" && aws_cloudwatch_metric_alarm.queue_age.dimensions == tomap({ QueueName = "their-prompts" }) && aws_cloudwatch_metric_alarm.dead_letter_age.dimensions == tomap({ QueueName = "their-dead-letters" })
    error_message = "The service and the alarms must use the existing queue and bucket."
  }
}
