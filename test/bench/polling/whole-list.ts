import { nextOffset, pageAddress } from './page-address.ts';

/** A row as it comes. */
export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Fetches and parses every page, as everybody must who lists everything. */
export async function* wholeList(baseUrl: string): AsyncGenerator<readonly Row[]> {
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const answer = await (await fetch(`${baseUrl}/${pageAddress(offset)}`)).json();
    const { objects, total } = answer as { objects: readonly Row[]; total: string };
    yield objects;
    offset = nextOffset(offset, objects.length, Number(total));
  }
}
