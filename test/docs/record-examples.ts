import type { RecordEventType, RelayEvent, ResourceName } from '../../shared/contract/event.ts';
import { addDays, berlinMidnight } from '../../shared/domain/berlin-time.ts';
import { deletionOf, detectChange, overdueOf, snapshotOf } from '../../shared/domain/change.ts';
import { changeEvents, eventsOfIntent, snapshotEvent } from '../../shared/domain/change-events.ts';
import { cancelledBy } from '../../shared/domain/record-content.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import { type SevdeskRecord, updatedAtMs } from '../../shared/domain/sevdesk-record.ts';
import { fixturePositions, fixtureRecords } from '../support/fixtures.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A record of a fixture, and what a change made of it. */
interface Story {
  /** Its place in the fixture. */
  readonly record: number;
  /** Old values of the fields that changed. */
  readonly before: Fields;
  /** New values, where the fixture has others. */
  readonly after?: Fields;
}

/** An edit of each resource. */
const EDITS: Readonly<Record<ResourceName, Story>> = {
  Contact: { record: 1, before: { vatNumber: null } },
  ContactAddress: { record: 1, before: { street: 'Am Anger 11' } },
  CommunicationWay: { record: 0, before: { value: 'info@morgenrot.example' } },
  AccountingContact: { record: 0, before: { debitorNumber: null } },
  Invoice: { record: 1, before: { customerInternalNote: null } },
  CreditNote: { record: 1, before: { timeToPay: null } },
  Order: { record: 2, before: { header: 'Angebot' } },
  Voucher: { record: 0, before: { description: null } },
  Part: { record: 1, before: { stock: '13.5' } },
  CheckAccount: { record: 0, before: { balance: '1455.3' } },
  CheckAccountTransaction: { record: 0, before: { status: '100' } },
  Tag: { record: 1, before: { name: 'Mahnsperre' } },
};

const NOT_SENT = { sendDate: null, enshrined: null, sendType: '0' };
const NOT_PAID = { paidAmount: 0, payDate: null };
const CANCELLED = { status: '1000' };

/** Changes that mean something. `overdue` is no change. */
const MEANINGS: Readonly<Partial<Record<RecordEventType, Story>>> = {
  'invoice.sent': { record: 2, before: { status: '100', invoiceNumber: null, ...NOT_SENT } },
  'invoice.enshrined': { record: 2, before: { status: '100', invoiceNumber: null, ...NOT_SENT } },
  'invoice.partially_paid': { record: 3, before: { status: '200', ...NOT_PAID } },
  'invoice.paid': { record: 4, before: { status: '200', ...NOT_PAID } },
  'invoice.reopened': {
    record: 2,
    before: { status: '1000', paidAmount: 46.65, payDate: '2026-11-18T12:00:00+01:00' },
  },
  'invoice.cancelled': { record: 5, before: { status: '200' }, after: CANCELLED },
  'credit_note.sent': { record: 1, before: { status: '100', ...NOT_SENT } },
  'credit_note.enshrined': { record: 1, before: { status: '100', ...NOT_SENT } },
  'credit_note.partially_paid': { record: 1, before: { status: '200' }, after: { status: '750' } },
  'credit_note.paid': { record: 0, before: { status: '200', payDate: null } },
  'credit_note.reopened': { record: 1, before: { status: '1000', payDate: '2026-11-17T12:00:00+01:00' } },
  'credit_note.cancelled': { record: 1, before: { status: '200' }, after: CANCELLED },
  'order.sent': { record: 1, before: { status: '100', sendDate: null, sendType: '0' }, after: { status: '200' } },
  'order.accepted': { record: 1, before: { status: '200' } },
  'order.rejected': { record: 1, before: { status: '200' }, after: { status: '300' } },
  'order.invoiced': { record: 0, before: { status: '500' } },
  'voucher.opened': { record: 2, before: { status: '50' } },
  'voucher.partially_paid': {
    record: 2,
    before: { status: '100', ...NOT_PAID },
    after: { status: '750', paidAmount: 100, payDate: '2026-11-19T12:00:00+01:00' },
  },
  'voucher.paid': { record: 3, before: { status: '100', ...NOT_PAID, enshrined: null } },
  'voucher.reopened': {
    record: 2,
    before: { status: '1000', paidAmount: 142.8, payDate: '2026-11-19T12:00:00+01:00' },
  },
  'voucher.cancelled': { record: 2, before: { status: '100' }, after: CANCELLED },
  'voucher.enshrined': { record: 3, before: { enshrined: null } },
};

