import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { matchingLine } from './matching-line.ts';
import { type WrittenLines, writtenLines } from './written-lines.ts';

const END_WITHIN_MS = 15_000;

/** Where something is typed. */
export interface Place {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A shell with all that it starts, and what they write. */
export interface ProcessGroup {
  readonly written: WrittenLines;
  /** Gives the shell another line; only for one that was started without a text. */
  readonly type: (line: string) => void;
  /**
   * Waits for a line that looks as expected and answers where it is.
   * @throws Error when it does not come in time, or can come no more.
   */
  readonly see: (expected: string, options: { readonly from: number; readonly withinMs: number }) => Promise<number>;
  /** Asks all of it to end; resolves when the last of it has ended, by force after 15 seconds. */
  readonly end: (signal: 'SIGINT' | 'SIGTERM') => Promise<void>;
}

/** Starts bash in a group of its own, so that it can be ended with everything that it started. It carries out `text`, or what is typed. */
export function startProcessGroup({ folder, environment }: Place, text?: string): ProcessGroup {
  // Both outputs in one pipe, as on a screen: else their lines would mix.
  const args = text === undefined ? [] : ['-c', `exec 2>&1\n${text}`];
  const child = spawn('bash', ['--noprofile', '--norc', ...args], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: [text === undefined ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  child.stdin?.write('exec 2>&1\n');
  const changes = new EventEmitter();
  const written = writtenLines(() => changes.emit('change'));
  for (const output of [child.stdout, child.stderr]) output?.setEncoding('utf8').on('data', written.add);
  let ending: string | undefined;
  // Not 'exit': what the shell started may go on, and holds the output open until it ends.
  const closed = once(child, 'close').then(([code, signal]) => {
    ending = signal === null ? `with exit code ${code}` : `by ${signal}`;
    written.end();
  });
  const kill = () => signalGroup(child.pid, 'SIGKILL');
  process.once('exit', kill);
  return {
    written,
    type: (line) => void child.stdin?.write(`${line}\n`),
    see: async (expected, { from, withinMs }) => {
      const timeUp = AbortSignal.timeout(withinMs);
      for (;;) {
        const at = matchingLine(written.lines, expected, from);
        if (at >= 0) return at;
        if (ending !== undefined) throw new Error(`It ended ${ending} before it showed: ${expected}`);
        if (timeUp.aborted) throw new Error(`It did not show within ${withinMs / 1000} s: ${expected}`);
        await once(changes, 'change', { signal: timeUp }).catch(() => undefined);
      }
    },
    end: async (signal) => {
      if (ending === undefined) signalGroup(child.pid, signal);
      const force = setTimeout(kill, END_WITHIN_MS);
      await closed;
      clearTimeout(force);
      process.off('exit', kill);
    },
  };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: all of it has ended by itself.
  }
}
