import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { listenLocally } from '../../../infra/local/services/listen-locally.ts';
import { LARGEST_PAGE } from '../../../shared/sevdesk/page.ts';
import type { Account } from '../../sandbox/account.ts';
import { controlActions } from '../../sandbox/control/actions.ts';
import type { ApiAnswer } from '../../sandbox/http/api-answer.ts';
import { ApiError, errorAnswer } from '../../sandbox/http/api-error.ts';
import { route } from '../../sandbox/http/route.ts';
import { World } from '../../sandbox/world.ts';
import { answerParent } from './bench-process.ts';
import { nextOffset, pageAddress } from './page-address.ts';
import { type DataChange, START_MS } from './situations.ts';

/** An account of the sandbox whose lists are rendered before they are asked for, so that nobody waits for them. */
export type ServerQuestion =
  | { readonly kind: 'load'; readonly records: number }
  | { readonly kind: 'change'; readonly change: DataChange }
  | { readonly kind: 'requests' };

/** Address of the API, and requests since the last question. */
export interface ServerAnswer {
  readonly url: string;
  readonly requests: number;
}

const TOKEN = 'b'.repeat(32);
const HOUR_MS = 3_600_000;

let nowMs = START_MS;
let requests = 0;
let changes = 0;
let world = new World(() => nowMs);
let account: Account | undefined;
const rendered = new Map<string, Rendered>();

interface Rendered {
  readonly status: number;
  readonly body: Buffer;
  /** As web servers send it to those who accept it. */
  readonly packed: Buffer;
}

const server = createServer((request, response) => {
  requests += 1;
  const address = (request.url ?? '').replace('/api/v1/', '');
  const { status, body, packed } = rendered.get(address) ?? render(address);
  const packs = process.env.PLAIN_PAGES === undefined && request.headers['accept-encoding']?.includes('gzip');
  const sent = packs ? packed : body;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(packs && { 'content-encoding': 'gzip' }),
    'content-length': sent.length,
    date: new Date(nowMs).toUTCString(),
  });
  response.end(sent);
});
const url = `http://127.0.0.1:${await listenLocally(server)}/api/v1`;

answerParent<ServerQuestion, ServerAnswer>(async (question) => {
  if (question.kind === 'load') load(question.records);
  if (question.kind === 'change') change(question.change);
  const answer = { url, requests };
  requests = 0;
  return answer;
});

function load(records: number): void {
  world = new World(() => nowMs);
  world.createAccount({ token: TOKEN });
  account = world.owner(TOKEN);
  controlActions.seed(world, { token: TOKEN, model: 'Contact', count: 20 });
  controlActions.seed(world, { token: TOKEN, model: 'Invoice', count: records });
  renderPages();
}

/** Each change is an hour after the last one. */
function change(wanted: DataChange): void {
  nowMs += HOUR_MS;
  changes += 1;
  const target = { token: TOKEN, model: 'Invoice', id: middleInvoice() };
  const fields = { header: `Änderung ${changes}` };
  if (wanted === 'update') controlActions.patch(world, { ...target, fields });
  else if (wanted === 'delete') controlActions.deleteRecord(world, target);
  else controlActions.createRecord(world, { ...target, fields });
  renderPages();
}

function middleInvoice(): string {
  const invoices = world.owner(TOKEN).records('Invoice');
  return invoices[Math.floor(invoices.length / 2)]?.id ?? '';
}

/** As the sandbox would answer each page; every record is rendered once, not in each page again. */
function renderPages(): void {
  rendered.clear();
  const records = world
    .owner(TOKEN)
    .listed('Invoice')
    .map((record) => JSON.stringify(record));
  const total = records.length;
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const rows = records.slice(offset, offset + LARGEST_PAGE);
    const body = Buffer.from(`{"total":"${total}","objects":[${rows.join(',')}]}`);
    rendered.set(pageAddress(offset), { status: 200, body, packed: gzipSync(body) });
    offset = nextOffset(offset, rows.length, total);
  }
  const [[address = '', page] = []] = rendered;
  if (!page?.body.equals(render(address).body)) throw new Error('The sandbox renders pages otherwise');
}

function render(address: string): Rendered {
  const [path, search] = address.split('?');
  const { status, json } = answerTo(`/${path}`, new URLSearchParams(search));
  const body = Buffer.from(JSON.stringify(json));
  return { status, body, packed: gzipSync(body) };
}

function answerTo(path: string, query: URLSearchParams): ApiAnswer {
  if (!account) throw new Error('Nothing was loaded');
  try {
    return route({ account, method: 'GET', path, query, body: {}, origin: '' });
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error.refusal);
    throw error;
  }
}