const POLL_DELAY_MS = 57_120;
/** When the first poll of a day comes, after midnight in Berlin. */
const FIRST_POLL_MS = 35_000;
const SEQUENCE = 2;

/** The event as production makes it of the fixtures. @throws Error where production makes no such event of the story. */
export function recordExample(row: Resource, type: RecordEventType): RelayEvent {
  const event = makeEvent(row, type);
  if (event?.type !== type) throw new Error(`The story of ${type} does not make it`);
  return event;
}

function makeEvent(row: Resource, type: RecordEventType): RelayEvent | undefined {
  const edit = EDITS[row.name];
  const edited = recordOf(row, edit.record);
  const known = { ...snapshotOf(row, { record: edited, positions: positionsOf(row, edited) }), sequence: SEQUENCE };
  const context = contextOf(edited);
  switch (type.slice(row.prefix.length + 1)) {
    case 'created':
      return changeMade(row, { record: edit.record, before: {} }, 'created').find((event) => event.type === type);
    case 'deleted':
      return eventsOfIntent(row, {
        previous: known,
        intent: deletionOf(known, context.receivedAtMs),
        place: context,
      })[0];
    case 'snapshot':
      return snapshotEvent(row, known, context, 'request-1');
    case 'overdue':
      return overdueExample(row);
    default:
      return changeMade(row, MEANINGS[type] ?? edit).find((event) => event.type === type);
  }
}

function changeMade(row: Resource, { record, before, after = {} }: Story, kind = 'updated'): RelayEvent[] {
  const now = { ...recordOf(row, record), ...after };
  const current = after === CANCELLED ? cancelledBy(now, row, cancellationOf(row)) : now;
  const positions = positionsOf(row, current);
  const previous = { ...snapshotOf(row, { record: { ...now, ...before }, positions }), sequence: SEQUENCE };
  const change = detectChange(row, kind === 'created' ? undefined : previous, { record: current, positions });
  return change ? changeEvents(row, change, contextOf(current)) : [];
}

function overdueExample(row: Resource): RelayEvent | undefined {
  const record = fixtureRecords(row).find((candidate) => row.dueDate?.(candidate) && positionsOf(row, candidate));
  const day = record && row.dueDate?.(record);
  if (!record || !day) return undefined;
  const snapshot = { ...snapshotOf(row, { record, positions: positionsOf(row, record) }), sequence: SEQUENCE };
  const receivedAtMs = berlinMidnight(addDays(day, 1)) * 1000 + FIRST_POLL_MS;
  const place = contextOf(record);
  return eventsOfIntent(row, { previous: snapshot, intent: overdueOf(snapshot, receivedAtMs), place })[0];
}

function contextOf(record: SevdeskRecord) {
  const receivedAtMs = (updatedAtMs(record) ?? Date.parse(String(record.create))) + POLL_DELAY_MS;
  return { stage: 'prod', tenantId: 'acme', receivedAtMs };
}

function recordOf(row: Resource, index: number): SevdeskRecord {
  const record = fixtureRecords(row)[index];
  if (!record) throw new Error(`The fixture of ${row.name} has no record ${index}`);
  return record;
}

/** Of the one document whose positions were recorded. */
function positionsOf(row: Resource, record: SevdeskRecord): readonly SevdeskRecord[] | undefined {
  if (!row.positions) return undefined;
  const positions = fixturePositions(row);
  return JSON.stringify(positions).includes(`"${record.id}"`) ? positions : undefined;
}

/** A record of the fixtures that cancels another, or an invented id where none was ever recorded. */
function cancellationOf(row: Resource): string {
  return fixtureRecords(row).find((record) => row.cancels?.(record))?.id ?? '9000001';
}
