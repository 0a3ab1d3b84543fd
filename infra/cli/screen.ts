import type { CliOutput } from './cli-context.ts';

/** A terminal's own second screen, as `less` and `top` use it, with lines cut at its edge; xterm's control sequences. */
const OPEN = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const CLOSE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const TO_TOP = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const USUAL_ROWS = 24;

export interface Screen {
  /** Takes the place of what was shown. What is too long for the terminal is cut at the end: what matters is on top. */
  readonly show: (text: string) => void;
  /** Gives back what the terminal showed before. */
  readonly close: () => void;
}

export function openScreen(stdout: CliOutput & { readonly rows?: number }): Screen {
  stdout.write(OPEN);
  return {
    show(text) {
      const rows = (stdout.rows ?? USUAL_ROWS) - 1;
      const lines = text.split('\n');
      const more = lines.length - rows;
      const shown = more > 0 ? [...lines.slice(0, rows - 1), `… ${more + 1} more lines`] : lines;
      const drawn = shown.map((line) => `${line}${CLEAR_LINE}\n`).join('');
      // One write: it does not flicker.
      stdout.write(`${TO_TOP}${drawn}${CLEAR_BELOW}`);
    },
    close: () => stdout.write(CLOSE),
  };
}
