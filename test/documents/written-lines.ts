import { stripVTControlCharacters } from 'node:util';

/** What a terminal shows: complete lines, without colours. */
export interface WrittenLines {
  readonly lines: readonly string[];
  readonly add: (text: string) => void;
  /** What comes no more: the last line counts, though nothing ended it. */
  readonly end: () => void;
}

/** Takes what programs write, however it is cut. `changed` is called whenever there are more lines. */
export function writtenLines(changed: () => void = () => undefined): WrittenLines {
  const lines: string[] = [];
  let rest = '';
  const push = (complete: readonly string[]) => {
    lines.push(...complete.map(onScreen));
    changed();
  };
  return {
    lines,
    add: (text) => {
      const parts = `${rest}${text}`.split('\n');
      rest = parts.pop() ?? '';
      push(parts);
    },
    end: () => {
      push(rest === '' ? [] : [rest]);
      rest = '';
    },
  };
}

/** A carriage return writes over what the line showed before. */
function onScreen(line: string): string {
  return stripVTControlCharacters(line.replace(/\r$/, '')).split('\r').at(-1) ?? '';
}
