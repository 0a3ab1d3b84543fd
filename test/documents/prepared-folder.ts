import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from './lay-out-folders.ts';

/** Stays where it is: it is large, and what a reader installs besides does no harm to the next one. */
const PACKAGES = 'node_modules';

/** Makes the product's folder anew. */
export async function emptyProduct({ product }: Folders): Promise<void> {
  await rm(product, { recursive: true, force: true });
  await mkdir(product);
}

/** Whether a preparation was kept. */
export function isKept(folders: Folders): boolean {
  return existsSync(keptIn(folders));
}

/** Keeps the product's folder as it is now. */
export async function keepProduct(folders: Folders): Promise<void> {
  await copyAllBut(PACKAGES, folders.product, keptIn(folders));
}

/** Brings the product's folder back to what was kept. */
export async function restoreProduct(folders: Folders): Promise<void> {
  for (const name of await readdir(folders.product)) {
    if (name !== PACKAGES) await rm(join(folders.product, name), { recursive: true });
  }
  await copyAllBut(PACKAGES, keptIn(folders), folders.product);
}

function keptIn({ work }: Folders): string {
  return join(work, 'prepared');
}

async function copyAllBut(left: string, from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    if (name !== left) await cp(join(from, name), join(to, name), { recursive: true });
  }
}
