import { turnEntry } from '../../shared/domain/ledger-entry.ts';
import type { LookUps } from '../../shared/domain/look-ups.ts';
import type { MessageOutcome } from '../../shared/lambda/queue-handler.ts';
import type { SevdeskClient } from '../../shared/sevdesk/client.ts';
import { completeLookUps } from '../../shared/sevdesk/look-ups.ts';
import { invoiceLookUps, saveInvoiceBody } from '../../shared/sevdesk/save-invoice.ts';
import { invoiceResult, savedInvoice } from '../../shared/sevdesk/saved-invoice.ts';
import { succeed } from './answer-command.ts';
import type { Line, Work } from './command-dependencies.ts';
import { reactTo } from './react.ts';

/** A claim outlives its invocation by this much, so that its holder is dead when it runs out. */
const CLAIM_MARGIN_MS = 30_000;

/**
 * One try to create the invoice: look-ups and a request of the budget first, the claim last, then the one call. The claim
 * is a conditional write: of two deliveries at the same time one gets it, the other throws LedgerConflict.
 */
export async function attempt(work: Work, { client, spender }: Line): Promise<MessageOutcome> {
  const { data } = work.command;
  const body = saveInvoiceBody(data, work.entry.marker, await lookUpsFor(work, client));
  await spender.reserve();
  const claimed = await claim(work);
  try {
    const { objects } = await client.call({ method: 'POST', path: 'Invoice/Factory/saveInvoice', body });
    return await succeed(claimed, invoiceResult(savedInvoice(objects)));
  } catch (error) {
    return reactTo(claimed, error);
  }
}

async function lookUpsFor({ dependencies, tenant, command }: Work, client: SevdeskClient): Promise<LookUps> {
  const { tenants, now } = dependencies;
  const known = await tenants.lookUps(tenant.tenantId);
  const complete = await completeLookUps(client, known, {
    ...invoiceLookUps(command.data),
    secretVersion: tenant.secretVersion,
    nowMs: now(),
  });
  if (complete !== known) await tenants.saveLookUps(tenant.tenantId, complete);
  return complete;
}

async function claim(work: Work): Promise<Work> {
  const { dependencies, entry, message } = work;
  const claimed = turnEntry(entry, 'claimed', {
    attempts: entry.attempts + 1,
    firstAttemptAt: entry.firstAttemptAt ?? dependencies.now(),
    claimDeadline: message.deadlineMs + CLAIM_MARGIN_MS,
  });
  return { ...work, entry: await dependencies.ledger.save(claimed) };
}
