import { type DocumentStatusCodes, documentPhase, type PhaseName, phaseName } from '../domain/document-phase.ts';
import { amount, referenceId, type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

/** What all documents tell alike: sums without tax and with it, and the currency. */
export function documentSums(record: SevdeskRecord) {
  return {
    net: amount(record, 'sumNet') ?? null,
    gross: amount(record, 'sumGross') ?? null,
    currency: scalar(record, 'currency') ?? null,
  };
}

/** The status by name; `other` for a code that sevdesk does not document. */
export function documentStatus(record: SevdeskRecord, codes: DocumentStatusCodes): PhaseName | 'other' | null {
  const phase = documentPhase(record, codes);
  if (!phase) return null;
  return phase === 'cancelled' || codes.has(scalar(record, 'status') ?? '') ? phaseName(phase) : 'other';
}

/** The id of the record that this one came from, if it is of this model. */
export function originOf(record: SevdeskRecord, model: string): string | undefined {
  const { origin } = record;
  const isSame = typeof origin === 'object' && origin !== null && 'objectName' in origin && origin.objectName === model;
  return isSame ? referenceId(record, 'origin') : undefined;
}

/**
 * What a document cancels that takes back the sum of the one it came from. Not established: of credit notes and vouchers no
 * cancellation was recorded; it is read like an invoice's (origin, opposite sign).
 */
export function reversedOrigin(record: SevdeskRecord, model: string): string | undefined {
  return (amount(record, 'sumGross') ?? 0) < 0 ? originOf(record, model) : undefined;
}
