import { describe, expect, it } from 'vitest';
import { callOf, stepContext } from '../../../support/step-context.ts';
import { expense, voucherWorld, withFile } from '../../../support/voucher-world.ts';

describe('a receipt', () => {
  const uploadOf = ({ context, step }: ReturnType<typeof voucherWorld>) => callOf(step('upload').prepare(context));

  it('is uploaded as a form, and known by the name that sevdesk gives it', async () => {
    const { call, read } = await uploadOf(voucherWorld(withFile));
    expect(call).toEqual({
      method: 'POST',
      path: 'Voucher/Factory/uploadTempFile',
      file: { name: 'Beleg.PDF', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7') },
    });
    expect(read({ filename: 'd97a.pdf', pages: 1 })).toEqual({ resource: 'TempFile', recordId: 'd97a.pdf' });
    expect(read([{ filename: 'd97a.pdf' }])).toEqual({ resource: 'TempFile', recordId: 'd97a.pdf' });
    for (const objects of [{}, null, [], [{ filename: '' }]]) expect(() => read(objects)).toThrow('without its name');
  });

  it.each([
    ['receipt.xml', 'application/xml'],
    ['receipt.JPG', 'image/jpeg'],
    ['scan 1.final.png', 'image/png'],
    ['fax.tiff', 'image/tiff'],
  ])('%s is %s', async (name, contentType) => {
    const { call } = await uploadOf(voucherWorld({ file: { name, base64: 'JVBERg==' } }));
    expect(call.file).toMatchObject({ name, contentType });
  });

  it('is read from the bucket', async () => {
    const asked: string[] = [];
    const read = async (key: string) => {
      asked.push(key);
      return Buffer.from('<xml/>');
    };
    const files = { ...stepContext(expense).context.files, read };
    const { call } = await uploadOf(
      voucherWorld({ file: { name: 'receipt.xml', key: '2026/receipt.xml' } }, { files }),
    );
    expect(call.file?.bytes).toEqual(Buffer.from('<xml/>'));
    expect(asked).toEqual(['2026/receipt.xml']);
  });

  it('must not be empty', async () => {
    const files = { ...stepContext(expense).context.files, read: async () => new Uint8Array() };
    const empty = uploadOf(voucherWorld({ file: { name: 'receipt.xml', key: 'receipt.xml' } }, { files }));
    await expect(empty).rejects.toMatchObject({ reason: 'invalid_command', message: /"receipt.xml" is empty/ });
  });

  it('is no step where there is none, and looked for nowhere: it is uploaded again', () => {
    expect(() => voucherWorld().step('upload')).toThrow('no step');
    expect(voucherWorld(withFile).step('upload')).toMatchObject({ validMs: 600_000 });
    expect(voucherWorld(withFile).step('upload').lookFor).toBeUndefined();
  });
});
