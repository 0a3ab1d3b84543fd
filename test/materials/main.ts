import process from 'node:process';
import { Command } from 'commander';
import { checkMaterials } from './check-materials.ts';

new Command('check:materials')
  .description(
    "Reads recorded answers of sevdesk (*.json) and its OpenAPI document (openapi.yaml) with production's code.",
  )
  .argument('<folder>', 'where they are')
  .action(async (folder: string) => {
    const { text, problems } = await checkMaterials(folder);
    process.stdout.write(`${text}\n`);
    process.exitCode = problems.length > 0 ? 1 : 0;
  })
  .parseAsync();
