import { describe, expect, it } from 'vitest';
import { anInvoiceCommand, invoiceData } from '../../support/builders.ts';
import { cliWorld } from './cli-world.ts';

async function validate(content: unknown) {
  const { run, written } = cliWorld({ stdin: JSON.stringify(content) });
  return { exitCode: await run('command', 'validate', '-'), ...written };
}
const position = { name: 'Consulting', quantity: '2', price: '100.00', taxRate: '19' };
const withPosition = (fields: object) =>
  anInvoiceCommand({ data: invoiceData({ positions: [{ ...position, ...fields } as never] }) });

describe('command validate', () => {
  it('accepts what the writer would carry out, and needs no stage', async () => {
    expect(await validate(anInvoiceCommand())).toEqual({ exitCode: 0, out: 'The command is valid.\n', err: '' });
    expect((await validate([anInvoiceCommand(), anInvoiceCommand()])).out).toBe('All 2 commands are valid.\n');
  });

  it.each<[string, unknown, string]>([
    ['a float', withPosition({ price: 1.5 }), 'data.positions.0.price: write it as text'],
    [
      'a tax rate that its rule does not allow',
      withPosition({ taxRate: '8' }),
      'data.positions.0.taxRate: "8" is not allowed',
    ],
    [
      'a tax rule in an array',
      [anInvoiceCommand({ data: invoiceData({ taxRule: '99' }) })],
      '0.data.taxRule: "99" is not allowed',
    ],
    ['a size that no message may have', withPosition({ text: 'x'.repeat(400_000) }), 'bytes; allowed are 350000'],
    ['a type that only looks like one', { ...anInvoiceCommand(), type: 'toString' }, 'type: must be'],
  ])('refuses %s as the writer would', async (_what, content, problem) => {
    const { exitCode, out, err } = await validate(content);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain('Not valid: 1 problem.');
    expect(err).toContain(problem);
  });

  it('says each problem in a line of its own, and lets no escape sequence through', async () => {
    const { err } = await validate({ ...anInvoiceCommand({ commandId: 'ä' }), '\u001b[2J\n': 1 });
    expect(err).toMatch(
      /^sevdesk-relay: Not valid: 2 problems\.\n {2}commandId: 1 to 64 .*\n {2}command: unknown {2}\[2J .*\n$/,
    );
  });

  it('tells of twenty, and how many more there are', async () => {
    const { err } = await validate(Array.from({ length: 22 }, () => ({ ...anInvoiceCommand(), commandId: 5 })));
    expect(err.split('\n').slice(-3)).toEqual([expect.stringMatching(/^ {2}19\.commandId/), '  … and 2 more', '']);
  });
});
