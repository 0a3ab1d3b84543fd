import type { Account } from '../account.ts';
import { berlinIso } from '../berlin-time.ts';
import { unlinkTransactions } from '../booking/settle-transaction.ts';
import { type ApiAnswer, objects } from '../http/api-answer.ts';
import { refuse } from '../http/api-error.ts';
import type { Action, ApiCall } from '../resources/resource.ts';
import type { Fields, WireRecord } from '../wire-record.ts';

/** How a kind of document goes back to an earlier status. */
export interface Resetting {
  readonly model: string;
  /** Refuses what is never reset. */
  readonly check?: (account: Account, document: WireRecord) => void;
  /** What shows that nothing is paid. */
  readonly unpaid: Fields;
}

/** Back to open, back to draft, and fixed for ever. Conditions as documented; the refusals' wording is assumed. */
export function lifecycleActions(resetting: Resetting): readonly Action[] {
  return [
    { method: 'PUT', path: '{id}/resetToOpen', run: resetToOpen(resetting) },
    { method: 'PUT', path: '{id}/resetToDraft', run: resetToDraft(resetting) },
    { method: 'PUT', path: '{id}/enshrine', run: enshrine(resetting.model) },
  ];
}

/** From partly paid or paid; transactions are unlinked. An open one stays as it is (assumed). */
function resetToOpen({ model, check, unpaid }: Resetting) {
  return ({ account, id }: ApiCall): ApiAnswer => {
    const document = account.get(model, id);
    check?.(account, document);
    checkNotEnshrined(document);
    if (Number(document.status) < 200) throw refuse(422, 'The status can not be increased to 200');
    unlinkTransactions(account, document);
    return objects(account.change(document, { ...unpaid, status: '200', payDate: null }));
  };
}

/** From open only. */
function resetToDraft({ model, check }: Resetting) {
  return ({ account, id }: ApiCall): ApiAnswer => {
    const document = account.get(model, id);
    check?.(account, document);
    checkNotEnshrined(document);
    if (document.status !== '200') throw refuse(422, 'Only documents in status 200 can be reset to draft');
    return objects(account.change(document, { status: '100' }));
  };
}

/** From open on; one that is enshrined stays as it is (assumed). */
function enshrine(model: string) {
  return ({ account, id }: ApiCall): ApiAnswer => {
    const document = account.get(model, id);
    if (Number(document.status) < 200) throw refuse(422, 'Only documents in status 200 or higher can be enshrined');
    if (!document.enshrined) account.change(document, { enshrined: berlinIso(account.now) });
    return objects(null);
  };
}

function checkNotEnshrined({ enshrined }: WireRecord): void {
  if (enshrined) throw refuse(422, 'The document is enshrined and can not be reset');
}
