import type { CommandType } from '../contract/command.ts';

/** Text for people, with our marker at its end, in brackets: for records that have no field of their own for it. */
export function withMarker(text: string | undefined, marker: string): string {
  return text ? `${text} [${marker}]` : `[${marker}]`;
}

/** The marker at the end of a text, if there is one. */
export function bracketed<T extends CommandType>(
  type: T,
  text: string | undefined,
): { readonly type: T; readonly marker: string } | undefined {
  const [, marker] = /(?:^| )\[([^[\]]{1,100})\]$/.exec(text ?? '') ?? [];
  return marker === undefined ? undefined : { type, marker };
}
