import type { CommandType } from '../../../shared/contract/command.ts';
import type { WireRecord } from '../../sandbox/wire-record.ts';
import { simulatedContact } from './simulated-contact.ts';
import { simulatedInvoice } from './simulated-invoice.ts';
import { simulatedInvoiceBook } from './simulated-invoice-book.ts';
import { simulatedInvoiceCancel } from './simulated-invoice-cancel.ts';
import { simulatedInvoiceSend } from './simulated-invoice-send.ts';
import { simulatedOrder } from './simulated-order.ts';
import { simulatedPart } from './simulated-part.ts';
import { simulatedTransaction } from './simulated-transaction.ts';
import type { Flaw, FollowUp } from './writer-history.ts';

/** What a command is to say. */
export interface Wish {
  /** Both stand in all that the command makes. */
  readonly tenantId: string;
  readonly commandId: string;
  readonly content: number;
  readonly flaw: Flaw;
  readonly reference: string | undefined;
  readonly followUp: FollowUp | undefined;
  /** The marker of the invoice that it is about, where another command makes it. */
  readonly about: string;
  /** What the account has from the beginning. */
  readonly contactId: string;
  readonly tillId: string;
  readonly bankId: string;
}

/** A type of command, as it is simulated. Adding one is one file and one row. */
export interface SimulatedCommand {
  readonly data: (wish: Wish) => Readonly<Record<string, unknown>>;
  /** What it makes in sevdesk, or what it is about. */
  readonly model: string;
  /** The call that makes it; undefined where another command does. */
  readonly creation: string | undefined;
  /** What its record can be known by; no other command may make one with it. */
  readonly marker: (wish: Pick<Wish, 'commandId' | 'reference' | 'about'>) => string;
  readonly markerOf: (record: WireRecord) => string | undefined;
  /** What is not as it was asked for in the new record: more than was asked for, too. */
  readonly differs: (record: WireRecord, wish: Wish) => string | undefined;
  /** All that it is to write in sevdesk, each once, ids of records left out: `PUT Invoice/{id}/sendBy`. */
  readonly writes: (wish: Wish) => readonly string[];
  /** Whether nobody can know, after a broken connection, what it did. */
  readonly mayBeAmbiguous: (wish: Wish) => boolean;
}

export const SIMULATED_COMMANDS = {
  'invoice.create': simulatedInvoice,
  'invoice.send': simulatedInvoiceSend,
  'invoice.book': simulatedInvoiceBook,
  'invoice.cancel': simulatedInvoiceCancel,
  'contact.upsert': simulatedContact,
  'order.create': simulatedOrder,
  'part.upsert': simulatedPart,
  'transaction.create': simulatedTransaction,
} as const satisfies Partial<Record<CommandType, SimulatedCommand>>;

export type SimulatedType = keyof typeof SIMULATED_COMMANDS;

export function simulatedCommand(type: SimulatedType): SimulatedCommand {
  return SIMULATED_COMMANDS[type];
}
