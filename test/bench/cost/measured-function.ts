import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFunctionThread } from '../../../infra/local/runtime/function-thread.ts';
import type { LocalFunction } from '../../../infra/local/runtime/local-function.ts';
import type { TimedAnswer, TimedPayload } from './timed-handler.ts';

export interface Timing {
  readonly wallMs: number;
  /** Of the function's thread. */
  readonly cpuMs: number;
  readonly logLines: readonly string[];
}

/** A function of the stack in a thread, warm from its first invocation on. */
export interface MeasuredFunction {
  /** From now on it is so far ahead. */
  readonly setClock: (aheadMs: number) => Promise<void>;
  /** @throws Error when it fails, or reports that a message failed. */
  readonly invoke: (payload: unknown) => Promise<Timing>;
  readonly close: () => Promise<void>;
}

const TIMED = new URL('./timed-handler.ts', import.meta.url).href;

export function startMeasuredFunction(declared: LocalFunction): MeasuredFunction {
  const folder = mkdtempSync(join(tmpdir(), 'sevdesk-relay-cost-'));
  writeFileSync(join(folder, 'index.mjs'), `export { handler } from ${JSON.stringify(TIMED)};`);
  const environment = { ...declared.environment, BUNDLE: join(declared.folder, 'index.mjs') };
  let logLines: string[] = [];
  const thread = startFunctionThread({ ...declared, folder, environment }, (line) => void logLines.push(line));
  const run = (payload: TimedPayload) => thread.invoke(payload) as Promise<TimedAnswer | null>;
  return {
    setClock: async (aheadMs) => void (await run({ aheadMs })),
    async invoke(payload) {
      logLines = [];
      const answer = await run({ payload });
      if (!answer || isFailure(answer.result)) throw new Error(`${declared.name} failed: ${logLines.join('\n')}`);
      const { wallMs, cpuMs } = answer;
      return { wallMs, cpuMs, logLines };
    },
    async close() {
      await thread.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function isFailure(result: unknown): boolean {
  const { batchItemFailures = [] } = (result ?? {}) as { batchItemFailures?: unknown[] };
  return batchItemFailures.length > 0;
}
