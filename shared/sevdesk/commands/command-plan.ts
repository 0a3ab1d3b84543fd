import type { CommandData, CommandType } from '../../contract/command.ts';
import type { RecordReference } from '../../contract/commands/fields.ts';
import type { ResourceName } from '../../contract/event.ts';
import type { CompletedStep, StepFacts } from '../../domain/ledger-entry.ts';
import type { LookUps } from '../../domain/look-ups.ts';
import type { TenantSettings } from '../../domain/tenant-settings.ts';
import type { SevdeskCall, SevdeskClient } from '../client.ts';
import type { NeededLookUps } from '../look-ups.ts';

/** Files of the tenant in the stage's bucket, and those that sevdesk makes. */
export interface CommandFiles {
  /** An upload below `uploads/<tenantId>/`. @throws CommandRefused where there is none */
  read(key: string): Promise<Uint8Array>;
  /** Keeps a file below `documents/<tenantId>/` and answers where, as `s3://…`; the same name is the same place. */
  store(file: { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }): Promise<string>;
  /** What a link in an answer of sevdesk leads to. @throws CommandRefused, SevdeskUnavailable */
  download(link: string): Promise<Uint8Array>;
}

/** What a step knows. Reading from sevdesk is allowed at any time; writing is what `prepare` answers. */
export interface StepContext<T extends CommandType = CommandType> {
  readonly tenantId: string;
  readonly commandId: string;
  readonly data: CommandData<T>;
  /** Our reference in the record that the command creates. */
  readonly marker: string;
  readonly client: SevdeskClient;
  readonly settings: TenantSettings;
  readonly files: CommandFiles;
  /** The steps before this one. */
  readonly completed: readonly CompletedStep[];
  /** What an earlier try of this step wrote down with its claim; empty before. */
  readonly facts: StepFacts;
  /** A call of this step was made before, and it was never established that it had no effect. */
  readonly isRepeated: boolean;
  /** When this step was first tried: what is older was made by somebody else. */
  readonly firstAttemptAtMs: number;
  /** Since when this run of the command could be carried out. */
  readonly activeSinceMs: number;
  readonly nowMs: number;
  /** Ids that change rarely, asked for at most once a day. @throws CommandRefused for what sevdesk does not know */
  lookUps(needed?: Partial<NeededLookUps>): Promise<LookUps>;
  /** sevdesk's id of a record. @throws CommandRefused (dependency_missing) for an externalId that nobody created yet */
  recordId(resource: ResourceName, reference: RecordReference): Promise<string>;
  /** sevdesk's id of what the caller calls so, if there is one. */
  linkedId(resource: ResourceName, externalId: string): Promise<string | undefined>;
  /** The command that was about to change (or create, see `ChangeNote`) a record last, and when. */
  lastNote(note: ChangeNote): Promise<{ readonly commandId: string; readonly at: number } | undefined>;
}

/** What a step came to. */
export interface StepOutcome {
  /** sevdesk's model, for example `Invoice`. */
  readonly resource: string;
  readonly recordId: string;
  /** What else `command.succeeded` says, and what later steps need. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a step is about to do, after its reads. */
export type Prepared =
  | {
      readonly kind: 'call';
      readonly call: SevdeskCall;
      /** What the answer says. @throws OutcomeUnknown where it does not say it */
      readonly read: (objects: unknown) => StepOutcome;
      /** Written down with the claim, for a look that has to compare, and for the next try. */
      readonly facts?: StepFacts | undefined;
      /** Which change the poller will see: told as our own. Not needed for records that carry the marker. */
      readonly note?: ChangeNote | readonly ChangeNote[] | undefined;
    }
  /** It is so already, or there was nothing to write. */
  | { readonly kind: 'done'; readonly outcome: StepOutcome }
  /** sevdesk is at work: look again then. */
  | { readonly kind: 'wait'; readonly seconds: number };

/** A record that a command is about to change, or to create with this key (see `Resource.noteKey`). */
export interface ChangeNote {
  readonly resource: ResourceName;
  readonly key: string;
}

/** What a look for the effect of a call without an answer found. */
export type Finding =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'found'; readonly outcome: StepOutcome }
  /** It can't be known, and nobody may guess. */
  | { readonly kind: 'ambiguous'; readonly message: string };

/** One write of a command, with what it takes to make it at most once. */
export interface CommandStep<T extends CommandType = CommandType> {
  readonly name: string;
  /** Whether the command asks for this step at all; always unless given. */
  applies?(data: CommandData<T>): boolean;
  /**
   * Reads what it needs and says what to do. Called again at each try.
   * @throws CommandRefused for what can't be done
   */
  prepare(context: StepContext<T>): Promise<Prepared>;
  /** Looks whether a call without an answer took effect. Without it the call is harmless to repeat, as an update of fields is. */
  lookFor?(context: StepContext<T>): Promise<Finding>;
  /** Never called again unless it certainly did not take effect: what `command.failed` says then. */
  readonly once?: string;
  /** How long its outcome is good for later steps, in milliseconds; for ever unless given. */
  readonly validMs?: number;
}

/** How a command is carried out: its steps in their order. A command is a row of these. */
export interface CommandPlan<T extends CommandType = CommandType> {
  readonly steps: readonly CommandStep<T>[];
  /** The step that makes the record which the command is about; the first unless given. */
  readonly main?: string;
  /** It creates a record with a marker, which no other command may use. */
  readonly claimsMarker?: true;
  /** It writes nothing to sevdesk: also for accounts with bookkeeping system 1.0. */
  readonly onlyReads?: true;
  /** The caller's own name of the record, by which later commands find it. */
  externalId?(data: CommandData<T>, marker: string): { resource: ResourceName; externalId: string } | undefined;
}
