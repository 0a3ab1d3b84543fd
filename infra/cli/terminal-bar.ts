import { Presets, SingleBar } from 'cli-progress';
import type { CliContext } from './cli-context.ts';

/** A bar for a person at a terminal; undefined where one of the outputs goes elsewhere. */
export function terminalBar(
  { stderr, stdout }: Pick<CliContext, 'stderr' | 'stdout'>,
  format: string,
): SingleBar | undefined {
  if (stderr.isTTY !== true || stdout.isTTY !== true) return undefined;
  return new SingleBar({ stream: stderr, format, hideCursor: true }, Presets.shades_classic);
}
