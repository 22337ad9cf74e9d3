# Every alarm's numbers, whom it tells, and where it says what to do. Nothing is asked of AWS.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region      = "eu-north-1"
  image       = "ghcr.io/owner/caravan:0123abc"
  alarm_email = "oncall@example.org"
  http        = { tokens_secret = "tokens", certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x" }
}

run "the_oldest_prompt_waits_for_more_than_a_minute" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_age.threshold == 60 && aws_cloudwatch_metric_alarm.queue_age.comparison_operator == "GreaterThanThreshold"
    error_message = "More than 60 s."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_age.period == 60 && aws_cloudwatch_metric_alarm.queue_age.evaluation_periods == 1
    error_message = "Of one minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.queue_age.namespace == "AWS/SQS" &&
      aws_cloudwatch_metric_alarm.queue_age.metric_name == "ApproximateAgeOfOldestMessage" &&
      aws_cloudwatch_metric_alarm.queue_age.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.queue_age.dimensions == tomap({ QueueName = "caravan-production-prompts" })
    )
    error_message = "SQS's own metric of the prompts' queue."
  }
}

run "one_prompt_in_twenty_takes_more_than_ten_seconds_from_sent_to_stored" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_latency.threshold == 10000 && aws_cloudwatch_metric_alarm.queue_latency.comparison_operator == "GreaterThanThreshold"
    error_message = "More than 10 s, in CloudWatch's milliseconds."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_latency.extended_statistic == "p95" && aws_cloudwatch_metric_alarm.queue_latency.period == 60
    error_message = "The 95th percentile of a minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.queue_latency.namespace == "Caravan" &&
      aws_cloudwatch_metric_alarm.queue_latency.metric_name == "caravan.sent.to.stored" &&
      aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "production" }) &&
      aws_cloudwatch_metric_alarm.queue_latency.unit == null
    )
    error_message = "The name and the exact dimensions that Caravan sends; a unit would match nothing."
  }
}

run "one_call_in_twenty_takes_more_than_ten_seconds_by_http" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.http_latency[0].threshold == 10000 && aws_cloudwatch_metric_alarm.http_latency[0].comparison_operator == "GreaterThanThreshold"
    error_message = "More than 10 s, in CloudWatch's milliseconds."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.http_latency[0].extended_statistic == "p95" && aws_cloudwatch_metric_alarm.http_latency[0].period == 60
    error_message = "The 95th percentile of a minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.http_latency[0].namespace == "Caravan" &&
      aws_cloudwatch_metric_alarm.http_latency[0].metric_name == "caravan.http.latency" &&
      aws_cloudwatch_metric_alarm.http_latency[0].dimensions == tomap({ environment = "production", outcome = "ok" })
    )
    error_message = "Successes alone: refusals are fast."
  }
}

run "a_single_dead_letter" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters.threshold == 0 && aws_cloudwatch_metric_alarm.dead_letters.comparison_operator == "GreaterThanThreshold"
    error_message = "More than none."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters.dimensions == tomap({ QueueName = "caravan-production-dead-letters" }) && aws_cloudwatch_metric_alarm.dead_letters.period == 60
    error_message = "In the dead-letter queue, within a minute."
  }
}

run "a_pause_and_a_budget" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.paused.metric_name == "caravan.paused" && aws_cloudwatch_metric_alarm.paused.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.paused.threshold == 0 && aws_cloudwatch_metric_alarm.paused.comparison_operator == "GreaterThanThreshold"
    )
    error_message = "One paused task is enough."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.budget.metric_name == "caravan.budget.used" && aws_cloudwatch_metric_alarm.budget.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.budget.threshold == 0.8 && aws_cloudwatch_metric_alarm.budget.comparison_operator == "GreaterThanOrEqualToThreshold"
    )
    error_message = "Four fifths of the budget."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.budget.alarm_description, "80 %")
    error_message = "The description says the number."
  }
}

run "an_hour_without_prompts" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.no_traffic[0].evaluation_periods == 12 && aws_cloudwatch_metric_alarm.no_traffic[0].threshold == 1
    error_message = "Twelve times five minutes, less than one."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.no_traffic[0].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.no_traffic[0].comparison_operator == "LessThanThreshold"
    error_message = "No datum is no traffic."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.no_traffic[0].metric_query : query.expression if query.id == "prompts"]) == "FILL(sent, 0) + FILL(calls, 0)"
    error_message = "Both entrances count."
  }
}

run "tasks_that_end_by_themselves" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.crashes.threshold == 3 && aws_cloudwatch_metric_alarm.crashes.period == 600
    error_message = "Three within ten minutes."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.crashes.event_pattern).detail.stopCode == ["EssentialContainerExited", "TaskFailedToStart"]
    error_message = "Not those that ECS stopped."
  }
}

run "every_alarm_tells_when_it_begins_and_when_it_ends_and_where_to_read" {
  assert {
    condition = alltrue([
      for alarm in concat(
        [
          aws_cloudwatch_metric_alarm.queue_age, aws_cloudwatch_metric_alarm.queue_latency, aws_cloudwatch_metric_alarm.dead_letters,
          aws_cloudwatch_metric_alarm.paused, aws_cloudwatch_metric_alarm.budget, aws_cloudwatch_metric_alarm.crashes,
        ],
        aws_cloudwatch_metric_alarm.http_latency, aws_cloudwatch_metric_alarm.no_traffic,
      ) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn]) &&
      endswith(alarm.alarm_description, "See docs/runbook.md#${replace(alarm.alarm_name, "caravan-production-", "")}")
    ])
    error_message = "Actions, OK actions and a section of the runbook that is called as the alarm is."
  }

  assert {
    condition     = aws_sns_topic_subscription.email[0].endpoint == "oncall@example.org" && aws_sns_topic_subscription.email[0].protocol == "email"
    error_message = "The address that was given."
  }
}

run "other_thresholds" {
  variables {
    environment      = "test"
    alarm_email      = null
    http             = null
    alarm_thresholds = { queue_age_seconds = 300, latency_seconds = 20, latency_minutes = 3, crashes = 5, no_traffic_minutes = 0 }
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.queue_age.threshold == 300 && aws_cloudwatch_metric_alarm.queue_latency.threshold == 20000 &&
      aws_cloudwatch_metric_alarm.queue_latency.evaluation_periods == 3 && aws_cloudwatch_metric_alarm.crashes.threshold == 5
    )
    error_message = "Thresholds are settings."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "test" })
    error_message = "The environment is the dimension."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.no_traffic) == 0 && length(aws_cloudwatch_metric_alarm.http_latency) == 0 && length(aws_sns_topic_subscription.email) == 0
    error_message = "What was not asked for is not there."
  }
}

run "the_dashboard_shows_queue_latency_outcomes_pace_and_cost" {
  assert {
    condition = alltrue([
      for word in [
        "ApproximateAgeOfOldestMessage", "caravan.sent.to.stored", "caravan.http.latency", "p50", "p95", "p99", "caravan.generations",
        "THROTTLED", "caravan.model.call", "caravan.paused", "caravan.cost.usd", "caravan.budget.used", "RunningTaskCount",
      ] : strcontains(aws_cloudwatch_dashboard.main.dashboard_body, word)
    ])
    error_message = "Something is missing from the dashboard."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets) == 14
    error_message = "Alarms, twelve graphs, the log."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets[0].properties.alarms) == 8
    error_message = "Every alarm is on it."
  }
}
