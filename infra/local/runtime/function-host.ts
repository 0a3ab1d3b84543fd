import { FunctionNotFound } from '../services/function-not-found.ts';
import { FunctionFailed } from './function-failed.ts';
import { type FunctionThread, startFunctionThread } from './function-thread.ts';
import type { LocalFunction } from './local-function.ts';

/** Takes a line that a function wrote, or that is about it. */
export type FunctionLog = (functionName: string, line: string) => void;

export interface FunctionHost {
  readonly add: (added: LocalFunction) => void;
  /**
   * Runs the function and answers what it answers. `function` is its name, logical id or ARN.
   * @throws FunctionFailed with name and message of what the function threw; it was logged. FunctionNotFound when there is none.
   */
  readonly invoke: (functionKey: string, payload: unknown) => Promise<unknown>;
  /** Ends all threads; what still runs fails. */
  readonly close: () => Promise<void>;
}

/**
 * Runs functions as Lambda does: one invocation at a time per thread, a thread more when all are busy, and warm ones
 * used again, whose module state is what the last invocation left. Nothing is frozen between invocations.
 */
export function createFunctionHost(onLog: FunctionLog): FunctionHost {
  const pools: Pool[] = [];
  let closing = false;
  return {
    add: (added) => pools.push({ function: added, warm: [], all: new Set() }),
    invoke: async (functionKey, payload) => {
      const pool = pools.find(({ function: { name, logicalId, arn } }) => [name, logicalId, arn].includes(functionKey));
      if (!pool) throw new FunctionNotFound(functionKey);
      if (closing) throw new FunctionFailed('ServiceException', 'The local account is stopping');
      return invokeIn(pool, payload, onLog);
    },
    close: async () => {
      closing = true;
      await Promise.all(pools.flatMap(({ all }) => [...all].map((thread) => thread.close())));
    },
  };
}

interface Pool {
  readonly function: LocalFunction;
  readonly warm: FunctionThread[];
  readonly all: Set<FunctionThread>;
}

async function invokeIn(pool: Pool, payload: unknown, onLog: FunctionLog): Promise<unknown> {
  const { name } = pool.function;
  const thread = takeThread(pool, (line) => onLog(name, line));
  try {
    return await thread.invoke(payload);
  } catch (error) {
    onLog(name, `${(error as Error).name}: ${(error as Error).message}`);
    throw error;
  } finally {
    if (thread.isAlive()) pool.warm.push(thread);
    else pool.all.delete(thread);
  }
}

function takeThread(pool: Pool, onLine: (line: string) => void): FunctionThread {
  for (let thread = pool.warm.pop(); thread; thread = pool.warm.pop()) {
    if (thread.isAlive()) return thread;
    pool.all.delete(thread);
  }
  const started = startFunctionThread(pool.function, onLine);
  pool.all.add(started);
  return started;
}
