import type { SingleBar } from 'cli-progress';
import { type CliContext, say } from './cli-context.ts';
import { showNumber } from './show-number.ts';
import { terminalBar } from './terminal-bar.ts';

/** Fewer are done before anybody wonders. */
const MANY = 20;
const SAY_EVERY = 100;

/** How far a long work is. */
export interface Progress {
  /** A person looks at a bar: nothing else may be written meanwhile. */
  readonly isBar: boolean;
  readonly advance: () => void;
  /** However the work ended. */
  readonly end: () => void;
}

/** A bar for many steps on a terminal; elsewhere a line for each hundred. */
export function showProgress(context: CliContext, total: number): Progress {
  const bar = total >= MANY ? terminalBar(context, '{bar} {value} of {total}, {eta_formatted} left') : undefined;
  return bar ? onBar(bar, total) : inLines(context, total);
}

function onBar(bar: SingleBar, total: number): Progress {
  bar.start(total, 0);
  return { isBar: true, advance: () => bar.increment(), end: () => bar.stop() };
}

function inLines(context: CliContext, total: number): Progress {
  let done = 0;
  const advance = () => {
    done += 1;
    if (done % SAY_EVERY === 0) say(context, `${showNumber(done)} of ${showNumber(total)}`);
  };
  return { isBar: false, advance, end: () => undefined };
}
