# Tests each alarm: its numbers, whom it notifies, and the runbook section that it names. Nothing calls AWS.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region      = "eu-north-1"
  image       = "ghcr.io/owner/caravan:0123abc"
  alarm_email = "oncall@example.org"
  http = {
    tokens_secret   = "tokens"
    certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
  }
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
      aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "caravan-production" }) &&
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
      aws_cloudwatch_metric_alarm.http_latency[0].dimensions == tomap({ environment = "caravan-production", outcome = "ok" })
    )
    error_message = "The alarm must cover successful calls only, because refusals are fast."
  }
}

run "a_single_dead_letter_by_a_fault_raises_the_alarm_and_refusals_only_in_numbers" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters.threshold == 0 && aws_cloudwatch_metric_alarm.dead_letters.comparison_operator == "GreaterThanThreshold"
    error_message = "The alarm must fire at every prompt that a fault ends."
  }

  assert {
    condition = {
      for alarm in [aws_cloudwatch_metric_alarm.dead_letters, aws_cloudwatch_metric_alarm.refusals] : alarm.alarm_name => toset([
        for query in alarm.metric_query : "${query.metric[0].dimensions.outcome} ${query.metric[0].dimensions.reason} ${query.metric[0].dimensions.source} ${query.metric[0].period}"
        if length(query.metric) > 0
      ])
      } == {
      caravan-production-dead-letters = toset([
        for reason in ["THROTTLED", "MODEL_UNAVAILABLE", "MODEL_TIMEOUT", "QUOTA", "MODEL_UNUSABLE", "STORE", "QUEUE", "EXPIRED", "UNEXPECTED"] : "failed ${reason} queue 60"
      ])
      caravan-production-refusals = toset([for reason in ["INVALID_PROMPT", "CONTENT_BLOCKED", "REFUSED"] : "refused ${reason} queue 3600"])
    }
    error_message = "Every reason must be in one of the two alarms, and the reasons that a sender must fix in the second."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.refusals.threshold == 20 && length(aws_cloudwatch_metric_alarm.dead_letters.metric_query) <= 10
    error_message = "Twenty refusals an hour must raise the alarm, and an alarm may use ten metrics."
  }
}

run "the_dead_letter_queue_is_watched_for_growth_and_age" {
  assert {
    condition = alltrue([
      for query in aws_cloudwatch_metric_alarm.dead_letter_growth.metric_query :
      query.metric[0].dimensions == tomap({ QueueName = "caravan-production-dead-letters" }) && query.metric[0].period == 3600
      if length(query.metric) > 0
    ]) && one([for query in aws_cloudwatch_metric_alarm.dead_letter_growth.metric_query : query.expression if length(query.metric) == 0]) == "DIFF(FILL(visible, 0) + FILL(hidden, 0))"
    error_message = "The alarm must watch how the dead-letter queue grows, every hour."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letter_growth.threshold == 10
    error_message = "Ten new letters must raise the alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letter_age.threshold == 7 * 86400 && aws_cloudwatch_metric_alarm.dead_letter_age.metric_name == "ApproximateAgeOfOldestMessage"
    error_message = "A dead letter must raise the alarm a week before SQS deletes it."
  }
}

run "failed_calls_raise_the_alarm_by_number_and_by_share" {
  assert {
    condition = one([for query in aws_cloudwatch_metric_alarm.http_failed[0].metric_query : query.expression if length(query.metric) == 0]) == (
      "IF(FILL(failed, 0) >= 5, 100 * failed / (failed + FILL(ok, 0) + FILL(refused, 0)), 0)"
    ) && aws_cloudwatch_metric_alarm.http_failed[0].threshold == 5
    error_message = "Five failed calls that are more than 5 % of all calls must raise the alarm."
  }

  assert {
    condition = {
      for query in aws_cloudwatch_metric_alarm.http_failed[0].metric_query : query.id => [query.metric[0].metric_name, query.metric[0].dimensions.outcome, query.metric[0].stat]
      if length(query.metric) > 0
    } == { for outcome in ["failed", "ok", "refused"] : outcome => ["caravan.http.latency", outcome, "SampleCount"] }
    error_message = "The alarm must count the calls of each outcome."
  }

  assert {
    condition = {
      for alarm in concat(aws_cloudwatch_metric_alarm.load_balancer_errors, aws_cloudwatch_metric_alarm.target_errors) :
      alarm.alarm_name => [alarm.metric_name, alarm.statistic, tostring(alarm.threshold)]
      } == {
      caravan-production-load-balancer-errors = ["HTTPCode_ELB_5XX_Count", "Sum", "5"]
      caravan-production-target-errors        = ["HTTPCode_Target_5XX_Count", "Sum", "5"]
    }
    error_message = "5xx by the load balancer and by tasks must raise alarms."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.unhealthy_hosts[0].metric_name == "UnHealthyHostCount" && toset(keys(aws_cloudwatch_metric_alarm.unhealthy_hosts[0].dimensions)) == toset(["LoadBalancer", "TargetGroup"])
    error_message = "A task that does not answer its health check must raise an alarm."
  }
}

