import { createServer } from 'node:http';
import { join } from 'node:path';
import { listenLocally, stopListening } from '../../infra/local/services/listen-locally.ts';
import type { Session } from './documents.ts';
import { followDocument } from './follow-document.ts';
import type { Folders } from './lay-out-folders.ts';
import { emptyProduct, isKept, keepProduct, restoreProduct } from './prepared-folder.ts';
import { type Reader, startReader } from './reader.ts';

/** The documents name them. */
const PORTS = [4566, 4567];

export interface Surroundings {
  readonly folders: Folders;
  readonly environment: NodeJS.ProcessEnv;
}

/** Does what the documents of a session say. Answers the one that was not as written, if any; those behind it are left out. */
export async function readAlong({ prepared, documents }: Session, at: Surroundings): Promise<string | undefined> {
  if (prepared === undefined) await emptyProduct(at.folders);
  else if (!(await prepare(prepared, at))) return prepared;
  return withReader(at, async (reader) => {
    if (prepared !== undefined) await reader.follow(typed(`. '${variablesIn(at)}'`));
    for (const path of documents) {
      if (!(await followDocument(path, reader, at.folders))) return path;
    }
    return undefined;
  });
}

/** Brings the folder to where a document leaves it: by following it the first time, then by what was kept. */
async function prepare(path: string, at: Surroundings): Promise<boolean> {
  if (isKept(at.folders)) {
    await restoreProduct(at.folders);
    return true;
  }
  await emptyProduct(at.folders);
  return withReader(at, async (reader) => {
    if (!(await followDocument(path, reader, at.folders))) return false;
    await reader.follow(typed(`export -p > '${variablesIn(at)}'`));
    await keepProduct(at.folders);
    return true;
  });
}

async function withReader<T>(
  { folders, environment }: Surroundings,
  follow: (reader: Reader) => Promise<T>,
): Promise<T> {
  for (const port of PORTS) await requireFreePort(port);
  const reader = startReader(folders, environment);
  try {
    return await follow(reader);
  } finally {
    await reader.end();
  }
}

function typed(text: string) {
  return { kind: 'typed', line: 0, text } as const;
}

/** Where the shell of a preparation leaves its variables. */
function variablesIn({ folders }: Surroundings): string {
  return join(folders.work, 'prepared-variables.sh');
}

async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    await listenLocally(server, port);
    await stopListening(server);
  } catch (error) {
    throw new Error(`Port ${port} is taken, and the documents name it: end what listens there.`, { cause: error });
  }
}
