/** Stands for anything within a line. */
const ANYTHING = '…';

/**
 * Where the first line is that looks as expected, from `from` on; -1 where there is none. Blanks around a line and between its words do not
 * count, so that tables may be narrower than on a screen.
 */
export function matchingLine(lines: readonly string[], expected: string, from = 0): number {
  const pattern = patternOf(expected);
  return lines.findIndex((line, index) => index >= from && pattern.test(squeezed(line)));
}

function patternOf(expected: string): RegExp {
  const parts = squeezed(expected).split(ANYTHING).map(escaped);
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function squeezed(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}
