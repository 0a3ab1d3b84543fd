import { globSync } from 'node:fs';
import { join } from 'node:path';

export const PROJECT = join(import.meta.dirname, '..', '..');

/** What one reader does. */
export interface Session {
  /** What was done before, once for all sessions that begin so. */
  readonly prepared?: string;
  /** Followed in the same terminals, one after the other. */
  readonly documents: readonly string[];
}

const RECIPES_BEGIN = 'docs/recipes/README.md';

/** The shortest session that ends with this document. @throws Error that names those that are run. */
export function sessionFor(path: string): Session {
  const session = sessions().find(({ documents }) => documents.includes(path));
  if (session) return { ...session, documents: session.documents.slice(0, session.documents.indexOf(path) + 1) };
  const run = sessions().flatMap(({ documents }) => documents);
  throw new Error(`${path} is not run by itself. Run are ${run.join(', ')}.`);
}

/** Every session, those that are prepared alike side by side. A recipe needs no row. */
export function sessions(): readonly Session[] {
  const recipes = inProject('docs/recipes/*.md').filter((path) => path !== RECIPES_BEGIN);
  return [
    { documents: ['README.md', 'docs/troubleshooting.md'] },
    ...recipes.map((path) => ({ prepared: RECIPES_BEGIN, documents: [path] })),
  ];
}

/** Everything that people read here, from the project's folder. */
export function allDocuments(): readonly string[] {
  return inProject('{*.md,docs/**/*.md}');
}

function inProject(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: PROJECT }).sort();
}
