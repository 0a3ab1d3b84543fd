import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT } from './documents.ts';
import { withoutFences } from './read-fences.ts';

/** Links of a page within this project that lead nowhere: to a file or to a heading that is not there. */
export function brokenLinks(path: string): readonly string[] {
  const links = withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links]
    .map(([, target = '']) => target)
    .filter((target) => isOurs(target) && !leadsSomewhere(path, target));
}

/** The anchors that GitHub gives to a page's headings; repeated ones are numbered. */
export function anchorsOf(markdown: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...withoutFences(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function anchorOf(heading: string): string {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  return text.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
}

function isOurs(target: string): boolean {
  return !/^[a-z]+:/i.test(target);
}

function leadsSomewhere(from: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : join(dirname(from), decodeURI(path));
  if (!existsSync(join(PROJECT, file))) return false;
  return anchor === undefined || anchorsOf(read(file)).includes(anchor);
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/`[^`\n]+`/g, '');
}

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}
