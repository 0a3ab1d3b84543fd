import { reference } from '../../../sandbox/wire-record.ts';
import { stageFiles } from '../../../support/stage-files.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const POSITIONS = [
  { accountNumber: '4930', taxRate: '19', amount: '11.90', comment: 'Papier' },
  { accountNumber: '4970', taxRate: '0', amount: '0.45' },
];

/** Vouchers that carry the marker and the receipt. */
const vouchers =
  ({ relay, token }: CaseWorld, name: string) =>
  async () => {
    const documents = await relay.sevdesk.records(token, 'Document');
    return (await relay.sevdesk.records(token, 'Voucher')).filter(
      ({ description, document }) =>
        description === `RG-17 [${name}]` && documents.some(({ id }) => id === reference(document)?.id),
    ).length;
  };

function expense({ contactId }: CaseWorld, name: string, key: string) {
  return {
    reference: name,
    kind: 'expense' as const,
    date: '2026-11-20',
    supplier: { id: contactId },
    description: 'RG-17',
    positions: POSITIONS,
    file: { name: 'receipt.pdf', key },
  };
}

export const voucherCreate: CommandCase<'voucher.create'> = {
  type: 'voucher.create',
  call: { method: 'POST', path: '/Voucher/Factory/saveVoucher' },
  async arrange(world, name) {
    const key = `receipts/${name}.pdf`;
    await stageFiles(world.relay.account.url).put(`uploads/${world.tenantId}/${key}`, `%PDF-1.7 ${name}`);
    return { data: expense(world, name, key), effects: vouchers(world, name) };
  },
  result: { resource: 'Voucher', net: 10.45, gross: 12.35, currency: 'EUR' },
  invalid: {
    data: { kind: 'expense', date: '2026-11-20', supplierName: 'Papier GmbH', positions: POSITIONS, currency: 'USD' },
    message: /currency: only "EUR"/,
  },
  async poison(world, name) {
    return {
      data: expense(world, name, 'nowhere.pdf'),
      effects: vouchers(world, name),
      reason: 'dependency_missing',
      message: /There is no file s3:\/\/[^/]+\/uploads\/voucher-create\/nowhere\.pdf/,
    };
  },
};
