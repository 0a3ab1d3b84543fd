import { Presets, SingleBar } from 'cli-progress';
import { type CliContext, say } from './cli-context.ts';

const LINE_EVERY_MS = 30_000;

/** How far something is that has no steps to count. */
export interface Share {
  /** From 0 to 1, and where that is. */
  readonly show: (share: number, where: string) => void;
  readonly end: () => void;
}

/** A bar on a terminal; elsewhere a line now and then. */
export function showShare(context: CliContext): Share {
  const { stderr, stdout } = context;
  return stderr.isTTY === true && stdout.isTTY === true ? bar(stderr) : lines(context);
}

function bar(stream: CliContext['stderr']): Share {
  const format = '{bar} {percentage} %  {where}';
  const shown = new SingleBar({ stream, format, hideCursor: true }, Presets.shades_classic);
  shown.start(100, 0, { where: '' });
  return { show: (share, where) => shown.update(Math.floor(share * 100), { where }), end: () => shown.stop() };
}

function lines(context: CliContext): Share {
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
