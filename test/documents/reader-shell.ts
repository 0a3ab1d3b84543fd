import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, startProcessGroup } from './process-group.ts';

/** The terminal of the product's folder: its folder and its variables stay from one block to the next. */
export interface ReaderShell {
  /** Types one block and waits for its end. Answers what it wrote. @throws Error when one of its commands fails, or it takes too long. */
  readonly type: (text: string, withinMs: number) => Promise<readonly string[]>;
  readonly lines: readonly string[];
  readonly end: () => Promise<void>;
}

/** @param scripts where what is typed may lie: a file, so that no program reads the next line in place of the shell */
export function openReaderShell(place: Place, scripts: string): ReaderShell {
  const shell = startProcessGroup(place);
  let typed = 0;
  // Whoever types sees that a command failed; a script must be told to.
  shell.type('set -eo pipefail');
  return {
    lines: shell.written.lines,
    type: async (text, withinMs) => {
      typed += 1;
      const script = join(scripts, `typed-${typed}.sh`);
      const done = `typed-${typed}-${randomBytes(8).toString('hex')}`;
      writeFileSync(script, `${text}\n`);
      const from = shell.written.lines.length;
      shell.type(`. '${script}' < /dev/null; printf '\\n%s\\n' ${done}`);
      const until = await shell.see(done, { from, withinMs });
      return shell.written.lines.slice(from, until);
    },
    end: () => shell.end('SIGTERM'),
  };
}
