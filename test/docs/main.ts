import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Command } from 'commander';
import { renderCommands } from './render-commands.ts';
import { renderEvents } from './render-events.ts';

const PAGES = { 'docs/events.md': renderEvents, 'docs/commands.md': renderCommands };

new Command('docs')
  .description('Writes docs/events.md and docs/commands.md from the schemas, the resources and the test fixtures.')
  .option('--check', 'write nothing; fail if a page is not current')
  .action(({ check = false }: { readonly check?: boolean }) => {
    for (const [name, render] of Object.entries(PAGES)) {
      const file = new URL(`../../${name}`, import.meta.url);
      if (!check) writeFileSync(file, render());
      else if (readFileSync(file, 'utf8') !== render()) {
        process.stderr.write(`${name} is not current. Run "npm run docs" and commit what it writes.\n`);
        process.exitCode = 1;
      }
    }
  })
  .parse();
