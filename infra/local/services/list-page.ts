export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** Pages by the key of the last item, so deletions between two pages skip nothing. `sorted` is in ascending key order. */
export function listPage<T>(
  sorted: readonly T[],
  page: { keyOf: (item: T) => string; size: number; token: string | undefined },
): ListPage<T> {
  const after = page.token === undefined ? undefined : Buffer.from(page.token, 'base64url').toString();
  const rest = after === undefined ? sorted : sorted.filter((item) => page.keyOf(item) > after);
  const items = rest.slice(0, page.size);
  const last = items.at(-1);
  const more = last !== undefined && rest.length > items.length;
  return { items, nextToken: more ? Buffer.from(page.keyOf(last)).toString('base64url') : undefined };
}
