import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { CliContext } from './cli-context.ts';

/** The real world. */
export function processContext(): CliContext {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  // The reader of a pipe may leave early, as `head` does: that ends the command, and is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop();
  });
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    now: Date.now,
    pause: (ms, until) => setTimeout(ms, undefined, until && { signal: until }).catch(unlessStopped(until)),
    stopSignal: () => {
      // `once`: a second Ctrl-C ends the process at once.
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
      return stopping.signal;
    },
    secrets: new Set(),
  };
}

function unlessStopped(until: AbortSignal | undefined): (error: unknown) => void {
  return (error) => {
    if (!until?.aborted) throw error;
  };
}