run "internal_errors_and_throttling_raise_alarms" {
  assert {
    condition = toset([
      for query in aws_cloudwatch_metric_alarm.internal_errors.metric_query : "${query.metric[0].dimensions.outcome} ${query.metric[0].dimensions.reason} ${query.metric[0].dimensions.source}"
      if length(query.metric) > 0
    ]) == toset(["failed UNEXPECTED http", "failed UNEXPECTED queue", "given-back UNEXPECTED queue"])
    error_message = "Internal errors of both entrances must count, also those that are tried again."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.throttled.evaluation_periods == 3 && aws_cloudwatch_metric_alarm.throttled.threshold == 20
    error_message = "A short burst must not raise the alarm."
  }
}

run "missing_tasks_raise_the_alarm" {
  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.tasks_missing.metric_query : query.expression if length(query.metric) == 0]) == "desired - FILL(running, 0)"
    error_message = "The alarm must compare the running tasks with the desired ones; none running sends no data."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.tasks_missing.threshold == 0 && aws_cloudwatch_metric_alarm.tasks_missing.evaluation_periods == 10
    error_message = "One missing task must raise the alarm, after the time that a start takes."
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

run "one_task_that_rejects_the_active_routes_raises_the_alarm" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.routes_rejected[0].namespace == "Caravan" &&
      aws_cloudwatch_metric_alarm.routes_rejected[0].metric_name == "caravan.routes.rejected" &&
      aws_cloudwatch_metric_alarm.routes_rejected[0].dimensions == tomap({ environment = "caravan-production" }) &&
      aws_cloudwatch_metric_alarm.routes_rejected[0].statistic == "Maximum" && aws_cloudwatch_metric_alarm.routes_rejected[0].threshold == 0 &&
      aws_cloudwatch_metric_alarm.routes_rejected[0].comparison_operator == "GreaterThanThreshold"
    )
    error_message = "One task must be enough."
  }

  assert {
    condition     = toset(aws_cloudwatch_metric_alarm.routes_rejected[0].alarm_actions) == toset(local.tell) && contains(local.alarms, aws_cloudwatch_metric_alarm.routes_rejected[0].arn)
    error_message = "The alarm must notify, and the dashboard must show it."
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

run "tasks_that_stop_because_of_a_fault_raise_alarms" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.crashes.threshold == 3 && aws_cloudwatch_metric_alarm.crashes.period == 600
    error_message = "The alarm must fire at three crashes within ten minutes."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.repeated_crashes.threshold == 5 && aws_cloudwatch_metric_alarm.repeated_crashes.period == 21600
    error_message = "A crash every hour must raise an alarm too."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.crashes.event_pattern).detail["$or"] == [
      { stopCode = ["EssentialContainerExited", "TaskFailedToStart"] }, { stoppedReason = [{ prefix = "Task failed" }] },
    ]
    error_message = "Tasks that exit, do not start or fail their health checks must count; tasks that a deployment or scaling stops must not."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.crashes.event_pattern).detail.group == ["service:${aws_ecs_service.main.name}"]
    error_message = "A task that a person runs, such as the doctor, must not count."
  }
}

