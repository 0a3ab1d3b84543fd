import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { commandData } from '../../../../shared/contract/command.ts';
import { expense } from '../../../support/voucher-world.ts';

describe('data of voucher.create', () => {
  const file = { name: 'receipt.pdf', key: 'a/receipt.pdf' };
  it.each([
    [{}],
    [{ currency: 'EUR', reference: 'RG 17/2026' }],
    [{ file: { name: 'Foto (1).JPEG', base64: 'JVBERg==' } }],
  ])('%j is allowed', (given) => {
    expect(v.safeParse(commandData['voucher.create'], { ...expense, ...given }).issues).toBeUndefined();
  });

  it.each([
    [{ currency: 'USD' }, /only "EUR"/],
    [{ reference: 'a]b' }, /no square brackets/],
    [{ reference: 'a\\b' }, /no backslash/],
    [{ description: 'x'.repeat(151) }, /at most 150/],
    [{ positions: [{ accountNumber: '4930', taxRate: '19', amount: '1.005' }] }, /at most 2 decimals/],
    [{ positions: [{ accountNumber: 4930, taxRate: '19', amount: '1' }] }, /in quotes such as "4970"/],
    [{ file: { ...file, name: 'receipt.exe' } }, /ends with ".pdf"/],
    [{ file: { ...file, name: 'receipt' } }, /ends with ".pdf"/],
    [{ file: { name: 'receipt.pdf', base64: '' } }, /not empty/],
    [{ file: { ...file, key: '../other/receipt.pdf' } }, /without "\." and "\.\."/],
    [{ file: { ...file, key: 'a/./receipt.pdf' } }, /without "\." and "\.\."/],
    [{ file: { ...file, base64: 'JVBERg==' } }, /either "base64" or "key"/],
    [{ supplierName: 'Papier GmbH' }, /either "supplier" or "supplierName"/],
  ])('%j is refused', (given, message) => {
    const { issues } = v.safeParse(commandData['voucher.create'], { ...expense, ...given });
    expect(issues?.map((issue) => issue.message).join('; ')).toMatch(message);
  });
});
