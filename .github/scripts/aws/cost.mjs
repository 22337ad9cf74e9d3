// Compares the cost table in docs/deploy.md with the alarms that Terraform creates.

// The runs of terraform/tests/alarms.tftest.hcl that create what each column of the table describes.
const COLUMNS = ['the_oldest_prompt_waits_for_more_than_a_minute', 'the_alarms_of_a_queue_alone', 'the_alarms_of_a_queue_from_zero'];

// US dollars per month, list prices of us-east-1: each metric of an alarm, and a composite alarm.
const METRIC = 0.1, COMPOSITE = 0.5;

// How many metrics an alarm is billed for. Target tracking creates one alarm, with the metrics of its expression.
function metrics({ address, values }) {
  if (address.startsWith('aws_cloudwatch_metric_alarm.')) {
    return values.metric_query?.length ? values.metric_query.filter(query => query.metric?.length).length : 1;
  }
  const tracking = values.target_tracking_scaling_policy_configuration?.[0];
  if (!address.startsWith('aws_appautoscaling_policy.') || !tracking) return 0;
  return tracking.customized_metric_specification?.[0]?.metrics?.filter(each => each.metric_stat?.length).length ?? 1;
}

export function costOfAlarms(resources, run) {
  const own = resources.filter(each => each.applied && each.run === run);
  const composite = own.filter(each => each.address.startsWith('aws_cloudwatch_composite_alarm.')).length;
  return own.reduce((sum, each) => sum + metrics(each), 0) * METRIC + composite * COMPOSITE;
}

export function costFindings(markdown, resources) {
  const table = markdown.slice(markdown.indexOf('## What it costs')).match(/^\|.*\|$/gm) ?? [];
  const row = word => table.find(line => line.includes(word))?.split('|').slice(2, 5).map(cell => Number(cell.replaceAll('*', '').replace('–', '0').trim()));
  const parts = [row('the load balancer'), row('the alarms'), row('metrics, Container'), row('SQS, S3')];
  const loads = [['for eight prompts a day', 'tasks, for eight'], ['for 70,000 prompts a day', 'tasks, for 70,000']];
  if (!parts.every(Boolean) || !loads.every(names => names.every(row))) return ['docs/deploy.md: the cost table lacks a row'];
  return COLUMNS.flatMap((run, column) => {
    const cost = Math.round(costOfAlarms(resources, run));
    const found = row('the alarms')[column] === cost && cost > 0 ? [] : [`docs/deploy.md: the alarms cost ${cost} in column ${column + 1}, not ${row('the alarms')[column]}`];
    return [...found, ...loads.filter(([together, tasks]) => row(`together, ${together}`)[column] !== [row(tasks), ...parts].reduce((sum, each) => sum + each[column], 0))
      .map(([together]) => `docs/deploy.md: "together, ${together}" in column ${column + 1} is not the sum of its rows`)];
  });
}
