import type { CommandType } from '../contract/command.ts';
import { type SevdeskRecord, scalar } from '../domain/sevdesk-record.ts';

/** Commands allow no longer reference. */
const LONGEST_MARKER = 100;

/** The marker in a document's field for references ("Referenz/Bestellnummer"), which holds nothing else. */
export function noteMarker<T extends CommandType>(
  type: T,
  record: SevdeskRecord,
): { readonly type: T; readonly marker: string } | undefined {
  const marker = scalar(record, 'customerInternalNote');
  return marker && marker.length <= LONGEST_MARKER ? { type, marker } : undefined;
}
