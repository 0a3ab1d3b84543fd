import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Folders } from './lay-out-folders.ts';
import { matchingLine } from './matching-line.ts';
import { type ProcessGroup, startProcessGroup } from './process-group.ts';
import type { Block, SeenBlock, TypedBlock } from './read-blocks.ts';
import { openReaderShell } from './reader-shell.ts';

/** The terminal that is in the clone, where the relay is started. */
const RELAY = 'relay';
const READY = 'ready …';
const READY_WITHIN_MS = 120_000;
const TYPED_WITHIN_MS = 180_000;
const SEEN_WITHIN_MS = 60_000;

/** When something promised was seen. */
export interface Promised {
  readonly line: string;
  readonly withinSeconds: number;
  /** Since the first line of all. */
  readonly seconds: number;
  /** Since the first line in the product's folder. */
  readonly productSeconds: number;
}

/** Somebody who follows a document to the letter. */
export interface Reader {
  /** @throws Error when something fails, or what should be seen is not. */
  readonly follow: (block: Block) => Promise<void>;
  readonly promised: readonly Promised[];
  /** What every terminal shows. */
  readonly transcript: () => string;
  /** Ends every terminal, the last one first. */
  readonly end: () => Promise<void>;
}

interface OpenTerminal {
  readonly group: ProcessGroup;
  /** Lines before it were seen. */
  seen: number;
}

export function startReader(folders: Folders, environment: NodeJS.ProcessEnv): Reader {
  const shell = openReaderShell({ folder: folders.product, environment }, folders.work);
  const terminals = new Map<string, OpenTerminal>();
  const promised: Promised[] = [];
  let answered: readonly string[] = [];
  let firstAt: number | undefined;
  let firstInProductAt: number | undefined;

  async function type({ terminal, text }: TypedBlock): Promise<void> {
    firstAt ??= Date.now();
    if (terminal !== RELAY) firstInProductAt ??= Date.now();
    if (terminal === undefined) answered = await shell.type(text, TYPED_WITHIN_MS);
    else await typeInto(terminal, text);
  }

  /** What runs there is ended first, as by Ctrl-C. */
  async function typeInto(name: string, text: string): Promise<void> {
    await terminals.get(name)?.group.end('SIGINT');
    const folder = name === RELAY ? folders.clone : folders.product;
    const group = startProcessGroup({ folder, environment }, text);
    terminals.set(name, { group, seen: 0 });
    if (name === RELAY) await group.see(READY, { from: 0, withinMs: READY_WITHIN_MS });
  }

  async function see({ terminal, lines, withinSeconds }: SeenBlock): Promise<void> {
    if (terminal === undefined) return seeAtOnce(answered, lines);
    const open = terminals.get(terminal);
    if (!open) throw new Error(`There is no terminal "${terminal}" yet: open it by a block "sh terminal=${terminal}".`);
    for (const line of lines) {
      open.seen = 1 + (await open.group.see(line, { from: open.seen, withinMs: SEEN_WITHIN_MS }));
    }
    if (withinSeconds !== undefined) promise(lines.at(-1) ?? '', withinSeconds);
  }

  function promise(line: string, withinSeconds: number): void {
    const [seconds, productSeconds] = [secondsSince(firstAt), secondsSince(firstInProductAt)];
    promised.push({ line, withinSeconds, seconds, productSeconds });
    if (seconds > withinSeconds)
      throw new Error(`Seen after ${seconds} s, promised within ${withinSeconds} s: ${line}`);
  }

  return {
    follow: async (block) => {
      if (block.kind === 'typed') await type(block);
      else if (block.kind === 'seen') await see(block);
      else writeFile(join(folders.product, block.path), block.text);
    },
    promised,
    transcript: () =>
      [
        ['the product', shell.lines] as const,
        ...[...terminals].map(([name, { group }]) => [name, group.written.lines] as const),
      ]
        .map(([name, lines]) => `---- terminal of ${name} ----\n${lines.join('\n')}`)
        .join('\n\n'),
    end: async () => {
      for (const { group } of [...terminals.values()].reverse()) await group.end('SIGTERM');
      await shell.end();
    },
  };
}

function seeAtOnce(lines: readonly string[], expected: readonly string[]): void {
  let from = 0;
  for (const one of expected) {
    const at = matchingLine(lines, one, from);
    if (at < 0) throw new Error(`The block before did not show: ${one}`);
    from = at + 1;
  }
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function secondsSince(atMs: number | undefined): number {
  return atMs === undefined ? 0 : Math.round((Date.now() - atMs) / 100) / 10;
}