run "every_alarm_notifies_when_it_starts_and_ends_and_names_its_runbook_section" {
  assert {
    condition = alltrue([
      for alarm in concat(local.causes, [for alarm in concat([aws_cloudwatch_composite_alarm.prompts_wait], aws_cloudwatch_composite_alarm.http_down) : alarm]) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])
    ])
    error_message = "Every alarm that names a cause, and both composite alarms, need an alarm action and an OK action."
  }

  assert {
    condition = alltrue([
      for alarm in concat(local.http_down, local.prompts_wait) :
      strcontains("${aws_cloudwatch_composite_alarm.http_down[0].alarm_rule} ${aws_cloudwatch_composite_alarm.prompts_wait.alarm_rule}", "ALARM(\"${alarm.alarm_name}\")")
    ])
    error_message = "Every other alarm must notify through a composite alarm."
  }

  assert {
    condition = alltrue([
      for alarm in concat(
        [for alarm in concat(local.causes, local.http_down, local.prompts_wait) : { name = alarm.alarm_name, description = alarm.alarm_description }],
        [for alarm in concat([aws_cloudwatch_composite_alarm.prompts_wait], aws_cloudwatch_composite_alarm.http_down) : { name = alarm.alarm_name, description = alarm.alarm_description }],
      ) : endswith(alarm.description, "See docs/runbook.md#${replace(alarm.name, "caravan-production-", "")}")
    ])
    error_message = "Every alarm needs a runbook section with its own name."
  }

  assert {
    condition     = length(local.alarms) == 20
    error_message = "An alarm that is in none of the lists in alarms-storms.tf would notify nobody."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.prompts_wait.actions_suppressor[0].alarm == "caravan-production-http-down"
    error_message = "Slow answers must not be reported while calls fail."
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
    condition     = aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "caravan-test" })
    error_message = "The environment must be the only dimension."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.no_traffic) == 0 && length(aws_cloudwatch_metric_alarm.http_latency) == 0 && length(local.http_down) == 0 && length(aws_cloudwatch_composite_alarm.http_down) == 0 && length(aws_sns_topic_subscription.email) == 0
    error_message = "Alarms and subscriptions that are not configured must not exist."
  }
}

# The other deployment has the name caravan, the same environment and the same namespace. check-aws compares every metric
# that is used in this run with what its service sends.
run "two_deployments_in_one_account_and_region_share_no_metric" {
  variables {
    name = "blue"
  }

  assert {
    condition     = local.environment.CARAVAN_METRICS_ENVIRONMENT == "blue-production"
    error_message = "The name must be part of the dimension that the service sends."
  }

  assert {
    condition     = local.here == { environment = "blue-production" } && aws_cloudwatch_metric_alarm.queue_latency.dimensions == tomap({ environment = "blue-production" })
    error_message = "The alarms must read the metrics of their own deployment."
  }

  assert {
    condition = (
      strcontains(aws_cloudwatch_dashboard.main.dashboard_body, "blue-production") &&
      !can(regex("environment(=\\\\\"|\",\")production", aws_cloudwatch_dashboard.main.dashboard_body))
    )
    error_message = "The dashboard must show the metrics of its own deployment only."
  }

  assert {
    condition = alltrue([
      for each in aws_appautoscaling_policy.work.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics : alltrue([
        for dimension in try(each.metric_stat[0].metric[0].dimensions, []) : dimension.value == "blue-production" if dimension.name == "environment"
      ])
    ])
    error_message = "The scaling must read the metrics of its own deployment only."
  }
}

# check-aws computes the cost of the alarms from these two runs and the first one.
run "the_alarms_of_a_queue_alone" {
  variables {
    http = null
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.http_failed) + length(aws_cloudwatch_metric_alarm.unhealthy_hosts) + length(aws_cloudwatch_metric_alarm.wake) == 0
    error_message = "Without an HTTP entrance its alarms must not exist."
  }
}

run "the_alarms_of_a_queue_from_zero" {
  variables {
    http             = null
    scaling          = { min_tasks = 0 }
    alarm_thresholds = { latency_seconds = 1200, queue_age_seconds = 1200 }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.wake) == 1
    error_message = "An alarm must start the first task."
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
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets[0].properties.alarms) == length(local.alarms)
    error_message = "The dashboard must show every alarm."
  }
}
