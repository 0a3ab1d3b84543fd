import { CommanderError } from 'commander';
import { runLocalRelay } from './runtime/run-local-relay.ts';
import { readStartOptions } from './runtime/start-options.ts';

try {
  const options = readStartOptions(process.argv.slice(2));
  await runLocalRelay(options, stopSignal());
  process.exit(0);
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  console.error(explain(error as NodeJS.ErrnoException));
  process.exit(1);
}

/** Aborted by the first SIGTERM or SIGINT; the second ends the process at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
    });
  }
  return stopping.signal;
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  if (code !== 'EADDRINUSE') return message;
  return 'The port is taken. End what listens there, or choose another one, for example: npm start -- --port 4567';
}
