# One page, in the order of the questions during an incident: is anything wrong, does Caravan keep up, how long do
# prompts take, what fails and why, how fast does it call models, what does it cost, and what does the log say.

locals {
  mine = "environment=\"${local.prefix}\""

  # The reasons of generation/Reason.java; NONE means success.
  reasons = [
    "NONE", "THROTTLED", "MODEL_UNAVAILABLE", "MODEL_TIMEOUT", "QUOTA", "MODEL_UNUSABLE",
    "CONTENT_BLOCKED", "INVALID_PROMPT", "REFUSED", "STORE", "QUEUE", "EXPIRED", "UNEXPECTED",
  ]

  # Search expressions: the namespace, the exact dimensions, the metric, and this environment.
  calls = "{${var.metrics_namespace},environment,model,outcome} MetricName=\"caravan.model.call\" ${local.mine}"
  cost  = "{${var.metrics_namespace},environment,model} MetricName=\"caravan.cost.usd\" ${local.mine}"

  outcomes = {
    for reason in local.reasons : reason => "SUM(SEARCH('{${var.metrics_namespace},environment,outcome,reason,source} MetricName=\"caravan.generations\" ${local.mine} reason=\"${reason}\"', 'Sum', 60))"
  }

  queue_names = ["QueueName", local.queue.name]
  task_names  = ["ClusterName", aws_ecs_cluster.main.name, "ServiceName", aws_ecs_service.main.name]

  # Rows of three graphs; the page is 24 units wide.
  rows = [
    [
      {
        title = "Prompts: waiting, in progress, dead letters"
        stat  = "Maximum"
        metrics = [
          concat(["AWS/SQS", "ApproximateNumberOfMessagesVisible"], local.queue_names, [{ label = "waiting" }]),
          concat(["AWS/SQS", "ApproximateNumberOfMessagesNotVisible"], local.queue_names, [{ label = "in progress" }]),
          ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.dead_letters.name, { label = "dead letters", color = "#d62728" }],
        ]
      },
      {
        title   = "Age of the oldest prompt (s)"
        metrics = [concat(["AWS/SQS", "ApproximateAgeOfOldestMessage"], local.queue_names, [{ label = "age" }])]
        stat    = "Maximum"
        line    = var.alarm_thresholds.queue_age_seconds
      },
      {
        title = "Tasks"
        metrics = [
          concat(["ECS/ContainerInsights", "RunningTaskCount"], local.task_names, [{ label = "running" }]),
          concat(["ECS/ContainerInsights", "DesiredTaskCount"], local.task_names, [{ label = "desired" }]),
          ["AWS/Events", "TriggeredRules", "RuleName", aws_cloudwatch_event_rule.crashes.name, { label = "crashed", stat = "Sum", color = "#d62728" }],
        ]
        stat = "Maximum"
      },
    ],
    [
      {
        title   = "From sent to stored (ms)"
        metrics = [for stat in ["p50", "p95", "p99"] : [var.metrics_namespace, "caravan.sent.to.stored", "environment", local.prefix, { stat = stat, label = stat }]]
        line    = local.latency_milliseconds
      },
      {
        title   = "HTTP calls (ms)"
        metrics = [for stat in ["p50", "p95", "p99"] : [var.metrics_namespace, "caravan.http.latency", "environment", local.prefix, "outcome", "ok", { stat = stat, label = stat }]]
        line    = local.latency_milliseconds
      },
      {
        title   = "Time in the model: p95 of a call (ms)"
        metrics = [[{ expression = "SEARCH('${local.calls} outcome=\"ok\"', 'p95', 60)", label = "$${PROP('Dim.model')}" }]]
      },
    ],
    [
      {
        title   = "Outcomes by reason, per minute"
        metrics = [for reason, search in local.outcomes : [{ expression = search, label = reason == "NONE" ? "done" : reason }]]
        stacked = true
      },
      {
        title = "Pace: model calls per minute, by outcome"
        metrics = concat(
          [[{ expression = "SEARCH('${local.calls}', 'SampleCount', 60)", label = "$${PROP('Dim.model')} $${PROP('Dim.outcome')}" }]],
          [[var.metrics_namespace, "caravan.paused", "environment", local.prefix, "model", "any", { label = "paused", stat = "Maximum", yAxis = "right", color = "#d62728" }]],
        )
      },
      {
        title   = "From sent to started (ms)"
        metrics = [for stat in ["p50", "p95"] : [var.metrics_namespace, "caravan.queue.wait", "environment", local.prefix, { stat = stat, label = stat }]]
      },
    ],
    [
      {
        title   = "Cost of models, US dollars per hour"
        metrics = [[{ expression = "SEARCH('${local.cost}', 'Sum', 3600)", label = "$${PROP('Dim.model')}" }]]
        stacked = true
        period  = 3600
      },
      {
        title   = "Part of the budget that is spent"
        metrics = [[var.metrics_namespace, "caravan.budget.used", "environment", local.prefix, { stat = "Maximum", label = "spent" }]]
        line    = var.alarm_thresholds.budget_used
      },
      {
        title   = "CPU and memory (%)"
        metrics = [for metric in ["CPUUtilization", "MemoryUtilization"] : concat(["AWS/ECS", metric], local.task_names, [{ label = metric }])]
        stat    = "Average"
      },
    ],
  ]

  graphs = flatten([
    for y, row in local.rows : [
      for x, graph in row : {
        type   = "metric"
        x      = x * 8
        y      = 3 + y * 6
        width  = 8
        height = 6
        properties = {
          title       = graph.title
          region      = var.region
          metrics     = graph.metrics
          stat        = try(graph.stat, "Average")
          period      = try(graph.period, 60)
          view        = "timeSeries"
          stacked     = try(graph.stacked, false)
          yAxis       = { left = { min = 0 } }
          annotations = { horizontal = [for value in compact([try(tostring(graph.line), "")]) : { label = "alarm", value = tonumber(value), color = "#d62728" }] }
        }
      }
    ]
  ])
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = local.prefix

  dashboard_body = jsonencode({
    start          = "-PT3H"
    periodOverride = "inherit"
    widgets = concat(
      [{ type = "alarm", x = 0, y = 0, width = 24, height = 3, properties = { title = "Alarms; docs/runbook.md says what to do", alarms = local.alarms } }],
      local.graphs,
      [{
        type = "log", x = 0, y = 3 + length(local.rows) * 6, width = 24, height = 6
        properties = {
          title  = "Log: warnings and errors"
          region = var.region
          view   = "table"
          query  = "SOURCE '${aws_cloudwatch_log_group.service.name}' | fields @timestamp, level, message, generation | filter level in [\"WARN\", \"ERROR\"] | sort @timestamp desc | limit 50"
        }
      }],
    )
  })
}
