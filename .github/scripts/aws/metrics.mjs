// Compares the metrics that alarms, dashboards and scaling use with those that exist.

// AWS's own metrics that terraform/ may use: the names, and the dimensions that each of them has.
const AWS = {
  'AWS/SQS': { names: ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible', 'ApproximateNumberOfMessagesNotVisible', 'NumberOfMessagesSent'], dimensions: ['QueueName'] },
  'AWS/ApplicationELB': {
    names: ['HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count', 'HealthyHostCount', 'RequestCount', 'TargetResponseTime', 'UnHealthyHostCount'],
    dimensions: ['LoadBalancer'], also: ['TargetGroup'], needs: { UnHealthyHostCount: ['TargetGroup'], HealthyHostCount: ['TargetGroup'] },
  },
  'AWS/ECS': { names: ['CPUUtilization', 'MemoryUtilization'], dimensions: ['ClusterName', 'ServiceName'] },
  'ECS/ContainerInsights': { names: ['DesiredTaskCount', 'RunningTaskCount', 'PendingTaskCount'], dimensions: ['ClusterName', 'ServiceName'] },
  'AWS/Events': { names: ['TriggeredRules'], dimensions: ['RuleName'] },
};

// The table in docs/metrics.md: name -> { published, tags: name -> allowed values, or null for any }.
export function published(markdown, reasons) {
  const metrics = new Map();
  for (const [, name, tags, cloudwatch] of markdown.matchAll(/^\| `(caravan\.[a-z0-9.]+)` \|[^|]+\|([^|]*)\|([^|]*)\|/gm)) {
    metrics.set(name, {
      published: cloudwatch.trim() === 'yes',
      tags: new Map(tags.split(';').map(tag => tag.trim()).filter(Boolean).map(tag => {
        const [label, values] = tag.split(':');
        return [label.replaceAll('`', '').trim(), values ? values.split(',').map(value => value.trim()).flatMap(value => (value === 'REASON' ? reasons : [value])) : null];
      })),
    });
  }
  return metrics;
}

// Every use of a metric in rendered resources: { where, namespace, name, dimensions }; a value of null means any.
export function uses(where, value) {
  if (Array.isArray(value)) return (isGraph(value) ? [graph(where, value)] : []).concat(value.flatMap(each => uses(where, each)));
  if (typeof value === 'string') return value.startsWith('{"') ? uses(where, JSON.parse(value)) : searches(where, value);
  if (value === null || typeof value !== 'object') return [];
  const own = value.metric_name && value.namespace ? [{ where, namespace: value.namespace, name: value.metric_name, dimensions: dimensions(value.dimensions) }] : [];
  return own.concat(Object.values(value).flatMap(each => uses(where, each)));
}

// A line of a dashboard's graph: namespace, name, dimension, value, …, and options.
const isGraph = value => value.length >= 2 && value.slice(0, 2).every(each => typeof each === 'string') && /^[A-Za-z]+(\/[A-Za-z]+)?$/.test(value[0]) && /^(caravan\.|[A-Z])/.test(value[1]) && value.slice(2).some(each => typeof each === 'string');
function graph(where, [namespace, name, ...rest]) {
  const words = rest.filter(each => typeof each === 'string');
  return { where, namespace, name, dimensions: Object.fromEntries(words.flatMap((word, at) => (at % 2 ? [] : [[word, words[at + 1]]]))) };
}

// SEARCH('{namespace,dimension,…} MetricName="…" dimension="value"', …)
function searches(where, text) {
  return [...text.matchAll(/\{([^{}]+)\} MetricName="([^"]+)"([^']*)/g)].map(([, schema, name, terms]) => {
    const [namespace, ...labels] = schema.split(',');
    const given = Object.fromEntries([...terms.matchAll(/([A-Za-z]+)="([^"]+)"/g)].map(([, label, value]) => [label, value]));
    const extra = Object.keys(given).filter(label => !labels.includes(label));
    return { where, namespace, name, dimensions: Object.fromEntries([...labels, ...extra].map(label => [label, given[label] ?? null])) };
  });
}

// A map in alarms; blocks of name and value in scaling policies.
const dimensions = value => (Array.isArray(value) ? Object.fromEntries(value.map(each => [each.name, each.value])) : value ?? {});

export function metricFindings(used, metrics) {
  return [...new Set(used.flatMap(use => ofUse(use, metrics).map(finding => `${use.where}: ${finding}`)))];
}

function ofUse({ namespace, name, dimensions: given, sent }, metrics) {
  const labels = Object.keys(given).sort();
  if (namespace.startsWith('AWS/') || namespace.startsWith('ECS/')) {
    const aws = AWS[namespace];
    if (!aws?.names.includes(name)) return [`unknown metric ${namespace} ${name}; add it to aws/metrics.mjs if AWS has it`];
    const needed = [...aws.dimensions, ...(aws.needs?.[name] ?? [])];
    const right = needed.every(label => labels.includes(label)) && labels.every(label => [...needed, ...(aws.also ?? [])].includes(label));
    return right ? [] : [`${name} has the dimensions ${needed.join(', ')}, not ${labels.join(', ')}`];
  }
  const metric = metrics.get(name);
  if (!metric) return [`docs/metrics.md has no metric ${name}`];
  if (!metric.published) return [`${name} is not published to CloudWatch`];
  const expected = ['environment', ...metric.tags.keys()].sort();
  if (expected.join() !== labels.join()) return [`${name} has the dimensions ${expected.join(', ')}, not ${labels.join(', ')}`];
  if (given.environment !== sent) return [`${name} is read with the environment ${given.environment}, but this service sends ${sent}`];
  return [...metric.tags].filter(([label, values]) => values && given[label] !== null && !values.includes(given[label]))
    .map(([label]) => `${name} has no ${label} "${given[label]}"`);
}
