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
