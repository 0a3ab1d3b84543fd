import type { Resource } from './resource.ts';

const PIECE_ID = '1';

/** Units belong to no account and were never created (measured). */
const STATIC = { sevClient: undefined, create: null, update: '1970-01-01T01:00:01+01:00' };

const UNITS: readonly (readonly [name: string, translationCode: string, uneceCode: string])[] = [
  ['Stk', 'UNITY_PIECE', 'C62'],
  ['m²', 'UNITY_SQUARE_METER', 'MTK'],
  ['m', 'UNITY_METER', 'MTR'],
  ['kg', 'UNITY_KILOGRAM', 'KGM'],
  ['Std', 'UNITY_HOUR', 'HUR'],
  ['Tag(e)', 'UNITY_DAYS', 'DAY'],
  ['km', 'UNITY_KILOMETER', 'KMT'],
];

/** Units. Undocumented; 1 is the piece everywhere, other ids differ from account to account (measured). */
export const unity: Resource = {
  path: 'Unity',
  model: 'Unity',
  filters: {},
  furnish: (account) => {
    for (const [name, translationCode, uneceTradeUnitCode] of UNITS) {
      const id = translationCode === 'UNITY_PIECE' ? PIECE_ID : account.nextId();
      account.insert('Unity', { id, name, translationCode, unitySystem: 'general', uneceTradeUnitCode, ...STATIC });
    }
  },
};
