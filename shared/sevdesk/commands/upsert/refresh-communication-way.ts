import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import type { CommandStep } from '../command-plan.ts';
import { reference } from '../record/wire-fields.ts';
import { refreshStep } from './refresh-step.ts';

/** CommunicationWayKey "work" (Arbeit), the same in every account (documentation, "CommunicationWay"). */
const WORK = '2';

/** The main one of its type. */
export function refreshCommunicationWay(
  name: 'email' | 'phone',
  type: 'EMAIL' | 'PHONE',
): CommandStep<'contact.upsert'> {
  return refreshStep({
    name,
    resource: 'CommunicationWay',
    wanted: async ({ data }) => ({ value: data[name] }),
    added: async () => ({ type, key: reference('CommunicationWayKey', WORK), main: true }),
    choose: async (rows, { data }) =>
      chooseMain(
        rows.filter((row) => scalar(row, 'type') === type),
        data[name],
      ),
  });
}

/** Several of which none is the main one are left alone: the wanted one is among them, or is added. */
function chooseMain(rows: readonly SevdeskRecord[], value: string | undefined): SevdeskRecord | undefined {
  if (rows.length < 2) return rows[0];
  return rows.find(isMain) ?? rows.find((row) => scalar(row, 'value') === value);
}

function isMain(row: SevdeskRecord): boolean {
  return ['1', 'true'].includes(scalar(row, 'main') ?? '');
}
