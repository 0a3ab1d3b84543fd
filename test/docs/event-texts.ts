import type { RecordEventType } from '../../shared/contract/event.ts';
import type { RelayEventType } from './relay-examples.ts';

/** What becomes of records of any resource; `%` is one of them. */
const KINDS = {
  created: '% was created.',
  updated: '% changed: `changed` says in which fields.',
  deleted: '% is gone: sevdesk itself says so. `record` is what was known last.',
  snapshot: '% as it was told last, on request. It is no change.',
};

const MEANINGS: Readonly<Record<string, string>> = {
  sent: '% is a draft no more: it went to its recipient.',
  opened: '% is a draft no more.',
  partially_paid: 'A part of % was paid, or another part.',
  paid: '% was paid in full. One that costs nothing is paid at once.',
  reopened: 'A payment of % was taken back.',
  cancelled: '% was cancelled: `cancelledBy` names the record that did it. Told also when it had been paid.',
  enshrined: '% was locked for good.',
  overdue: '% is open, and its due date was yesterday or earlier. By the clock, once for each record.',
  accepted: '% was accepted.',
  rejected: '% was rejected, or cancelled.',
  invoiced: 'A first invoice was made of %. Told once, whether it covers a part or all.',
};

/** What an event about a record means, in one line. */
export function recordEventText(type: RecordEventType, one: string): string {
  const kind = type.slice(type.indexOf('.') + 1);
  const text = { ...KINDS, ...MEANINGS }[kind];
  if (!text) throw new Error(`There is no text for ${type}`);
  const named = text.replace('%', one);
  return named.charAt(0).toUpperCase() + named.slice(1);
}

export const RELAY_TEXTS: Readonly<Record<RelayEventType, string>> = {
  'tenant.connected': 'A token was tested and works. The baseline follows, unless the tenant had one.',
  'tenant.disconnected':
    'The tenant is not polled any more, and its commands wait: `reason` says why. A new token in its secret brings it back.',
  'tenant.suspended':
    'The tenant is not polled, and its commands wait: `reason` says whether its token opens another sevdesk account than before, the account of another tenant, or an operator paused it.',
  'tenant.resumed':
    'An operator ended the pause. It goes on where it stood; commands that waited are carried out in their order.',
  'tenant.removed':
    'An operator removed the tenant. Nothing more is told of it, and its commands fail with `tenant_unknown`.',
  'baseline.started': 'The first look at everything that is there begins.',
  'baseline.completed':
    'Everything that is there is known, and no change is told of it. `counts` says how many records of each resource.',
  'command.succeeded': 'A command took effect. `result` names the record.',
  'command.failed':
    'A command ended without success, and is in the dead letters: `reason` for programs, `message` for people; `completed` are the steps that took effect before, and stay done.',
  'command.ambiguous':
    'More than one record carries the marker of a command: a call may have taken effect twice. Somebody has to look.',
  'command.parked': 'A command waits because its tenant is away. It is carried out when the tenant is back.',
};
