import type { Bound } from '../bound.ts';
import type { TickFigures } from './measure-tick.ts';

const MOST_SECONDS = 5;
const SHARDS = 8;
const MESSAGES_PER_CALL = 10;

/** A query for each shard, since an answer of 1 MB holds the keys of some 10,000 tenants; a call for ten messages; nothing else. */
export function expectedRequests({ due }: Pick<TickFigures, 'due'>): Readonly<Record<string, number>> {
  return { 'dynamodb Query': SHARDS, 'sqs SendMessageBatch': Math.ceil(due / MESSAGES_PER_CALL) };
}

export function dispatcherBounds(figures: TickFigures): readonly Bound[] {
  const { tenants, due, seconds, requests, asked, expected } = figures;
  const kinds = Object.keys(requests);
  const wanted = expectedRequests(figures);
  const isWanted = kinds.every((kind) => requests[kind] === wanted[kind]);
  const isEachAsked = asked.length === expected.length && new Set([...asked, ...expected]).size === expected.length;
  return [
    {
      text: `One tick over ${tenants} tenants of which ${due} are due: at most ${MOST_SECONDS} s`,
      figure: `${seconds.toFixed(2)} s`,
      holds: seconds <= MOST_SECONDS,
    },
    {
      text: 'No scan, and no secrets listed or read',
      figure: kinds.join(', '),
      holds: !kinds.some((kind) => /Scan|secretsmanager/.test(kind)),
    },
    {
      text: `A query for each of ${SHARDS} shards, a call for ${MESSAGES_PER_CALL} messages, and nothing else`,
      figure: sayRequests(requests),
      holds: isWanted && kinds.length === Object.keys(wanted).length,
    },
    {
      text: 'A message for each tenant that is due, and for nobody else',
      figure: `${asked.length} messages, ${new Set(asked).size} tenants`,
      holds: isEachAsked,
    },
  ];
}

export function sayRequests(requests: Readonly<Record<string, number>>): string {
  return Object.entries(requests)
    .map(([kind, count]) => `${count} × ${kind}`)
    .join(', ');
}
