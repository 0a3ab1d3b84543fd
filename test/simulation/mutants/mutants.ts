import type { SubjectName } from '../run-seeds.ts';

/** One guard of change detection, or of the writer, taken out. */
export interface Mutant {
  /** What is taken out; `<name>.patch` beside this file does it. */
  readonly name: string;
  readonly guard: string;
  readonly subject: SubjectName;
  /** The kind of history in which nothing else stands in for it. */
  readonly profile: string;
}

const POLLER: readonly Omit<Mutant, 'subject'>[] = [
  { name: 'store-before-telling', guard: 'a change counts as told only once it is published', profile: 'crashes' },
  { name: 'no-intent', guard: 'what will be told is written down first', profile: 'crashes' },
  { name: 'unconditional-commit', guard: 'snapshots are stored on a condition', profile: 'overlapping-polls' },
  { name: 'no-completeness', guard: 'deletions need an exact listing', profile: 'denied-records' },
  { name: 'no-question', guard: 'a missing record is asked for before it is told deleted', profile: 'hidden-records' },
  { name: 'any-refusal', guard: 'only sevdesk itself says that a record is gone', profile: 'foreign-answers' },
  { name: 'no-hold', guard: 'very many deletions wait for an operator', profile: 'mass-deletions' },
  { name: 'no-page-overlap', guard: 'pages overlap', profile: 'uncounted-lists' },
  { name: 'no-cursor-overlap', guard: 'the cursor looks back', profile: 'late-lists' },
  { name: 'trusted-digest', guard: 'the digest is not trusted while something is told', profile: 'broken-listings' },
  { name: 'trusted-after-death', guard: 'nor after a poll that died', profile: 'dying-listings' },
  { name: 'no-lease', guard: 'one poller at a time', profile: 'repeated-messages' },
];

const WRITER: readonly Omit<Mutant, 'subject'>[] = [
  { name: 'no-read-back', guard: 'what may have taken effect is looked for', profile: 'unknown-outcomes' },
  { name: 'one-look', guard: 'it takes two looks to believe that it did not', profile: 'unknown-outcomes' },
  { name: 'claim-not-written', guard: 'a call is claimed in the ledger before it is made', profile: 'crashes' },
  { name: 'trusted-visibility', guard: 'a claim is written on a condition', profile: 'repeated-deliveries' },
  { name: 'told-before-ledger', guard: 'an end is in the ledger before it is told', profile: 'crashes' },
  { name: 'letter-before-ledger', guard: 'and before its dead letter goes out', profile: 'crashes' },
  { name: 'no-marker-claim', guard: 'a reference belongs to one command', profile: 'calm' },
  { name: 'old-deduplication-id', guard: 'each run is sent under an id of its own', profile: 'redrives' },
  { name: 'unsent-forgotten', guard: 'what a redrive has not sent yet is noted', profile: 'redrives' },
  { name: 'blind-redrive', guard: 'a redrive looks before it writes', profile: 'long-outage' },
  { name: 'woken-before-sent', guard: 'a parked command is sent before it is woken', profile: 'tenants-away' },
  { name: 'resent-once', guard: 'and under an id of its own each time', profile: 'tenants-away' },
  { name: 'parked-as-known', guard: 'a parked command knows that it may have taken effect', profile: 'tenants-away' },
];

export const MUTANTS: readonly Mutant[] = [
  ...POLLER.map((mutant) => ({ ...mutant, subject: 'poller' as const })),
  ...WRITER.map((mutant) => ({ ...mutant, subject: 'writer' as const })),
];
