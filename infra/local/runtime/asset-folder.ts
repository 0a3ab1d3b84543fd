import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UnsupportedTemplate } from './template.ts';

const manifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/** Finds the folders of a cloud assembly's assets: the manifests `*.assets.json` say which becomes which object. */
export function openAssets(assemblyDir: string): (objectKey: string) => string {
  const folders = new Map<string, string>();
  for (const manifest of readdirSync(assemblyDir).filter((name) => name.endsWith('.assets.json'))) {
    const { files } = manifestSchema.parse(JSON.parse(readFileSync(join(assemblyDir, manifest), 'utf8')));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path !== undefined) folders.set(objectKey, join(assemblyDir, source.path));
      }
    }
  }
  return (objectKey) => {
    const folder = folders.get(objectKey);
    if (folder === undefined) throw new UnsupportedTemplate(`no asset ${objectKey} in ${assemblyDir}`);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UnsupportedTemplate(`${folder} is no folder: synthesize once more, with code that is no archive`);
    }
    return folder;
  };
}
