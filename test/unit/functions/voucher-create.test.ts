import { describe, expect, it } from 'vitest';
import { OutcomeUnknown, RequestRejected } from '../../../shared/domain/sevdesk-error.ts';
import { commandWorld } from '../../support/command-world.ts';
import { listOf, type Replies } from '../../support/fake-sevdesk.ts';
import { type VoucherData, withFile } from '../../support/voucher-world.ts';

const UPLOAD = 'POST Voucher/Factory/uploadTempFile';
const SAVE = 'POST Voucher/Factory/saveVoucher';
const PAUSE_MS = 60_000;
const broken = new OutcomeUnknown('The connection to sevdesk broke before an answer (ECONNRESET)');
const rules = [{ id: 9, name: 'VORST_ABZUGSF_AUFW', taxRates: ['NINETEEN'] }];
const account = {
  accountDatevId: 4251,
  accountNumber: '4930',
  allowedTaxRules: rules,
  allowedReceiptTypes: ['EXPENSE'],
};
const guidance = { 'GET ReceiptGuidance/forAccountNumber': { objects: [account] } };
const uploaded = { objects: { filename: 'd97a.pdf' } };
/** The voucher as sevdesk answers and lists it. */
const made = {
  id: '99',
  description: 'RG-17 [bill-17]',
  creditDebit: 'C',
  supplier: { id: '815', objectName: 'Contact' },
  sumNet: '10',
  sumGross: '11.9',
  currency: 'EUR',
};
const saved = { objects: { voucher: made, voucherPos: [] } };

function world(replies: Replies) {
  const relay = commandWorld({ ...guidance, [UPLOAD]: uploaded, [SAVE]: saved, ...replies });
  const written = () =>
    relay.sevdesk.calls.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));
  const send = (given: Partial<VoucherData> = {}, commandId = 'bill') =>
    relay.deliver({
      commandId,
      tenantId: 'acme',
      type: 'voucher.create',
      version: 1,
      data: { ...withFile, reference: 'bill-17', ...given },
    });
  /** A delivery after the next pause. */
  const later = (pauseMs = PAUSE_MS) => {
    relay.state.nowMs += pauseMs;
    return send();
  };
  return { ...relay, written, send, later };
}

const succeeded = {
  type: 'command.succeeded',
  data: {
    result: { resource: 'Voucher', recordId: '99', number: 'RG-17 [bill-17]', net: 10, gross: 11.9, currency: 'EUR' },
  },
};

describe('a voucher with a receipt', () => {
  it('takes two calls, and is linked to its reference', async () => {
    const relay = world({});
    await relay.send();
    expect(relay.written()).toEqual(['uploadTempFile', 'saveVoucher']);
    expect(relay.sevdesk.calls.at(-1)?.body).toMatchObject({ filename: 'd97a.pdf' });
    expect(relay.events).toMatchObject([succeeded]);
    expect(Object.keys(relay.events[0]?.data ?? {})).not.toContain('filename');
    const place = { tenantId: 'acme', resource: 'Voucher', externalId: 'bill-17' } as const;
    expect(await relay.ledger.linked(place)).toBe('99');
  });

  it('asks for an account once, and not again with the next voucher', async () => {
    const relay = world({});
    await relay.send();
    await relay.send({ reference: 'bill-18' }, 'bill-2');
    expect(relay.sevdesk.calls.filter(({ path }) => path.startsWith('ReceiptGuidance'))).toHaveLength(1);
  });

  it('uploads again after a lost answer, since a file without a voucher harms nobody', async () => {
    const relay = world({ [UPLOAD]: [broken, uploaded] });
    expect(await relay.send()).toEqual({ kind: 'hide', seconds: 60 });
    await relay.later();
    expect(relay.written()).toEqual(['uploadTempFile', 'uploadTempFile', 'saveVoucher']);
    expect(relay.events).toMatchObject([succeeded]);
  });

  it('is saved once: a lost answer is looked for, and what is found is adopted', async () => {
    const relay = world({ [SAVE]: broken, 'GET Voucher': listOf(made) });
    await relay.send();
    await relay.later();
    expect(relay.written()).toEqual(['uploadTempFile', 'saveVoucher']);
    expect(relay.events).toMatchObject([succeeded]);
  });

  it('is saved again only after two looks found nothing', async () => {
    const relay = world({ [SAVE]: [broken, saved], 'GET Voucher': listOf() });
    await relay.send();
    await relay.later();
    expect(relay.written()).toEqual(['uploadTempFile', 'saveVoucher']);
    await relay.later();
    expect(relay.written()).toEqual(['uploadTempFile', 'saveVoucher', 'saveVoucher']);
    expect(relay.events).toMatchObject([succeeded]);
  });

  it('uploads afresh where the first file may have expired by then', async () => {
    const relay = world({
      [UPLOAD]: [uploaded, { objects: { filename: 'fresh.pdf' } }],
      [SAVE]: [broken, saved],
      'GET Voucher': listOf(),
    });
    await relay.send();
    relay.ledger.entries.set('acme/bill', { ...entryOf(relay), state: 'waiting' });
    await relay.later(700_000);
    expect(relay.written()).toEqual(['uploadTempFile', 'saveVoucher', 'uploadTempFile', 'saveVoucher']);
    expect(relay.sevdesk.calls.at(-1)?.body).toMatchObject({ filename: 'fresh.pdf' });
  });

  it('is not saved again where it is there before the file would be uploaded afresh', async () => {
    const relay = world({ [SAVE]: broken, 'GET Voucher': listOf(made) });
    await relay.send();
    relay.ledger.entries.set('acme/bill', { ...entryOf(relay), state: 'waiting' });
    await relay.later(700_000);
    expect(relay.written()).toEqual(['uploadTempFile', 'saveVoucher']);
    const message = expect.stringContaining('Voucher 99 was saved by a call of this command');
    expect(relay.events).toMatchObject([
      { type: 'command.failed', data: { reason: 'ambiguous', message, retryable: true } },
    ]);
    expect(relay.ledger.markers.size).toBe(1);
  });

  it('frees its reference when it is refused, though its file is there', async () => {
    const relay = world({ [SAVE]: new RequestRejected('The tax rule is required', { status: 422 }) });
    await relay.send();
    const completed = [{ step: 'upload', resource: 'TempFile', recordId: 'd97a.pdf' }];
    expect(relay.events).toMatchObject([
      {
        type: 'command.failed',
        data: { reason: 'rejected_by_sevdesk', message: 'The tax rule is required', completed },
      },
    ]);
    expect(relay.ledger.markers.size).toBe(0);
  });

  it('that sevdesk would not book is refused before anything is sent', async () => {
    const relay = world({});
    await relay.send({ taxRule: '14' });
    expect(relay.written()).toEqual([]);
    const data = { reason: 'invalid_command', message: expect.stringContaining('does not allow tax rule "14"') };
    expect(relay.events).toMatchObject([{ type: 'command.failed', data }]);
  });
});

function entryOf({ ledger }: ReturnType<typeof world>) {
  const entry = ledger.entries.get('acme/bill');
  if (!entry) throw new Error('The ledger has no such command');
  return entry;
}
