# Values that the variables must refuse before Terraform creates anything.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "an_image_with_the_tag_latest" {
  command = plan

  variables {
    image = "ghcr.io/owner/caravan:latest"
  }

  expect_failures = [var.image]
}

run "an_image_without_a_tag" {
  command = plan

  variables {
    image = "ghcr.io/owner/caravan"
  }

  expect_failures = [var.image]
}

run "a_region_that_does_not_exist" {
  command = plan

  variables {
    region = "Stockholm"
  }

  expect_failures = [var.region]
}

run "a_name_too_long_for_a_load_balancer" {
  command = plan

  variables {
    name = "caravan-of-prompts"
  }

  expect_failures = [var.name]
}

run "http_without_certificate_and_allowed_cidrs" {
  command = plan

  variables {
    http = { tokens_secret = "tokens" }
  }

  expect_failures = [var.http]
}

run "http_without_certificate_open_to_every_address" {
  command = plan

  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["0.0.0.0/0"] }
  }

  expect_failures = [var.http]
}

run "flow_logs_of_a_network_that_exists_already" {
  command = plan

  variables {
    network   = { vpc_id = "vpc-1", task_subnet_ids = ["subnet-a"] }
    flow_logs = { bucket = "their-logs" }
  }

  expect_failures = [var.flow_logs]
}

run "flow_logs_of_unknown_traffic" {
  command = plan

  variables {
    flow_logs = { bucket = "their-logs", traffic = "SOME" }
  }

  expect_failures = [var.flow_logs]
}

run "allowed_cidrs_that_are_not_networks" {
  command = plan

  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["office"] }
  }

  expect_failures = [var.http]
}

run "a_web_acl_of_another_region" {
  command = plan

  variables {
    http = {
      tokens_secret   = "tokens"
      certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
      web_acl_arn     = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/ours/0123"
    }
  }

  expect_failures = [var.http]
}

run "a_certificate_arn_that_is_not_an_arn" {
  command = plan

  variables {
    http = { tokens_secret = "tokens", certificate_arn = "example.org" }
  }

  expect_failures = [var.http]
}

run "one_subnet_for_a_load_balancer" {
  command = plan

  variables {
    http    = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
    network = { vpc_id = "vpc-1", task_subnet_ids = ["subnet-a"], load_balancer_subnet_ids = ["subnet-b"] }
  }

  expect_failures = [var.network]
}

run "dead_letters_that_expire_before_the_prompts" {
  command = plan

  variables {
    queue = { retention_days = 14 }
  }

  expect_failures = [var.queue]
}

run "no_receives" {
  command = plan

  variables {
    queue = { max_receives = 0 }
  }

  expect_failures = [var.queue]
}

run "a_prefix_without_a_slash" {
  command = plan

  variables {
    bucket = { prefix = "caravan" }
  }

  expect_failures = [var.bucket]
}

run "records_that_expire_before_their_results" {
  command = plan

  variables {
    bucket = { result_days = 30, record_days = 7 }
  }

  expect_failures = [var.bucket]
}

run "a_shutdown_longer_than_fargate_allows" {
  command = plan

  variables {
    task = { shutdown_seconds = 120 }
  }

  expect_failures = [var.task]
}

run "memory_that_fargate_does_not_offer" {
  command = plan

  variables {
    task = { cpu = 1024, memory = 1024 }
  }

  expect_failures = [var.task]
}

run "fewer_tasks_than_none" {
  command = plan

  variables {
    scaling = { min_tasks = -1 }
  }

  expect_failures = [var.scaling]
}

run "no_task_with_an_http_entrance" {
  command = plan

  variables {
    http             = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
    scaling          = { min_tasks = 0 }
    alarm_thresholds = { latency_seconds = 1200, queue_age_seconds = 1200 }
  }

  expect_failures = [var.scaling]
}

run "no_task_with_alarms_that_each_start_would_raise" {
  command = plan

  variables {
    scaling = { min_tasks = 0 }
  }

  expect_failures = [var.scaling]
}

run "a_model_slower_than_the_alarm" {
  command = plan

  variables {
    scaling = { generation_seconds = 10 }
  }

  expect_failures = [var.scaling]
}

run "tokens_as_a_plain_setting" {
  command = plan

  variables {
    settings = { CARAVAN_HTTP_TOKENS = "word" }
  }

  expect_failures = [var.settings]
}

run "a_setting_without_the_prefix_caravan" {
  command = plan

  variables {
    settings = { AWS_REGION = "us-east-1" }
  }

  expect_failures = [var.settings]
}

run "logs_that_are_kept_forever" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "an_alarm_email_that_is_not_an_address" {
  command = plan

  variables {
    alarm_email = "oncall"
  }

  expect_failures = [var.alarm_email]
}

run "a_budget_threshold_above_one" {
  command = plan

  variables {
    alarm_thresholds = { budget_used = 1.5 }
  }

  expect_failures = [var.alarm_thresholds]
}

run "an_alarm_on_dead_letters_that_are_gone" {
  command = plan

  variables {
    alarm_thresholds = { dead_letter_days = 14 }
  }

  expect_failures = [var.alarm_thresholds]
}

run "spot_for_callers_by_http" {
  command = plan

  variables {
    task = { spot = true }
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.task]
}

run "a_collector_that_tasks_cannot_reach" {
  command = plan

  variables {
    tracing = { OTEL_EXPORTER_OTLP_ENDPOINT = "http://collector.example.org:4318" }
  }

  expect_failures = [var.tracing]
}

run "a_token_for_the_collector_in_a_variable" {
  command = plan

  variables {
    tracing = { OTEL_EXPORTER_OTLP_HEADERS = "authorization=none" }
  }

  expect_failures = [var.tracing]
}

run "a_namespace_that_belongs_to_aws" {
  command = plan

  variables {
    metrics_namespace = "AWS/Caravan"
  }

  expect_failures = [var.metrics_namespace]
}

run "a_look_at_the_routes_every_hour" {
  command = plan

  variables {
    routes = { check_seconds = 3600 }
  }

  expect_failures = [var.routes]
}

run "a_place_of_the_routes_among_the_settings" {
  command = plan

  variables {
    settings = { CARAVAN_ROUTES = "s3://elsewhere/routes" }
  }

  expect_failures = [var.settings]
}
