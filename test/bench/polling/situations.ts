/** What is measured, in the order in which it happens to an account. */
export const SITUATIONS = ['first listing', 'idle poll', 'unchanged listing', 'one deletion', 'one update'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** What the server does to the data before a situation. */
export const CHANGE_BEFORE: Readonly<Partial<Record<Situation, DataChange>>> = {
  'one deletion': 'delete',
  'one update': 'update',
};

/** Of a record in the middle of the list; `create` makes up for a deletion. */
export type DataChange = 'update' | 'delete' | 'create';

/** Where the virtual clocks start: a working day, far from midnight in Berlin. */
export const START_MS = Date.parse('2026-11-20T08:00:00Z');
