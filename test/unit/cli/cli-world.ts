import { PassThrough, Writable } from 'node:stream';
import type { CliContext } from '../../../infra/cli/cli-context.ts';
import { runCli } from '../../../infra/cli/run-cli.ts';

export interface WorldOptions {
  /** What is piped into stdin. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
}

/** A world for the command line: its streams are kept, its pauses are over at once, and its stop signal is in our hand. */
export function cliWorld({ stdin = '', env = {}, now = () => 0 }: WorldOptions = {}) {
  const written = { out: '', err: '' };
  const stopping = new AbortController();
  const listeners: (() => void)[] = [];
  const keep = (stream: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[stream] += String(chunk);
        for (const listener of listeners) listener();
        done();
      },
    });
  const input = new PassThrough();
  input.end(stdin);
  const context: CliContext = {
    stdin: input,
    stdout: keep('out'),
    stderr: keep('err'),
    env: { AWS_REGION: 'eu-central-1', ...env },
    now,
    pause: async () => undefined,
    stopSignal: () => stopping.signal,
    secrets: new Set(),
  };
  return {
    context,
    written,
    stop: () => stopping.abort(),
    run: (...args: string[]) => runCli(args, context),
    /** Resolves when stdout or stderr contain the text. */
    said: (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => `${written.out}${written.err}`.includes(text) && resolve();
        listeners.push(look);
        look();
      }),
  };
}
