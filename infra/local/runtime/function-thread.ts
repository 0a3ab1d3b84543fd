import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { FunctionFailed } from './function-failed.ts';
import type { Answer, Invocation } from './function-worker.ts';
import type { LocalFunction } from './local-function.ts';

/** AWS gives a cold start ten seconds, whatever the function's timeout. */
const INIT_SECONDS = 10;

/** A function loaded in a thread of its own. One invocation at a time. */
export interface FunctionThread {
  /** @throws FunctionFailed; after a timeout or when the thread died, it is not alive any more. */
  readonly invoke: (payload: unknown) => Promise<unknown>;
  readonly isAlive: () => boolean;
  readonly close: () => Promise<void>;
}

export function startFunctionThread(started: LocalFunction, onLine: (line: string) => void): FunctionThread {
  const worker = startWorker(started, onLine);
  let alive = true;
  worker.once('exit', () => {
    alive = false;
  });
  const close = async (): Promise<void> => {
    alive = false;
    await worker.terminate();
  };
  const ready = nextMessage(worker, INIT_SECONDS);
  const run = async (payload: unknown): Promise<unknown> => {
    await ready;
    const requestId = randomUUID();
    worker.postMessage({ requestId, payload: JSON.stringify(payload ?? null) } satisfies Invocation);
    return readAnswer((await nextMessage(worker, started.timeoutSeconds)) as Answer);
  };
  return {
    isAlive: () => alive,
    close,
    invoke: async (payload) => {
      try {
        return await run(payload);
      } catch (error) {
        if (!(error instanceof AnsweredError)) await close();
        throw asFunctionFailed(error);
      }
    },
  };
}

function startWorker(started: LocalFunction, onLine: (line: string) => void): Worker {
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: started,
    env: { ...started.environment },
    // Not those of this process: they may preload what the function must not see.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: started.memoryMb },
    stdout: true,
    stderr: true,
  });
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on('line', onLine);
  // Between two invocations nobody else listens, and an error without a listener would end this process.
  worker.on('error', (error: Error) => onLine(`${error.name}: ${error.message}`));
  return worker;
}

/** The handler threw, and its thread is as good as before. */
class AnsweredError extends FunctionFailed {}

function readAnswer(answer: Answer): unknown {
  if (answer.kind === 'failed') throw new AnsweredError(answer.errorType, answer.errorMessage);
  return answer.result === undefined ? null : JSON.parse(answer.result);
}

function asFunctionFailed(error: unknown): FunctionFailed {
  if (error instanceof FunctionFailed) return error;
  const { name, message } = error as Error;
  return new FunctionFailed(name, message, { cause: error });
}

/** Rejects when the thread dies first, with what killed it, or when the time is over. */
async function nextMessage(worker: Worker, seconds: number): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  const [message] = await Promise.race([
    once(worker, 'message', { signal }),
    once(worker, 'exit', { signal }).then(([code]) => {
      throw new FunctionFailed('Runtime.ExitError', `The function ended its process with exit code ${code}`);
    }),
    sleep(seconds * 1000, undefined, { signal }).then(() => {
      throw new FunctionFailed('Sandbox.Timedout', `Task timed out after ${seconds} seconds`);
    }),
  ]).finally(() => settled.abort());
  return message;
}
