import { OutcomeUnknown } from '../../../domain/sevdesk-error.ts';
import { amount, type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { readRecords } from '../../record-list.ts';
import type { StepOutcome } from '../command-plan.ts';

/**
 * The record in an answer to a write: under its `key` (`{ invoice, invoicePos }`) as factories answer in practice, or bare as
 * documented.
 * @throws OutcomeUnknown when the answer names no record, since something may have been saved.
 */
export function savedRecord(objects: unknown, key?: string): SevdeskRecord {
  const isKeyed = key !== undefined && typeof objects === 'object' && objects !== null && key in objects;
  const value = isKeyed ? (objects as Record<string, unknown>)[key] : objects;
  const [record] = typeof value === 'object' ? readRecords(value).records : [];
  if (!record) throw new OutcomeUnknown(`sevdesk answered a saved ${key ?? 'record'} without its id`);
  return record;
}

/** What `command.succeeded` says of a document. */
export function documentOutcome(resource: string, record: SevdeskRecord, numberField: string): StepOutcome {
  return {
    resource,
    recordId: record.id,
    details: {
      number: scalar(record, numberField) ?? null,
      net: amount(record, 'sumNet') ?? null,
      gross: amount(record, 'sumGross') ?? null,
      currency: scalar(record, 'currency') ?? null,
    },
  };
}
