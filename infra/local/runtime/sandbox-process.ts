import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SANDBOX = join(import.meta.dirname, '..', '..', '..', 'test', 'sandbox', 'main.ts');
const READY = /^ready (http:\S+)$/;
const END_WITHIN_MS = 1000;

/** The sevdesk sandbox in a process of its own. */
export interface SandboxProcess {
  /** Base address of its API. */
  readonly url: string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Ends it, by force after a second. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the sandbox and waits until it is ready. What it writes goes to `onLine`; `args` are those of its `main.ts`.
 * @throws Error when it ends before.
 */
export async function startSandboxProcess(
  onLine: (line: string) => void,
  args: readonly string[] = [],
): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [SANDBOX, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  // So that it does not outlive this process, when that is ended at once.
  process.once('exit', kill);
  const ended = once(child, 'exit').finally(() => process.off('exit', kill));
  const lines = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  for (const line of lines) line.on('line', onLine);
  const ready = new Promise<string>((resolve) => {
    lines[0]?.on('line', (line) => {
      const url = READY.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([ready, ended.then(() => undefined)]);
  if (url === undefined) throw new Error(`The sevdesk sandbox ended before it was ready: node ${SANDBOX} says why`);
  return {
    url,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(kill, END_WITHIN_MS);
      await ended;
      clearTimeout(force);
    },
  };
}
