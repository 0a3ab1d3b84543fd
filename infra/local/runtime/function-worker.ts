import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { lambdaContext } from './lambda-context.ts';
import { loadAsLambda } from './lambda-modules.ts';
import type { LocalFunction } from './local-function.ts';

/** What the thread is asked. `payload` is JSON, as Lambda passes it. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
}

/** What it answers; `result` is JSON, and undefined when the handler answered nothing. */
export type Answer =
  | { readonly kind: 'done'; readonly result: string | undefined }
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string };

type Handler = (event: unknown, context: object) => unknown;

const EXTENSIONS = ['.mjs', '.js', '.cjs'];

const hosted = workerData as LocalFunction;
const port = parentPort as MessagePort;

const handler = await loadHandler(hosted);
port.on('message', async (invocation: Invocation) => port.postMessage(await run(invocation)));
port.postMessage('ready');

async function loadHandler({ folder, handler: path }: LocalFunction): Promise<Handler> {
  const dot = path.lastIndexOf('.');
  const candidates = EXTENSIONS.map((extension) => join(folder, path.slice(0, dot) + extension));
  const file = candidates.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`None of ${candidates.join(', ')} exists`);
  const loaded = (await loadAsLambda(folder)(file))[path.slice(dot + 1)];
  if (typeof loaded !== 'function') throw new Error(`${file} has no handler ${path.slice(dot + 1)}`);
  return loaded as Handler;
}

async function run({ requestId, payload }: Invocation): Promise<Answer> {
  try {
    const result = await handler(JSON.parse(payload), lambdaContext(hosted, requestId));
    return { kind: 'done', result: JSON.stringify(result) };
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', errorType: known.name, errorMessage: known.message };
  }
}
