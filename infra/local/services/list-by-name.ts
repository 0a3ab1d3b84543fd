import { z } from 'zod';
import { type ListPage, listPage } from './list-page.ts';

/** Parameters that EventBridge's List operations share. */
export const listInput = {
  NextToken: z.string().optional(),
  Limit: z.int().min(1).max(100).optional(),
};

export function listByName<T extends { readonly name: string }>(
  all: readonly T[],
  input: { NextToken?: string | undefined; Limit?: number | undefined; NamePrefix?: string | undefined },
): ListPage<T> {
  const wanted = all.filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
  const sorted = wanted.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return listPage(sorted, { keyOf: ({ name }) => name, size: input.Limit ?? 100, token: input.NextToken });
}
