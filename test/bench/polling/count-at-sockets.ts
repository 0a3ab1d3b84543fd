import type { ResourceName } from '../../../shared/contract/event.ts';
import { productionSettings } from '../poll-settings.ts';
import { startCountedAccount } from './counted-account.ts';
import { type FoundDeletion, findDeletion } from './deletion.ts';
import { type IdlePolls, idlePolls, settle } from './idle-polls.ts';

export interface SocketCounts {
  readonly invoices: number;
  readonly polls: number;
  readonly idle: IdlePolls;
  readonly deletion: FoundDeletion;
  /** Events about records until the account was settled. */
  readonly baselineEvents: number;
}

export interface CountedChoice {
  readonly invoices: number;
  /** A listing resource, of more than a page. */
  readonly transactions: number;
  readonly polls: number;
}

/** An account with records of every kind, counted where its requests arrive. */
export async function countAtSockets(choice: CountedChoice): Promise<SocketCounts> {
  const records: Record<ResourceName, number> = {
    Contact: 30,
    ContactAddress: 30,
    CommunicationWay: 30,
    AccountingContact: 30,
    Invoice: choice.invoices,
    CreditNote: 30,
    Order: 30,
    Voucher: 30,
    Part: 30,
    CheckAccount: 2,
    CheckAccountTransaction: choice.transactions,
    Tag: 5,
  };
  const account = await startCountedAccount(records);
  try {
    const baselineEvents = await settle(account);
    const idle = await idlePolls(account, { polls: choice.polls, records });
    const deletion = await findDeletion(account, productionSettings().probeEvery);
    return { ...choice, idle, deletion, baselineEvents };
  } finally {
    await account.stop();
  }
}
