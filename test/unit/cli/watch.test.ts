import { describe, expect, it } from 'vitest';
import type { CliContext } from '../../../infra/cli/cli-context.ts';
import { type WatchOptions, watch } from '../../../infra/cli/watch.ts';
import { cliWorld } from './cli-world.ts';

const START = Date.parse('2026-11-20T08:15:00Z');

interface Scene extends Partial<WatchOptions> {
  readonly isTTY?: boolean;
  readonly rows?: number;
  /** What each round brings; the stop signal comes after the last one. */
  readonly rounds: readonly (string | Error)[];
}

/** Watches a value on a clock that the pauses move. */
async function watched({ rounds, isTTY = false, rows = 24, ...options }: Scene) {
  const world = cliWorld();
  let nowMs = START;
  let round = 0;
  const context: CliContext = {
    ...world.context,
    stdout: Object.assign(world.context.stdout, { isTTY, rows }),
    now: () => nowMs,
    pause: async (ms) => {
      nowMs += ms;
      if (round >= rounds.length) world.stop();
    },
  };
  const read = async () => {
    const value = rounds[round] ?? '';
    round += 1;
    if (value instanceof Error) throw value;
    return { value, at: new Date(nowMs).toISOString() };
  };
  await watch(
    context,
    { read, asText: ({ value }) => value, asJson: (seen) => JSON.stringify(seen) },
    { seconds: 5, ...options },
  );
  return world.written;
}

const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

describe('watching without a terminal, or as JSON', () => {
  it.each([
    ['a pipe', {}],
    ['a terminal that is to show JSON', { isTTY: true, json: true }],
  ])('prints one document a line: %s', async (_what, scene) => {
    const { out } = await watched({ ...scene, rounds: ['a', 'b'], seconds: 7 });
    expect(out).toBe(`{"value":"a","at":"${at(0)}"}\n{"value":"b","at":"${at(7)}"}\n`);
  });

  it('says why a round failed, and goes on', async () => {
    const { out, err } = await watched({ rounds: ['a', new Error('no way'), 'c'] });
    expect(out.match(/"value":"."/g)).toEqual(['"value":"a"', '"value":"c"']);
    expect(err).toBe('sevdesk-relay: no way\n');
  });
});

describe('watching on a terminal', () => {
  it('draws each round in the place of the one before, and leaves the last one to be read', async () => {
    const { out, err } = await watched({ isTTY: true, rounds: ['one\ntwo', 'three'] });
    expect(out).toBe(
      [
        '\u001b[?1049h\u001b[?25l\u001b[?7l',
        '\u001b[H2026-11-20 09:15:00, again every 5 s; Ctrl-C ends it.\u001b[K\n\u001b[K\none\u001b[K\ntwo\u001b[K\n\u001b[J',
        '\u001b[H2026-11-20 09:15:05, again every 5 s; Ctrl-C ends it.\u001b[K\n\u001b[K\nthree\u001b[K\n\u001b[J',
        '\u001b[?7h\u001b[?25h\u001b[?1049l',
        'three\n',
      ].join(''),
    );
    expect(err).toBe('');
  });

  it('cuts what is too long for it at the end', async () => {
    const { out } = await watched({ isTTY: true, rows: 6, rounds: ['1\n2\n3\n4\n5'] });
    expect(out).toContain('it.\u001b[K\n\u001b[K\n1\u001b[K\n2\u001b[K\n… 3 more lines\u001b[K\n\u001b[J');
  });

  it('shows why a round failed above what was read before, and goes on', async () => {
    const { out } = await watched({ isTTY: true, rounds: ['first', new Error('no way'), 'second'] });
    expect(out).toContain(
      'Could not be read: no way\u001b[K\n\u001b[K\nWhat was read before:\u001b[K\n\u001b[K\nfirst',
    );
    expect(out.endsWith('second\n')).toBe(true);
  });

  it('ends at once when stopped, and gives the terminal back, although a round hangs', async () => {
    const { context, written, stop } = cliWorld();
    const stdout = Object.assign(context.stdout, { isTTY: true });
    const hangs = { read: () => new Promise<string>(() => undefined), asText: String, asJson: String };
    const watching = watch({ ...context, stdout }, hangs, { seconds: 5 });
    stop();
    await watching;
    expect(written.out.endsWith('\u001b[?1049l')).toBe(true);
  });
});
