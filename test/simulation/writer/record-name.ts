import type { Wish } from './simulated-commands.ts';

const NAME = /^(.+) of tenant-\d+$/;

/** What a record of a command is called in sevdesk: it says whose it is. */
export function recordName(marker: string, { tenantId }: Pick<Wish, 'tenantId'>): string {
  return `${marker} of ${tenantId}`;
}

/** The marker in a name; undefined for what no command made. */
export function markerInName(name: unknown): string | undefined {
  return NAME.exec(String(name))?.[1];
}

/** The model of sevdesk fails over it. */
export const FAILS_OVER = 'something that sevdesk fails over';

/** A text of a record: it says what was asked for. */
export function recordText({ content, flaw }: Pick<Wish, 'content' | 'flaw'>): string {
  return flaw === 'error' ? FAILS_OVER : `Content ${content}`;
}
