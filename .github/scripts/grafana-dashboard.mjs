// grafana-dashboard.mjs DASHBOARD FOLDER: writes two files for check-observability. queries.yaml contains each query of the
// dashboard as a rule, so that promtool parses it. dashboard.ts contains the dashboard and its panels as literals of
// Grafana's types, so that the compiler finds unknown fields and wrong values.
import fs from 'node:fs';

const [, , file, folder] = process.argv;
const dashboard = JSON.parse(fs.readFileSync(file, 'utf8'));

const rules = dashboard.panels
  .flatMap(panel => panel.targets)
  .map((target, at) => ({
    record: `query${at}`,
    expr: target.expr.replaceAll('$__rate_interval', '1m').replaceAll('$namespace', '.*'),
  }));
if (rules.length === 0) {
  throw new Error('The dashboard has no query.');
}
fs.writeFileSync(`${folder}/queries.yaml`, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));

const types = { timeseries: 'timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen', 'state-timeline': 'statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen' };
// The package does not export these files by name.
const raw = './node_modules/@grafana/schema/dist/types/raw/composable';
const literals = dashboard.panels.flatMap(({ type, options, fieldConfig }, at) => {
  if (!types[type]) {
    throw new Error(`Unknown type of panel: ${type}`);
  }
  return [
    `const options${at}: Plain<import('${raw}/${types[type]}').Options> = ${JSON.stringify(options)};`,
    `const custom${at}: Plain<import('${raw}/${types[type]}').FieldConfig> = ${JSON.stringify(fieldConfig.defaults.custom)};`,
  ];
});
fs.writeFileSync(
  `${folder}/dashboard.ts`,
  `// JSON has strings where Grafana's types have enums.
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Target = { datasource: { type: 'prometheus'; uid: string }; expr: string; legendFormat: string; refId: string };

const dashboard: Plain<import('@grafana/schema').Dashboard> = ${JSON.stringify(dashboard, null, 1)};
const targets: Target[] = ${JSON.stringify(dashboard.panels.flatMap(panel => panel.targets))};
${literals.join('\n')}
`,
);
