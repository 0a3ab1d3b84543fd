import { type CliContext, print, say } from './cli-context.ts';
import { explainError } from './explain-error.ts';
import { openScreen } from './screen.ts';
import { berlinClock } from './show-time.ts';

/** What is looked at again and again. */
export interface Watched<T> {
  readonly read: () => Promise<T>;
  readonly asText: (value: T) => string;
  readonly asJson: (value: T) => string;
}

export interface WatchOptions {
  readonly seconds: number;
  readonly json?: boolean | undefined;
}

/**
 * Shows something every few seconds until the stop signal: redrawn in place on a terminal; elsewhere, and as JSON, one line of JSON a
 * round. A round that fails says why, and the next one goes on.
 */
export async function watch<T>(context: CliContext, watched: Watched<T>, options: WatchOptions): Promise<void> {
  // From here on Ctrl-C does not end the process, so that the terminal is left as it was.
  const stop = context.stopSignal();
  const isDrawn = context.stdout.isTTY === true && !options.json;
  const rounds = { ...options, stop };
  await (isDrawn ? draw(context, watched, rounds) : stream(context, watched, rounds));
}

interface Rounds extends WatchOptions {
  readonly stop: AbortSignal;
}

async function stream<T>(context: CliContext, { read, asJson }: Watched<T>, rounds: Rounds): Promise<void> {
  await repeat(context, rounds, async () => {
    const round = await tryTo(read);
    if (rounds.stop.aborted) return;
    if ('value' in round) print(context, asJson(round.value));
    else say(context, `sevdesk-relay: ${round.problem}`);
  });
}

async function draw<T>(context: CliContext, { read, asText }: Watched<T>, rounds: Rounds): Promise<void> {
  const screen = openScreen(context.stdout);
  const head = () => `${berlinClock(context.now())}, again every ${rounds.seconds} s; Ctrl-C ends it.`;
  let last = '';
  try {
    await repeat(context, rounds, async () => {
      const round = await tryTo(read);
      if (rounds.stop.aborted) return;
      if ('value' in round) last = asText(round.value);
      const problem = 'value' in round ? [] : [`Could not be read: ${round.problem}`, 'What was read before:'];
      screen.show([head(), ...problem, last].join('\n\n'));
    });
  } finally {
    screen.close();
  }
  // What was seen last stays to be read.
  if (last) print(context, last);
}

type Round<T> = { readonly value: T } | { readonly problem: string };

async function tryTo<T>(read: () => Promise<T>): Promise<Round<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { problem: explainError(error) };
  }
}

/** Ends at once when stopped, whatever a round waits for. */
async function repeat({ pause }: CliContext, { seconds, stop }: Rounds, round: () => Promise<void>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  while (!stop.aborted) {
    await Promise.race([round(), stopped]);
    if (!stop.aborted) await pause(seconds * 1000, stop);
  }
}
