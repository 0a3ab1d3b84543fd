import { styleText } from 'node:util';
import type { CliContext } from './cli-context.ts';

/** Colours a text, or leaves it. */
export type Paint = (colour: 'red' | 'green' | 'yellow' | 'cyan' | 'dim', text: string) => string;

/** Colours for a terminal whose user did not refuse them (no-color.org). */
export function painter({ stdout, env }: Pick<CliContext, 'stdout' | 'env'>): Paint {
  const colourful = stdout.isTTY === true && !env.NO_COLOR;
  return (colour, text) => (colourful ? styleText(colour, text, { validateStream: false }) : text);
}
