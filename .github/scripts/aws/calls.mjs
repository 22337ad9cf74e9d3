// Compares calls.txt with the calls in the code, and with the permissions of the task role.
import fs from 'node:fs';
import path from 'node:path';
import { list } from './policies.mjs';

const SERVICES = ['sqs', 's3', 'bedrock', 'cloudwatch', 'kms', 'secretsmanager', 'sns', 'sts', 'ecs', 'logs'];
// Operations that AWS lists under another name than the SDK.
const RENAMED = ['headObject', 'headBucket', 'converse', 'converseStream', 'invokeModelWithResponseStream', 'copyObject', 'listObjects', 'listObjectVersions', 'createMultipartUpload', 'uploadPart', 'getFoundationModel', 'getFoundationModelAvailability'];
// What the SDK appends to the name of an operation or puts before it.
const bare = name => name.replace(/^presign/, '').replace(/(AsBytes|Paginator|Batch|V2)+$/, '').replace(/^./, c => c.toLowerCase());
// The operations that Camel's endpoints call without an option.
const ENDPOINTS = { 'aws2-sqs': ['receiveMessage', 'sendMessage'], 'aws2-s3': ['putObject'], 'aws-bedrock': [] };

export function table(text) {
  return text.split('\n').filter(line => line.trim() && !line.startsWith('#')).map(line => {
    const [call, permission, target, who, by] = line.split('|').map(cell => cell.trim());
    return { call, permission, target, who, by };
  });
}

// The calls in Java files that use the SDK, and in routes, each with its file.
export function callsIn(files, aws) {
  const names = new Set([...aws.names(SERVICES), ...RENAMED]);
  const found = new Map();
  for (const [file, text] of files) {
    if (file.endsWith('.java') && /software\.amazon\.awssdk\.services/.test(text)) {
      for (const [, name] of text.matchAll(/(?:\.|::)([a-z][A-Za-z0-9]+)\b(?=\s*\(|\s*[,)])/g)) if (names.has(name) || names.has(bare(name))) found.set(name, file);
    }
    if (file.endsWith('.yaml')) {
      for (const [, component] of text.matchAll(/uri:\s*"?(aws2?-[a-z0-9]+):/g)) {
        if (!(component in ENDPOINTS)) found.set(`${component} (an endpoint of Camel)`, file);
        for (const name of ENDPOINTS[component] ?? []) found.set(name, file);
      }
      for (const [, name] of text.matchAll(/^\s+operation:\s*([A-Za-z]+)\s*$/gm)) found.set({ invokeImageModel: 'invokeModel' }[name] ?? name, file);
    }
  }
  return found;
}

export function filesBelow(folder, endings) {
  return fs.readdirSync(folder, { recursive: true }).filter(name => endings.some(ending => name.endsWith(ending)))
    .map(name => [path.join(folder, name), fs.readFileSync(path.join(folder, name), 'utf8')]);
}

export function codeFindings(rows, calls) {
  const known = new Set(rows.map(row => row.call));
  const listed = rows.filter(row => !row.call.startsWith('('));
  return [
    ...[...calls].filter(([name]) => !known.has(name)).map(([name, file]) => `${file} calls ${name}, which calls.txt does not contain`),
    ...listed.filter(row => !calls.has(row.call)).map(row => `calls.txt contains ${row.call}, which nothing calls`),
  ];
}

// What kind of resource an ARN of the task role names.
function target(arn) {
  if (arn === '*') return 'any';
  const service = arn.split(':')[2];
  if (service === 'sqs') return arn.endsWith('dead-letters') ? 'dead-letters' : 'prompts';
  if (service === 's3') return arn.includes('/') ? 'objects' : 'bucket';
  return { bedrock: 'models', kms: 'keys' }[service] ?? service;
}

export function roleFindings(rows, policy) {
  const granted = new Set(list(policy.Statement).filter(each => each.Effect === 'Allow').flatMap(
    statement => list(statement.Action).flatMap(action => list(statement.Resource).map(resource => `${action} on ${target(resource)}`))));
  const of = who => new Set(rows.filter(row => row.who === who).map(row => `${row.permission} on ${row.target}`));
  const needed = of('task'), optional = of('task-option');
  return [
    ...[...needed].filter(each => !granted.has(each)).map(each => `the task role lacks ${each}`),
    ...[...granted].filter(each => !needed.has(each) && !optional.has(each)).map(each => `the task role has ${each}, which no call needs`),
  ];
}
