// Puts one fault after the other into what was rendered, and fails if a check does not find it.

export function selfTest({ all, taskRoles, files, used, page, checks, list }) {
  const copy = value => structuredClone(value);
  const changed = (address, sid, change) => {
    const planted = copy(all.find(each => each.address.startsWith(address) && each.policy.Statement.some(statement => statement.Sid === sid)));
    change(list(planted.policy.Statement).find(statement => statement.Sid === sid));
    return [planted];
  };
  const role = change => {
    const planted = copy(taskRoles[0].policy);
    change(planted);
    return planted;
  };
  const alarm = change => {
    const planted = copy(used.find(each => each.name === 'caravan.http.latency'));
    change(planted);
    return [planted];
  };

  const faults = [
    ['a condition key that the action does not know', 'does not know the condition key application-autoscaling:service-namespace',
      () => checks.policies(changed('aws_iam_policy.write', 'ScalingTags', each => { each.Condition = { StringEquals: { 'application-autoscaling:service-namespace': 'ecs' } }; }))],
    ['an action that does not exist', 'AWS has no action sqs:RecieveMessage',
      () => checks.policies(changed('aws_iam_role_policy.task', 'Prompts', each => { each.Action = ['sqs:RecieveMessage']; }))],
    ['a resource of another service', 'sqs:SendMessage knows none of these resources',
      () => checks.policies(changed('aws_iam_role_policy.task', 'Prompts', each => { each.Action = 'sqs:SendMessage'; each.Resource = 'arn:aws:s3:::bucket'; }))],
    ['an object\'s action on its bucket', 's3:GetObject knows none of these resources',
      () => checks.policies(changed('aws_iam_role_policy.task', 'Listing', each => { each.Action = 's3:GetObject'; }))],
    ['"*" for an action that has resources', 'sqs:SendMessage on "*" can be limited to queue',
      () => checks.policies(changed('aws_iam_role_policy.task', 'Prompts', each => { each.Resource = '*'; }))],
    ['a missing kind of resource', 'ec2:AttachInternetGateway also needs a resource of the kind vpc',
      () => checks.policies(changed('aws_iam_policy.network', 'Network', each => { each.Resource = list(each.Resource).filter(arn => !arn.endsWith(':vpc/*')); }))],
    ['a missing action', 'the task role lacks sqs:ChangeMessageVisibility on prompts',
      () => checks.role(role(policy => { const each = policy.Statement.find(statement => statement.Sid === 'Prompts'); each.Action = list(each.Action).filter(action => action !== 'sqs:ChangeMessageVisibility'); }))],
    ['an action that no call needs', 'the task role has s3:PutObjectAcl on objects',
      () => checks.role(role(policy => { const each = policy.Statement.find(statement => statement.Sid === 'ResultsAndRecords'); each.Action = [...list(each.Action), 's3:PutObjectAcl']; }))],
    ['a call that the table lacks', 'calls putObjectAcl, which calls.txt does not contain',
      () => checks.code([...files, ['New.java', 'import software.amazon.awssdk.services.s3.S3Client; class New { void at(S3Client s3) { s3.putObjectAcl(null); } }']])],
    ['a row of the table that nothing calls', 'calls.txt contains putMetricData, which nothing calls',
      () => checks.code(files.map(([file, text]) => [file, text.replaceAll('putMetricData', 'other')]))],
    ['a metric that does not exist', 'docs/metrics.md has no metric caravan.http.time', () => checks.metrics(alarm(each => { each.name = 'caravan.http.time'; }))],
    ['a metric that is not published', 'caravan.inflight is not published', () => checks.metrics(alarm(each => { each.name = 'caravan.inflight'; }))],
    ['a dimension too few', 'caravan.http.latency has the dimensions environment, outcome, not environment', () => checks.metrics(alarm(each => { delete each.dimensions.outcome; }))],
    ['a value that is never sent', 'caravan.http.latency has no outcome "error"', () => checks.metrics(alarm(each => { each.dimensions.outcome = 'error'; }))],
    ['a metric of another deployment', 'is read with the environment production, but this service sends', () => checks.metrics(alarm(each => { each.dimensions.environment = 'production'; }))],
    ['a cost of the alarms that is too low', 'the alarms cost', () => checks.cost(page.replace(/^(\| the alarms[^|]*\|) \d+/m, '$1 1'))],
    ['a wrong sum of costs', 'is not the sum', () => checks.cost(page.replace(/^(\| \*\*together, for eight[^|]*\| \*\*)\d+/m, '$11'))],
    ['a metric that AWS does not have', 'unknown metric AWS/SQS ApproximateAge', () => checks.metrics([{ where: 'alarm', namespace: 'AWS/SQS', name: 'ApproximateAge', dimensions: { QueueName: 'q' } }])],
  ];
  const missed = faults.filter(([title, expected, run]) => {
    const hit = run().find(finding => finding.includes(expected));
    console.log(hit ? `found   ${title}: ${hit}` : `MISSED  ${title}`);
    return !hit;
  });
  return missed.length === 0;
}
