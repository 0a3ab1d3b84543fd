import { equalsInAnyCase } from '../http/filter.ts';
import type { Resource } from './resource.ts';

/** Ids are the same in every account (practice). */
const COUNTRIES: readonly (readonly [id: string, code: string, name: string])[] = [
  ['1', 'de', 'Deutschland'],
  ['2', 'ch', 'Schweiz'],
  ['3', 'at', 'Österreich'],
  ['6', 'be', 'Belgien'],
  ['8', 'dk', 'Dänemark'],
  ['9', 'gb', 'Großbritannien'],
  ['11', 'fr', 'Frankreich'],
  ['14', 'it', 'Italien'],
  ['17', 'lu', 'Luxemburg'],
  ['18', 'nl', 'Niederlande'],
  ['21', 'pl', 'Polen'],
  ['29', 'es', 'Spanien'],
  ['42', 'li', 'Liechtenstein'],
  ['1353', 'us', 'Vereinigte Staaten'],
];

/** Countries. Undocumented; `code` in lower case is what clients filter by (practice). */
export const staticCountry: Resource = {
  path: 'StaticCountry',
  model: 'StaticCountry',
  filters: { code: equalsInAnyCase('code') },
  furnish: (account) => {
    for (const [id, code, name] of COUNTRIES) account.insert('StaticCountry', { id, code, name, priority: '100' });
  },
};
