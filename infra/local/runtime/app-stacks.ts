import { openAssets } from './asset-folder.ts';
import { type AppStack, readCloudAssembly } from './cloud-assembly.ts';
import { createResources } from './create-resources.ts';
import type { AccountUnderConstruction } from './resource-type.ts';

/** A product's stack that runs beside the relay. */
export interface RunningStack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * The stacks of all cloud assemblies, in the order of their creation.
 * @throws Error for a folder that is none, and for two stacks of one name
 */
export function readApps(folders: readonly string[]): readonly AppStack[] {
  const stacks = folders.flatMap(readCloudAssembly);
  for (const [index, { name, assemblyDir }] of stacks.entries()) {
    const other = stacks.slice(0, index).find((one) => one.name === name);
    if (other) throw new Error(`Two stacks are named ${name}: of ${other.assemblyDir} and of ${assemblyDir}`);
  }
  return stacks;
}

/** Creates what the stacks declare, one after another. @throws Error naming stack and resource */
export async function createApps(
  stacks: readonly AppStack[],
  account: AccountUnderConstruction,
): Promise<readonly RunningStack[]> {
  const running: RunningStack[] = [];
  for (const { name, template, assemblyDir } of stacks) {
    try {
      const outputs = await createResources(template, { ...account, assetFolder: openAssets(assemblyDir) }, name);
      running.push({ name, outputs });
    } catch (error) {
      throw new Error(`Stack ${name} (${assemblyDir}): ${(error as Error).message}`, { cause: error });
    }
  }
  return running;
}
