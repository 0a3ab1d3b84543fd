import { rm } from 'node:fs/promises';
import process from 'node:process';
import { Command } from 'commander';
import { sessionFor, sessions } from './documents.ts';
import { layOutFolders } from './lay-out-folders.ts';
import { newcomerEnvironment } from './newcomer-environment.ts';
import { readAlong } from './read-along.ts';

interface Options {
  readonly only?: string;
  readonly fromScratch: boolean;
  readonly keep: boolean;
}

// So that 'exit' is told, and with it every terminal ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await new Command('check:documents')
  .description('Does what the documents say, to the letter, in an empty folder beside a clone of this project.')
  .option('--only <file>', 'this document only, with those that its reader has followed before')
  .option('--from-scratch', 'install the packages of the clone by npm ci, too', false)
  .option('--keep', 'leave the folders there', false)
  .action(checkDocuments)
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

async function checkDocuments({ only, fromScratch, keep }: Options): Promise<void> {
  const asked = only === undefined ? sessions() : [sessionFor(only)];
  const environment = newcomerEnvironment(process.env);
  const folders = await layOutFolders({ fromScratch, environment });
  const failed: string[] = [];
  try {
    for (const session of asked) {
      const path = await readAlong(session, { folders, environment });
      if (path !== undefined) failed.push(path);
    }
  } finally {
    if (keep) console.log(`Left there: ${folders.work}`);
    else await rm(folders.work, { recursive: true, force: true });
  }
  if (failed.length > 0) console.error(`Not as written: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
