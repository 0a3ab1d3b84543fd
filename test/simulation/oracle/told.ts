import { contentText } from './canonical-text.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Which promise was broken: the invariants of `docs/simulation.md`. */
export type Invariant =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'meaning'
  | 'baseline'
  | 'contract'
  | 'end';

export interface Violation {
  readonly invariant: Invariant;
  /** What is wrong, without names: two violations of one rule are alike. */
  readonly rule: string;
  readonly text: string;
}

/** What a consumer knows of a record by what it was told. */
export interface Told {
  readonly sequence: number;
  readonly exists: boolean;
  /** As told, without `update` and positions; with `cancelledBy`. */
  readonly fields: Fields;
  readonly content: string;
  /** Undefined while nobody can know what the relay knows of them. */
  readonly positions: string | undefined;
  /** The earliest version that this can be. */
  readonly version: number;
  readonly overdueTold: boolean;
}

export const NEVER_TOLD: Told = {
  sequence: 0,
  exists: false,
  fields: {},
  content: contentText(undefined),
  positions: undefined,
  version: -1,
  overdueTold: false,
};

export function fieldsOf(record: Fields): Fields {
  const { update: _update, positions: _positions, ...fields } = record;
  return fields;
}

export function fieldOf(fields: Fields, name: string): unknown {
  return fields[name] ?? null;
}
