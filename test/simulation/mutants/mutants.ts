/** One guard of change detection, taken out. */
export interface Mutant {
  /** What is taken out; `<name>.patch` beside this file does it. */
  readonly name: string;
  readonly guard: string;
  /** The kind of history in which nothing else stands in for it. */
  readonly profile: string;
}

export const MUTANTS: readonly Mutant[] = [
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
