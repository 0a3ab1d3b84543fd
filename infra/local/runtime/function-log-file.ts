import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FunctionLog } from './function-host.ts';

export interface FunctionLogFile {
  readonly write: FunctionLog;
  readonly close: () => Promise<void>;
}

/** A fresh file for what functions write, each line with its function's name; without a path it is stderr. */
export function openFunctionLog(path: string | undefined): FunctionLogFile {
  if (path === undefined) {
    return { write: (name, line) => void process.stderr.write(`${name} ${line}\n`), close: async () => undefined };
  }
  mkdirSync(dirname(path), { recursive: true });
  const file = createWriteStream(path, { flags: 'w', mode: 0o600 });
  return {
    write: (name, line) => void file.write(`${name} ${line}\n`),
    close: () => new Promise((resolve) => void file.end(resolve)),
  };
}
