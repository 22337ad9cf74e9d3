// AWS's published action data: the actions of each service, the kinds of resources and the condition keys that they know.
import fs from 'node:fs';
import path from 'node:path';

// Condition keys that AWS fills in for every action. The keys of tags (aws:RequestTag/…, aws:ResourceTag/…, aws:TagKeys)
// are not among them: each action must know them.
const GLOBAL = new Set(
  ['CalledVia', 'CalledViaFirst', 'CalledViaLast', 'CurrentTime', 'EpochTime', 'PrincipalAccount', 'PrincipalArn', 'PrincipalIsAWSService',
    'PrincipalOrgID', 'PrincipalServiceName', 'PrincipalType', 'RequestedRegion', 'ResourceAccount', 'ResourceOrgID', 'SecureTransport',
    'SourceAccount', 'SourceArn', 'SourceIp', 'SourceOrgID', 'SourceVpc', 'SourceVpce', 'userid', 'username', 'ViaAWSService'].map(key => `aws:${key}`.toLowerCase()));

export function awsData(folder) {
  const read = (kind, service) => {
    const file = path.join(folder, kind, `${service}.json`);
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  };
  const cache = new Map();
  const of = service => {
    if (!cache.has(service)) cache.set(service, { actions: read('actions', service), types: read('resourceTypes', service) });
    return cache.get(service);
  };
  const glob = pattern => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i');

  return {
    isGlobal: key => GLOBAL.has(key.toLowerCase()),

    // The actions that "service:Name*" stands for, each as { id, types, keys }.
    actions(pattern) {
      const [service, name] = pattern.split(':');
      const { actions, types } = of(service.toLowerCase());
      return Object.values(actions).filter(action => glob(name ?? '').test(action.name)).map(action => ({
        id: `${service}:${action.name}`,
        keys: action.conditionKeys,
        types: action.resourceTypes.map(type => ({
          name: type.name,
          required: type.required,
          arn: types[type.name.toLowerCase()]?.arn,
          // A resource's own keys apply to each action on it, except those that only a request has.
          keys: [...type.conditionKeys, ...(types[type.name.toLowerCase()]?.conditionKeys ?? []).filter(key => !/^aws:(RequestTag|TagKeys)/i.test(key))],
        })),
      }));
    },

    // Names of operations that could be calls of these services, in the SDK's spelling.
    names: services => new Set(services.flatMap(service => Object.values(of(service).actions).map(action => action.name[0].toLowerCase() + action.name.slice(1)))),
  };
}

// True if the data's key, which may contain "${TagKey}" or "<key>", is this key.
export function isKey(known, key) {
  const pattern = known.replace(/[.*+?^()|[\]\\/]/g, '\\$&').replace(/\$\{[^}]+\}|<[^>]+>/g, '.+');
  return new RegExp(`^${pattern}$`, 'i').test(key);
}

// True if a string exists that both the resource in a policy ("*" and "?" are wildcards) and the ARN in the data match.
export function overlaps(resource, arn) {
  const a = [...resource].map(c => (c === '*' ? { many: true } : c === '?' ? { one: true } : { c }));
  // What these placeholders cannot contain; other names may contain anything.
  const without = { '${BucketName}': '/', '${Partition}': ':', '${Region}': ':', '${Account}': ':' };
  const b = arn.split(/(\$\{[^}]+\})/).flatMap(part => (part.startsWith('${') ? [{ many: true, without: without[part] }] : [...part].map(c => ({ c }))));
  const seen = new Set();
  const both = (i, j) => {
    if (i === a.length && j === b.length) return true;
    const at = i * (b.length + 1) + j;
    if (seen.has(at)) return false;
    seen.add(at);
    const x = a[i], y = b[j];
    if (x?.many && (both(i + 1, j) || (y && !y.many && both(i, j + 1)) || (y?.many && both(i, j + 1)))) return true;
    if (y?.many && (both(i, j + 1) || (x && !x.many && !(y.without && x.c === y.without) && both(i + 1, j)))) return true;
    return Boolean(x && y && !x.many && !y.many && (x.one || x.c === y.c) && both(i + 1, j + 1));
  };
  return both(0, 0);
}
