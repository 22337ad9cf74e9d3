// Calls every operation through openapi-fetch with the types of openapi-typescript, and reads every answer.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type Answer = components['schemas']['GenerateAnswer'];
type Problem = components['schemas']['Problem'];

const largeSeed = 3_893_231_615;
const textModel = 'amazon.nova-lite-v1:0';
const client = createClient<paths>({ baseUrl: process.argv[2] });

function check(what: string, isTrue: boolean): asserts isTrue {
  if (!isTrue) throw new Error(`not as described: ${what}`);
}

function read<T>(answer: { data?: T; error?: unknown; response: Response }, status = 200): T {
  check(`${status}, not ${answer.response.status}: ${JSON.stringify(answer.error)}`, answer.response.status === status);
  check('a body', answer.data !== undefined);
  return answer.data;
}

function refused(answer: { error?: Problem; response: Response }, status: number, code: Problem['code']) {
  check(`${status}, not ${answer.response.status}`, answer.response.status === status);
  check(`the code ${code}, not ${answer.error?.code}`, answer.error?.code === code);
}

// The property `kind` is what lets the compiler narrow the type.
function image(answer: Answer) {
  check(`an image, not ${answer.kind}`, answer.kind === 'image');
  return answer;
}

function text(answer: Answer) {
  check(`a text, not ${answer.kind}`, answer.kind === 'text');
  return answer;
}

async function description() {
  const described = read(await client.GET('/openapi.json'));
  check('the description', described.openapi.startsWith('3.1.'));
}

async function models() {
  const catalogue = read(await client.GET('/models'));
  check('the default model is in the list', catalogue.models.some(model => model.id === catalogue.default));
  check("a seed's limit is above an int", catalogue.models.some(model => (model.limits.seed?.max ?? 0) > 2 ** 31));
}

async function images() {
  const body = { prompt: 'a red house by a fjord', seed: largeSeed, metadata: { ticket: 'A-1' } };
  const made = image(read(await client.POST('/generate', { body })));
  check("the image's message", made.message.length > 0);
  check("the image's path", made.image_path.endsWith('.png'));
  check("the image's seed", made.seed === largeSeed);

  const path = { id: made.id };
  const record = read(await client.GET('/generations/{id}', { params: { path } }));
  check("the record's status", record.status === 'done');
  check("the record's seed", record.seed === largeSeed);
  check("the record's metadata", record.prompt?.metadata?.ticket === 'A-1');

  const content = read(await client.GET('/generations/{id}/content', { params: { path }, parseAs: 'arrayBuffer' }));
  check("the image's size", content.byteLength === made.bytes);
  check('the image is a PNG', new Uint8Array(content)[0] === 0x89);
  const begin = { path, header: { Range: 'bytes=1-3' } };
  const part = read(await client.GET('/generations/{id}/content', { params: begin, parseAs: 'text' }), 206);
  check('a part of the image', part === 'PNG');
  const beyond = { path, header: { Range: 'bytes=999999999-' } };
  refused(await client.GET('/generations/{id}/content', { params: beyond }), 416, 'RANGE_NOT_SATISFIABLE');
  const known = { path, header: { 'If-None-Match': `"${record.result?.sha256}"` } };
  check('304', (await client.GET('/generations/{id}/content', { params: known })).response.status === 304);
  const other = { path, header: { 'If-Match': '"other"' } };
  refused(await client.GET('/generations/{id}/content', { params: other }), 412, 'PRECONDITION_FAILED');
}

async function texts() {
  const params = { header: { 'Idempotency-Key': crypto.randomUUID() } };
  const body = { prompt: 'a haiku about snow', model: textModel };
  const made = text(read(await client.POST('/generate', { params, body })));
  check("the text's path", made.text_path.endsWith('.txt'));
  check('a text has no seed', made.seed === null);
  check("the text's stop reason", made.stopReason !== undefined);
  const path = { id: made.id };
  const content = read(await client.GET('/generations/{id}/content', { params: { path }, parseAs: 'text' }));
  check('the text', content === made.text);

  check('the same key', text(read(await client.POST('/generate', { params, body }))).id === made.id);
  const another = { prompt: 'another', model: textModel };
  refused(await client.POST('/generate', { params, body: another }), 422, 'IDEMPOTENCY_KEY_REUSED');
}

async function queued() {
  const params = { header: { Prefer: 'respond-async' } };
  const accepted = read(await client.POST('/generate', { params, body: { prompt: 'later', model: textModel } }), 202);
  check(`queued, not ${accepted.kind}`, accepted.kind === 'queued');
  check('the path of the record', accepted.status_url.endsWith(accepted.id));
  for (let tries = 0; tries < 120; tries++) {
    const path = { id: accepted.id };
    if (read(await client.GET('/generations/{id}', { params: { path } })).status === 'done') return;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  check('the prompt is done within a minute', false);
}

async function pages() {
  const first = read(await client.GET('/generations', { params: { query: { limit: 1 } } }));
  check('another page', first.next !== null);
  const second = read(await client.GET('/generations', { params: { query: { limit: 100, before: first.next } } }));
  check('the second page', !second.generations.some(row => row.id === first.generations[0].id));
  check('all of them are listed', second.generations.length >= 2);
  const query = { status: 'done' as const, model: textModel, text: 'HAIKU' };
  const found = read(await client.GET('/generations', { params: { query } }));
  check('the text is found', found.generations.length > 0);
  check('the search looked at generations', found.searched.generations > 0);
}

async function costs() {
  const { days } = read(await client.GET('/costs', { params: { query: { days: 2 } } }));
  check('the cost of today', days[0].usd > 0);
}

async function removed() {
  const made = text(read(await client.POST('/generate', { body: { prompt: 'not kept', model: textModel } })));
  const path = { id: made.id };
  const record = read(await client.DELETE('/generations/{id}', { params: { path } }));
  check('the record says that it was deleted', record.times.deleted !== undefined);
  refused(await client.GET('/generations/{id}/content', { params: { path } }), 410, 'CONTENT_DELETED');
}

async function problems() {
  refused(await client.GET('/generations', { params: { query: { limit: 0 } } }), 400, 'BAD_REQUEST');
  refused(await client.GET('/generations/{id}', { params: { path: { id: 'unknown' } } }), 404, 'NOT_FOUND');
  const body = { prompt: 'a red house', aspectRatio: '7:1' };
  refused(await client.POST('/generate', { body }), 422, 'INVALID_PROMPT');
}

for (const step of [description, models, images, texts, queued, pages, costs, removed, problems]) {
  await step();
}
