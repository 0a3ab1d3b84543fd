import type { CommandData, CommandType } from '../../shared/contract/contract.ts';

/** A value in which any part may be an `EventField` token: EventBridge puts in what the event has there. */
type Template<V> =
  | string
  | (V extends readonly (infer Item)[]
      ? readonly Template<Item>[]
      : V extends object
        ? { readonly [F in keyof V]: Template<V[F]> }
        : V);

/** A command that a rule makes of each of its events. */
export type CommandTemplate = {
  [T in CommandType]: {
    readonly type: T;
    readonly version?: 1;
    /** With an `EventField` in its text that is the same whenever the event comes again, such as the id of what it is about. */
    readonly commandId: string;
    readonly tenantId: string;
    readonly data: Template<CommandData<T>>;
  };
}[CommandType];
