import * as v from 'valibot';
import { COMMAND_TYPES, type CommandType } from './command.ts';
import { type CommandResult, commandResults } from './command-result.ts';
import { oneOf } from './commands/fields.ts';
import { openObject } from './json-object.ts';

export interface Succeeded<T extends CommandType> {
  readonly commandId: string;
  readonly type: T;
  readonly result: CommandResult<T>;
}
type AnySucceeded = { readonly [T in CommandType]: Succeeded<T> }[CommandType];

const byType = Object.fromEntries(COMMAND_TYPES.map((type) => [type, succeeded([type], commandResults[type])]));
const ofNoType = succeeded(COMMAND_TYPES, openObject({}));

function succeeded(types: readonly [string, ...string[]], result: v.GenericSchema) {
  return openObject({ commandId: v.string(), type: oneOf(types), result });
}

/** Data of `command.succeeded`: one of as many schemas as there are commands, by its `type`. A smaller `v.variant`. */
export const commandSucceeded = {
  ...ofNoType,
  type: 'variant',
  options: Object.values(byType),
  '~run': (dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) =>
    schemaOf(dataset.value)['~run'](dataset, config),
} as unknown as v.GenericSchema<AnySucceeded>;

function schemaOf(value: unknown): v.GenericSchema {
  const { type } = Object(value) as { type?: unknown };
  return (typeof type === 'string' && Object.hasOwn(byType, type) && byType[type]) || ofNoType;
}
