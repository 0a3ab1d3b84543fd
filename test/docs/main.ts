import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Command } from 'commander';
import { renderEvents } from './render-events.ts';

const PAGE = new URL('../../docs/events.md', import.meta.url);

new Command('docs')
  .description('Writes docs/events.md from the schemas, the resources and the test fixtures.')
  .option('--check', 'write nothing; fail if the page is not current')
  .action(({ check = false }: { readonly check?: boolean }) => {
    const page = renderEvents();
    if (!check) writeFileSync(PAGE, page);
    else if (readFileSync(PAGE, 'utf8') !== page) {
      process.stderr.write('docs/events.md is not current. Run "npm run docs" and commit what it writes.\n');
      process.exitCode = 1;
    }
  })
  .parse();
