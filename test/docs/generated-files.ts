import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contractFiles, SCHEMAS_FOLDER } from '../contract/contract-files.ts';
import { contractSchemas } from '../contract/contract-schemas.ts';
import { renderCommands } from './render-commands.ts';
import { renderEvents } from './render-events.ts';

/** The checkout that this file is part of. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Writes every generated file into a checkout, and deletes those of types that are gone. */
export function writeGenerated(root: string): void {
  const files = generatedFiles(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of leftovers(root, files)) rmSync(join(root, path));
}

/** A line for each generated file of a checkout that is not as it has to be. */
export function staleFiles(root: string): readonly string[] {
  const files = generatedFiles(root);
  const stale = Object.keys(files).filter((path) => readText(join(root, path)) !== files[path]);
  return [...stale, ...leftovers(root, files)].map(
    (path) => `${path} is not current. Run "npm run docs" and commit what it writes.`,
  );
}

/** What has to be in each file, by its path. */
type GeneratedFiles = Readonly<Record<string, string>>;

function generatedFiles(root: string): GeneratedFiles {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return {
    'docs/events.md': renderEvents(),
    'docs/commands.md': renderCommands(),
    ...contractFiles(contractSchemas(), version),
  };
}

function leftovers(root: string, files: GeneratedFiles): readonly string[] {
  const folder = join(root, SCHEMAS_FOLDER);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((name) => `${SCHEMAS_FOLDER}/${name}`).filter((path) => !(path in files));
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
