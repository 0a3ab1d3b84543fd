import type { ResourceName } from '../../shared/contract/event.ts';

interface Deviation {
  readonly resource: ResourceName;
  readonly field: string;
  /** Why the field is read all the same. */
  readonly reason: string;
}

const CANCELLED_BY = "not sevdesk's: the poller adds it to what another record cancels";

/** Fields that rows read, though neither the OpenAPI document nor a recorded answer has them. */
export const KNOWN_DEVIATIONS: readonly Deviation[] = [
  { resource: 'Invoice', field: 'cancelledBy', reason: CANCELLED_BY },
  { resource: 'CreditNote', field: 'cancelledBy', reason: CANCELLED_BY },
  { resource: 'Voucher', field: 'cancelledBy', reason: CANCELLED_BY },
  {
    resource: 'CreditNote',
    field: 'paidAmount',
    reason: 'credit notes have none; it is read like that of other documents, and payDate decides without it',
  },
  {
    resource: 'Voucher',
    field: 'origin',
    reason: 'only a filter of this name is documented; how a voucher is cancelled is not established',
  },
  { resource: 'Tag', field: 'update', reason: 'not documented; should it be there, it moves without meaning' },
];
