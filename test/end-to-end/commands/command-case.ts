import type { CommandData, CommandType } from '../../../shared/contract/command.ts';
import type { FailureReason } from '../../../shared/contract/event.ts';
import type { RunningRelay } from '../../support/running-relay.ts';

/** One tenant of the running relay, and its account in the sandbox. */
export interface CaseWorld {
  readonly relay: RunningRelay;
  readonly tenantId: string;
  readonly token: string;
  /** A contact of the account, with an address. */
  readonly contactId: string;
  /** Sends a command and waits for its success: for what has to be there before. Answers its result. */
  readonly carryOut: <T extends CommandType>(
    type: T,
    data: CommandData<T>,
  ) => Promise<Readonly<Record<string, unknown>> & { readonly recordId: string }>;
}

/** A command that can be sent, and how often it took effect in sevdesk. */
export interface Arranged<T extends CommandType> {
  readonly data: CommandData<T>;
  readonly effects: () => Promise<number>;
}

/** What the five rows of a command type need: happy, invalid, 429, lost response, poison. */
export interface CommandCase<T extends CommandType = CommandType> {
  readonly type: T;
  /** Tells the cases of one type apart; the type unless given. */
  readonly title?: string;
  /** The call that takes effect: what is throttled, and whose answer is lost. A GET for commands that only read. */
  readonly call: { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly path: string };
  /** Makes what is needed, afresh for each row; `name` is unique and fit for a reference. */
  arrange(world: CaseWorld, name: string): Promise<Arranged<T>>;
  /** What `command.succeeded` says beside the record. */
  readonly result: Readonly<Record<string, unknown>>;
  /** Data that is refused before any call, and what is said. */
  readonly invalid: { readonly data: unknown; readonly message: RegExp };
  /** What becomes of a call whose answer is lost; `ambiguous` only where nobody can look. */
  readonly lost?: 'succeeded' | 'ambiguous';
  /** A command that can't be carried out: `effects` stays what it was when arranged. */
  poison(
    world: CaseWorld,
    name: string,
  ): Promise<Arranged<T> & { readonly reason: FailureReason; readonly message: RegExp }>;
}
