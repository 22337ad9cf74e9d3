// Checks rendered manifests; check-kubernetes runs it. Each manifest is validated against its kind's schema, which finds
// missing fields and wrong values, and becomes a TypeScript literal of its kind's type in literals.ts, which finds unknown
// fields. Then the names by which manifests refer to each other are checked.
import fs from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';

const packages = { 'keda.sh': '@kubernetes-models/keda', 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };

// The keys of KEDA's aws-sqs-queue trigger. Its schema allows any.
const sqsTrigger = ['awsEndpoint', 'awsRegion', 'queueURL', 'queueURLFromEnv', 'queueLength', 'activationQueueLength', 'scaleOnInFlight', 'scaleOnDelayed'];

const literals = new Map();
let failed = false;
let where;

function check(right, message) {
  if (!right) {
    failed = true;
    console.error(`FAIL  ${where}: ${message}`);
  }
}

async function validate(manifest) {
  const { apiVersion, kind } = manifest;
  const at = `${packages[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
  const model = (await import(at))[kind];
  try {
    new model(manifest).validate();
  } catch (error) {
    check(false, `${kind} ${manifest.metadata.name}: ${error.message}`);
  }
  const json = JSON.stringify(manifest, null, 2);
  if (!literals.has(json)) {
    const name = `m${literals.size}`;
    literals.set(json, `import type { I${kind} as T${name} } from '${at}';\nexport const ${name}: T${name} = ${json};\n`);
  }
}

const selects = (selector, labels) => Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);

function references(manifests) {
  const all = kind => manifests.filter(manifest => manifest.kind === kind);
  const has = (kind, name) => all(kind).some(manifest => manifest.metadata.name === name);
  const deployment = all('Deployment')[0];
  const pod = deployment.spec.template;
  const container = pod.spec.containers[0];
  const ports = container.ports.map(port => port.name);

  check(all('Namespace').length === 1, 'there must be one Namespace');
  check(manifests.every(each => each.kind === 'Namespace' || each.metadata.namespace === all('Namespace')[0].metadata.name), 'everything must be in the Namespace');
  check(selects(deployment.spec.selector.matchLabels, pod.metadata.labels), 'the Deployment does not select its pods');
  for (const from of container.envFrom) {
    check(has('ConfigMap', from.configMapRef.name), `there is no ConfigMap ${from.configMapRef.name}`);
  }
  for (const volume of pod.spec.volumes.filter(each => each.configMap)) {
    check(has('ConfigMap', volume.configMap.name), `there is no ConfigMap ${volume.configMap.name}`);
  }
  check(has('ServiceAccount', pod.spec.serviceAccountName), `there is no ServiceAccount ${pod.spec.serviceAccountName}`);

  for (const service of all('Service')) {
    check(selects(service.spec.selector, pod.metadata.labels), `Service ${service.metadata.name} selects no pod`);
    for (const port of service.spec.ports) {
      check(ports.includes(port.targetPort), `Service ${service.metadata.name}: pods have no port ${port.targetPort}`);
    }
  }
  for (const policy of all('NetworkPolicy')) {
    check(selects(policy.spec.podSelector.matchLabels, pod.metadata.labels), `NetworkPolicy ${policy.metadata.name} selects no pod`);
    for (const port of (policy.spec.ingress ?? []).flatMap(rule => rule.ports)) {
      check(ports.includes(port.port), `NetworkPolicy ${policy.metadata.name}: pods have no port ${port.port}`);
    }
    // A label that Kustomize added here would let in, or out to, Caravan's own pods only.
    for (const peer of [...(policy.spec.ingress ?? []).flatMap(rule => rule.from ?? []), ...(policy.spec.egress ?? []).flatMap(rule => rule.to ?? [])]) {
      check(peer.podSelector?.matchLabels?.['app.kubernetes.io/name'] !== 'caravan', `NetworkPolicy ${policy.metadata.name} names Caravan's pods as their own peers`);
    }
  }
  for (const budget of all('PodDisruptionBudget')) {
    check(selects(budget.spec.selector.matchLabels, pod.metadata.labels), 'the PodDisruptionBudget selects no pod');
  }

  for (const scaled of all('ScaledObject')) {
    check(has('Deployment', scaled.spec.scaleTargetRef.name), `there is no Deployment ${scaled.spec.scaleTargetRef.name}`);
    for (const trigger of scaled.spec.triggers) {
      check(trigger.type === 'aws-sqs-queue', `unknown trigger ${trigger.type}`);
      Object.keys(trigger.metadata).forEach(key => check(sqsTrigger.includes(key), `the trigger has no key ${key}`));
      check(has('TriggerAuthentication', trigger.authenticationRef.name), `there is no TriggerAuthentication ${trigger.authenticationRef.name}`);
      const settings = all('ConfigMap').find(each => each.metadata.name === container.envFrom[0].configMapRef.name)?.data ?? {};
      check(settings[trigger.metadata.queueURLFromEnv], `pods have no ${trigger.metadata.queueURLFromEnv}`);
      check(trigger.metadata.awsRegion === settings.AWS_REGION, 'the trigger is in another region than the pods');
    }
  }
  check(deployment.spec.replicas === undefined, 'the Deployment sets replicas, so each apply would undo the scaling');

  for (const monitor of all('ServiceMonitor')) {
    const services = all('Service').filter(service => selects(monitor.spec.selector.matchLabels, service.metadata.labels));
    check(services.length === 1, `the ServiceMonitor selects ${services.length} Services`);
    for (const endpoint of monitor.spec.endpoints) {
      check(services[0]?.spec.ports.some(port => port.name === endpoint.port), `the ServiceMonitor's Service has no port ${endpoint.port}`);
      check(
        all('NetworkPolicy').some(policy => policy.spec.ingress?.some(rule => rule.from && rule.ports.some(port => port.port === endpoint.port))),
        `no NetworkPolicy lets Prometheus reach the port ${endpoint.port}`,
      );
    }
  }
}

const folder = process.argv[2];
for (const file of fs.readdirSync(folder)) {
  where = path.basename(file, '.yaml');
  const manifests = yaml.loadAll(fs.readFileSync(path.join(folder, file), 'utf8'));
  for (const manifest of manifests) {
    await validate(manifest);
  }
  references(manifests);
  console.log(`${failed ? 'FAIL ' : 'ok   '} ${where}: ${manifests.map(manifest => manifest.kind).join(', ')}`);
}
fs.writeFileSync('literals.ts', [...literals.values()].join('\n'));
process.exit(failed || literals.size === 0 ? 1 : 0);
