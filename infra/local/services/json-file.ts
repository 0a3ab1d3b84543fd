import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** State kept in one file; without a path it lives in memory only. */
export interface JsonFile {
  /** What was saved last, undefined when there is nothing yet. */
  readonly load: () => unknown;
  /** Replaces the whole file or nothing: written aside (mode 0600) and renamed. */
  readonly save: (state: object) => void;
}

export function openJsonFile(path: string | undefined): JsonFile {
  if (path === undefined) return { load: () => undefined, save: () => undefined };
  return {
    load: () => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined),
    save: (state) => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const aside = `${path}.${process.pid}.tmp`;
      writeFileSync(aside, JSON.stringify(state, null, 2), { mode: 0o600 });
      renameSync(aside, path);
    },
  };
}
