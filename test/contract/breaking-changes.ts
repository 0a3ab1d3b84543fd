import type { ContractSchemas, JsonSchema } from './json-schema.ts';
import { type Change, type Difference, schemaDifferences } from './schema-differences.ts';

/** Events are read by consumers, commands are sent by them. */
export type Direction = keyof ContractSchemas;

/**
 * What breaks whom. A command that was valid must stay valid. An event must be readable both ways: a new one by a consumer that was
 * built against the released contract, and an old one (from the archive, or of a stage that is deployed later) by a consumer of the
 * current contract. Consumers of events take new fields and new values as they come.
 */
export const BREAKS: Readonly<Record<Change, Readonly<Record<Direction, boolean>>>> = {
  removed: { commands: true, events: true },
  added: { commands: false, events: false },
  demanded: { commands: true, events: false },
  'now required': { commands: true, events: true },
  'now optional': { commands: false, events: true },
  narrowed: { commands: true, events: true },
  widened: { commands: false, events: true },
  extended: { commands: false, events: false },
};

/** A difference between two contracts, in one message type. */
export interface ContractChange {
  readonly type: string;
  /** `data.positions[].name`; empty for the message itself. */
  readonly path: string;
  /** For people: `was removed`. */
  readonly what: string;
}

/** What consumers of the released contract can't take; empty when they can stay as they are. */
export function breakingChanges(released: ContractSchemas, current: ContractSchemas): readonly ContractChange[] {
  return changesOf(released, current, (change, direction) => BREAKS[change][direction]);
}

/** What there is beyond the released contract, and breaks nobody. */
export function additions(released: ContractSchemas, current: ContractSchemas): readonly ContractChange[] {
  return changesOf(released, current, (change, direction) => !BREAKS[change][direction]);
}

/** `invoice.paid: data.summary.gross was removed`. */
export function describeChange({ type, path, what }: ContractChange): string {
  return [`${type}:`, path, what].filter(Boolean).join(' ');
}

type Counts = (change: Change, direction: Direction) => boolean;

function changesOf(released: ContractSchemas, current: ContractSchemas, counts: Counts): readonly ContractChange[] {
  return (['events', 'commands'] as const).flatMap((direction) => {
    const [was, is] = [released[direction], current[direction]];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((type) =>
      typeDifferences(was[type], is[type])
        .filter(({ change }) => counts(change, direction))
        .map(({ path, what }) => ({ type, path, what })),
    );
  });
}

function typeDifferences(was: JsonSchema | undefined, is: JsonSchema | undefined): readonly Difference[] {
  if (!is) return [{ path: '', change: 'removed', what: 'was removed' }];
  return was ? schemaDifferences(was, is) : [{ path: '', change: 'added', what: 'was added' }];
}
