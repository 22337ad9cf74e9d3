// Compares a policy with AWS's action data.
import { isKey, overlaps } from './data.mjs';

const list = value => (value === undefined ? [] : [].concat(value));

// In this service an action needs permission for each kind of resource that the data calls required. In the others the
// data also calls alternatives required (bedrock:InvokeModel lists every kind of model).
const NEEDS_EVERY_KIND = new Set(['ec2']);

// Findings in one policy, as sentences.
export function findings(policy, aws) {
  return [...list(policy.Statement).flatMap(statement => ofStatement(statement, aws)), ...missingKinds(policy, aws)];
}

function ofStatement(statement, aws) {
  const found = [];
  const name = statement.Sid ?? '(no sid)';
  const resources = list(statement.Resource);
  const everywhere = resources.every(resource => resource === '*');
  const used = new Set();
  for (const pattern of list(statement.Action)) {
    const actions = aws.actions(pattern);
    if (actions.length === 0) found.push(`${name}: AWS has no action ${pattern}`);
    if (/[*?]/.test(pattern)) {
      resources.filter(resource => actions.some(action => matching(action, resource).length > 0)).forEach(resource => used.add(resource));
      continue;
    }
    for (const action of actions) {
      const types = everywhere ? action.types : action.types.filter(type => resources.some(resource => type.arn && overlaps(resource, type.arn)));
      resources.filter(resource => matching(action, resource).length > 0).forEach(resource => used.add(resource));
      if (resources.length > 0) {
        if (action.types.length === 0 && !resources.includes('*')) found.push(`${name}: ${action.id} has no resources, so Resource must be "*"`);
        if (action.types.length > 0 && !everywhere && types.length === 0) found.push(`${name}: ${action.id} knows none of these resources; it knows ${action.types.map(type => type.name).join(', ')}`);
        if (action.types.some(type => type.required) && everywhere) found.push(`${name}: ${action.id} on "*" can be limited to ${action.types.map(type => type.name).join(', ')}`);
      }
      for (const key of keysOf(statement)) {
        const known = aws.isGlobal(key) || isClaim(statement, key) || [...action.keys, ...types.flatMap(type => type.keys)].some(each => isKey(each, key));
        if (!known) found.push(`${name}: ${action.id} does not know the condition key ${key}`);
      }
    }
  }
  if (!everywhere) resources.filter(resource => resource !== '*' && !used.has(resource)).forEach(resource => found.push(`${name}: no action here knows the resource ${resource}`));
  return found;
}

function missingKinds(policy, aws) {
  const allowed = new Map();
  for (const statement of list(policy.Statement).filter(each => each.Effect === 'Allow')) {
    for (const id of list(statement.Action)) allowed.set(id, [...(allowed.get(id) ?? []), ...list(statement.Resource)]);
  }
  return [...allowed].filter(([id]) => NEEDS_EVERY_KIND.has(id.split(':')[0])).flatMap(([id, resources]) => aws.actions(id).flatMap(action => action.types
    .filter(type => type.required && !/^ec2:(Create|Delete)Tags$/.test(id) && !resources.some(resource => resource === '*' || overlaps(resource, type.arn)))
    .map(type => `${id} also needs a resource of the kind ${type.name}`)));
}

const matching = (action, resource) => action.types.filter(type => type.arn && overlaps(resource, type.arn));
// A claim of the token that the statement's own identity provider signs, as in token.actions.githubusercontent.com:sub.
const isClaim = (statement, key) => list(statement.Principal?.Federated).some(provider => /:(aud|sub)$/.test(key) && key.replace(/:[a-z]+$/, '') === provider.split(':oidc-provider/')[1]);
const keysOf = statement => Object.values(statement.Condition ?? {}).flatMap(keys => Object.keys(keys));

export { list };
