import process from 'node:process';
import { Command } from 'commander';
import { REPOSITORY, staleFiles, writeGenerated } from './generated-files.ts';

new Command('docs')
  .description(
    'Writes what is generated from the schemas, the resources and the test fixtures: docs/events.md, docs/commands.md, shared/contract/schemas and shared/contract/asyncapi.yaml.',
  )
  .option('--check', 'write nothing; fail if a file is not current')
  .action(({ check = false }: { readonly check?: boolean }) => {
    if (!check) return writeGenerated(REPOSITORY);
    const stale = staleFiles(REPOSITORY);
    for (const line of stale) process.stderr.write(`${line}\n`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  })
  .parse();
