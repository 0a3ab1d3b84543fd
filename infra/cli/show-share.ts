import type { SingleBar } from 'cli-progress';
import { type CliContext, say } from './cli-context.ts';
import { terminalBar } from './terminal-bar.ts';

const LINE_EVERY_MS = 30_000;

/** How far something is that has no steps to count. */
export interface Share {
  /** From 0 to 1, and where that is. */
  readonly show: (share: number, where: string) => void;
  readonly end: () => void;
}

/** A bar on a terminal; elsewhere a line now and then. */
export function showShare(context: CliContext): Share {
  const bar = terminalBar(context, '{bar} {percentage} %  {where}');
  return bar ? onBar(bar) : inLines(context);
}

function onBar(bar: SingleBar): Share {
  bar.start(100, 0, { where: '' });
  return { show: (share, where) => bar.update(Math.floor(share * 100), { where }), end: () => bar.stop() };
}

function inLines(context: CliContext): Share {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return {
    show(share, where) {
      if (context.now() - saidAtMs < LINE_EVERY_MS) return;
      saidAtMs = context.now();
      say(context, `${Math.floor(share * 100)} %  ${where}`);
    },
    end: () => undefined,
  };
}
