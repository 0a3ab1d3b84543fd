import type { Resource } from '../domain/resource.ts';
import { referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';
import { type OrderPhase, orderMeanings } from '../domain/status-meanings.ts';
import { documentSums } from './document.ts';
import { noteMarker } from './note-marker.ts';
import { statusName } from './status-name.ts';
import { wireDay } from './wire-date.ts';

const PHASES: ReadonlyMap<string, OrderPhase> = new Map([
  ['100', 'draft'],
  ['200', 'sent'],
  ['300', 'rejected'],
  ['500', 'accepted'],
  ['750', 'invoiced'],
  ['1000', 'invoiced'],
]);

/** 200 is called "delivered": the order was sent to the customer. */
const STATUS_NAMES = new Map<string, OrderPhase | 'partially_invoiced'>([...PHASES, ['750', 'partially_invoiced']]);

/**
 * Orders: estimates (AN), confirmations (AB) and delivery notes (LI). Source: sevdesk's documentation, "Order"; no live
 * answer was recorded.
 */
export const order: Resource<'Order'> = {
  name: 'Order',
  prefix: 'order',
  path: 'Order',
  query: {},
  strategy: 'cursor',
  everyIntervals: 1,
  volatile: ['update'],
  positions: (recordId) => ({ path: `Order/${recordId}/getPositions`, query: {} }),
  marker: ownMarker,
  summarize: (record) => ({
    number: scalar(record, 'orderNumber') ?? null,
    type: scalar(record, 'orderType') ?? null,
    status: statusName(record, STATUS_NAMES),
    ...documentSums(record),
    contactId: referenceId(record, 'contact') ?? null,
    orderDate: wireDay(record, 'orderDate'),
  }),
  meanings: orderMeanings(phaseOf),
};

/** A confirmation that was made from an estimate may carry its note, but no command of ours made it. */
function ownMarker(record: SevdeskRecord) {
  return referenceId(record, 'origin') === undefined ? noteMarker('order.create', record) : undefined;
}

/** A status that sevdesk does not document is no draft. */
function phaseOf(record: SevdeskRecord): OrderPhase | undefined {
  const status = scalar(record, 'status');
  return status === undefined ? undefined : (PHASES.get(status) ?? 'sent');
}
