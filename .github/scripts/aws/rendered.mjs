// What `terraform test -json -verbose` planned and created.
import fs from 'node:fs';

// Each resource as { address, run, applied, values }; a plan lacks the values that are known only after an apply.
export function resources(file) {
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line)).flatMap(message => {
    const run = message['@testrun'];
    const changes = (message.test_plan?.resource_changes ?? []).map(each => ({ run, applied: false, address: each.address, values: each.change.after ?? {} }));
    const states = modules(message.test_state?.root_module ?? message.test_state?.values?.root_module).map(each => ({ run, applied: true, address: each.address, values: each.values }));
    return [...changes, ...states];
  });
}

const modules = module => (module ? [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(modules)] : []);

// The policies among them, each once: { address, run, policy }.
export function policies(all) {
  const found = new Map();
  for (const { address, run, values } of all) {
    for (const name of ['policy', 'assume_role_policy', 'policy_document', 'json']) {
      const text = values[name];
      const policy = typeof text === 'string' && text.startsWith('{') ? JSON.parse(text) : {};
      // A registry's life cycle policy has rules, and mocked policies have no statements.
      if (policy.Statement?.length > 0) found.set(`${address} ${text}`, { address: `${address}.${name}`, run, policy });
    }
  }
  return [...found.values()];
}
