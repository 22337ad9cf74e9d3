# Tests each alarm: its numbers, whom it notifies, and the runbook section that it names. Nothing calls AWS.

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
    error_message = "The alarm must fire above 60 s."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_age.period == 60 && aws_cloudwatch_metric_alarm.queue_age.evaluation_periods == 1
    error_message = "The alarm must evaluate one minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.queue_age.namespace == "AWS/SQS" &&
      aws_cloudwatch_metric_alarm.queue_age.metric_name == "ApproximateAgeOfOldestMessage" &&
      aws_cloudwatch_metric_alarm.queue_age.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.queue_age.dimensions == tomap({ QueueName = "caravan-production-prompts" })
    )
    error_message = "The alarm must use SQS's own metric of the prompt queue."
  }
}

run "one_prompt_in_twenty_takes_more_than_ten_seconds_from_sent_to_stored" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_latency.threshold == 10000 && aws_cloudwatch_metric_alarm.queue_latency.comparison_operator == "GreaterThanThreshold"
    error_message = "The alarm must fire above 10 s; CloudWatch holds milliseconds."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_latency.extended_statistic == "p95" && aws_cloudwatch_metric_alarm.queue_latency.period == 60
    error_message = "The alarm must use the 95th percentile of one minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.queue_latency.namespace == "Caravan" &&
      aws_cloudwatch_metric_alarm.queue_latency.metric_name == "caravan.sent.to.stored" &&
      aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "production" }) &&
      aws_cloudwatch_metric_alarm.queue_latency.unit == null
    )
    error_message = "The alarm must use the name and the exact dimensions that Caravan sends, and no unit: a unit would match no data."
  }
}

run "one_http_call_in_twenty_takes_more_than_ten_seconds" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.http_latency[0].threshold == 10000 && aws_cloudwatch_metric_alarm.http_latency[0].comparison_operator == "GreaterThanThreshold"
    error_message = "The alarm must fire above 10 s; CloudWatch holds milliseconds."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.http_latency[0].extended_statistic == "p95" && aws_cloudwatch_metric_alarm.http_latency[0].period == 60
    error_message = "The alarm must use the 95th percentile of one minute."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.http_latency[0].namespace == "Caravan" &&
      aws_cloudwatch_metric_alarm.http_latency[0].metric_name == "caravan.http.latency" &&
      aws_cloudwatch_metric_alarm.http_latency[0].dimensions == tomap({ environment = "production", outcome = "ok" })
    )
    error_message = "The alarm must cover successful calls only, because refusals are fast."
  }
}

run "a_single_new_dead_letter_raises_the_alarm" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters.threshold == 0 && aws_cloudwatch_metric_alarm.dead_letters.comparison_operator == "GreaterThanThreshold"
    error_message = "The alarm must fire at every new dead letter."
  }

  assert {
    condition = alltrue([
      for query in aws_cloudwatch_metric_alarm.dead_letters.metric_query :
      query.expression == "DIFF(FILL(visible, 0) + FILL(hidden, 0))" || (
        query.metric[0].dimensions == tomap({ QueueName = "caravan-production-dead-letters" }) && query.metric[0].period == 60
      )
    ])
    error_message = "The alarm must watch how the dead-letter queue grows, every minute."
  }
}

run "a_paused_task_and_a_nearly_spent_budget_raise_alarms" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.paused.metric_name == "caravan.paused" && aws_cloudwatch_metric_alarm.paused.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.paused.threshold == 0 && aws_cloudwatch_metric_alarm.paused.comparison_operator == "GreaterThanThreshold"
    )
    error_message = "One paused task must be enough."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.budget.metric_name == "caravan.budget.used" && aws_cloudwatch_metric_alarm.budget.statistic == "Maximum" &&
      aws_cloudwatch_metric_alarm.budget.threshold == 0.8 && aws_cloudwatch_metric_alarm.budget.comparison_operator == "GreaterThanOrEqualToThreshold"
    )
    error_message = "The alarm must fire at 80 % of the budget."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.budget.alarm_description, "80 %")
    error_message = "The description must contain the percentage."
  }
}

run "an_hour_without_prompts_raises_the_alarm" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.no_traffic[0].evaluation_periods == 12 && aws_cloudwatch_metric_alarm.no_traffic[0].threshold == 1
    error_message = "The alarm must fire if twelve periods of five minutes have no prompt."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.no_traffic[0].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.no_traffic[0].comparison_operator == "LessThanThreshold"
    error_message = "Missing data must count as no traffic."
  }

  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.no_traffic[0].metric_query : query.expression if query.id == "prompts"]) == "FILL(sent, 0) + FILL(calls, 0)"
    error_message = "Prompts from both entrances must count."
  }
}

run "tasks_that_exit_by_themselves_raise_the_alarm" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.crashes.threshold == 3 && aws_cloudwatch_metric_alarm.crashes.period == 600
    error_message = "The alarm must fire at three crashes within ten minutes."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.crashes.event_pattern).detail.stopCode == ["EssentialContainerExited", "TaskFailedToStart"]
    error_message = "Tasks that ECS stopped must not count."
  }
}

run "every_alarm_notifies_when_it_starts_and_ends_and_names_its_runbook_section" {
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
    error_message = "Every alarm needs an alarm action, an OK action, and a runbook section with its own name."
  }

  assert {
    condition     = aws_sns_topic_subscription.email[0].endpoint == "oncall@example.org" && aws_sns_topic_subscription.email[0].protocol == "email"
    error_message = "The subscription must use the given address."
  }
}

run "thresholds_can_be_changed" {
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
    error_message = "The alarms must use the given thresholds."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "test" })
    error_message = "The environment must be the only dimension."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.no_traffic) == 0 && length(aws_cloudwatch_metric_alarm.http_latency) == 0 && length(aws_sns_topic_subscription.email) == 0
    error_message = "Alarms and subscriptions that are not configured must not exist."
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
    error_message = "The dashboard must have the alarms, twelve graphs and the log."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets[0].properties.alarms) == 8
    error_message = "The dashboard must show every alarm."
  }
}
