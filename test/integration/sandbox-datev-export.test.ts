import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  return () => rig.close();
});

const seconds = (iso: string) => String(Date.parse(iso) / 1000);
const JUNE = { startDate: seconds('2026-06-01T00:00:00+02:00'), endDate: seconds('2026-06-30T23:59:59+02:00') };
const CONFIG = { accountantNumber: 123_456, accountantClientNumber: 66_666, accountingYearBegin: 1_767_222_000 };
const configure = (body: Fields = CONFIG, id = '4711') =>
  rig.call('PUT', `/SevClient/${id}/updateExportConfig`, { body });

function start(query: Record<string, string> = {}, format = 'Csv') {
  return rig.call('GET', `/Export/createDatev${format}ZipExportJob`, { query: { ...JUNE, scope: 'EX', ...query } });
}

const startedId = async (query?: Record<string, string>, format?: string) =>
  String((await start(query, format)).objects);
const downloadInfo = (jobId: string) => rig.call('GET', '/ExportJob/jobDownloadInfo', { query: { jobId } });

async function link(jobId: string): Promise<string> {
  await downloadInfo(jobId);
  return String((await downloadInfo(jobId)).objects['0']?.link);
}

/** The names and ids of what an export contains. */
async function content(jobId: string): Promise<string[]> {
  const text = await (await fetch(await link(jobId))).text();
  return [...text.matchAll(/([A-Z][A-Za-z]+);(\d+);/g)].map(([, model, id]) => `${model} ${id}`);
}

const make = async (model: string, fields: Fields) =>
  `${model} ${(await rig.control.createRecord(rig.token, model, fields)).id}`;

describe('the way of an export', () => {
  it('leads from the job over its progress to the file', async () => {
    await configure();
    const jobId = await startedId({ includeDocumentImages: 'true' });
    expect(jobId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const hash = String((await rig.call('GET', '/Progress/generateDownloadHash', { query: { jobId } })).objects);
    const progress = async () => (await rig.call('GET', '/Progress/getProgress', { query: { hash } })).objects;
    expect(await progress()).toEqual([{ current: 50, total: 100 }]);
    expect(await progress()).toEqual([{ current: 100, total: 100 }]);
    expect(await progress()).toEqual([{ current: 100, total: 100 }]);
    const filename = 'BITTE-ENTPACKEN_Buchungsstapel_und_Belegbilder_123456_66666_20260601_bis_20260630.zip';
    expect((await downloadInfo(jobId)).objects).toEqual([
      { filename, link: expect.stringContaining(filename), linkExpireDate: '2026-07-08T12:00:00+02:00' },
    ]);
  });

  it('has no link before it is done, however one asks', async () => {
    await configure();
    const jobId = await startedId({}, 'Xml');
    const filename = 'BITTE-ENTPACKEN_Belege_123456_66666_20260601_bis_20260630.zip';
    expect((await downloadInfo(jobId)).objects).toEqual([{ filename }]);
    expect((await downloadInfo(jobId)).objects['0']).toHaveProperty('link');
  });

  it('ends in a zip, for a week and without a token', async () => {
    await configure();
    const url = await link(await startedId());
    const response = await fetch(url);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0x50, 0x4b, 3, 4]));
    expect((await fetch(url, { headers: { authorization: rig.token } })).status).toBe(400);
    expect((await fetch(url.replace(/Signature=./, 'Signature=x'))).status).toBe(403);
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403);
    rig.clock.ms += 8 * 86_400_000;
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('what an export contains', () => {
  it.each([
    ['E', ['invoice', 'creditNote', 'revenue']],
    ['X', ['expense']],
    ['T', ['transaction']],
    ['EXTCD', ['invoice', 'creditNote', 'revenue', 'expense', 'transaction']],
  ] as const)('%s', async (scope, expected) => {
    await configure();
    const day = '2026-06-15';
    const made = {
      invoice: await make('Invoice', { status: 200, invoiceDate: day }),
      creditNote: await make('CreditNote', { status: 200, creditNoteDate: day }),
      revenue: await make('Voucher', { status: 100, voucherDate: day, creditDebit: 'D' }),
      expense: await make('Voucher', { status: 100, voucherDate: day }),
      transaction: await make('CheckAccountTransaction', { status: 400, valueDate: day }),
    };
    await make('Invoice', { status: 100, invoiceDate: day });
    await make('Voucher', { status: 100, voucherDate: '2026-07-01' });
    expect(await content(await startedId({ scope }))).toEqual(expected.map((name) => made[name]));
  });

  it('by the day of payment it is only what was paid then', async () => {
    await configure();
    const paid = await make('Voucher', { status: 1000, voucherDate: '2026-05-01', payDate: '2026-06-15' });
    await make('Voucher', { status: 1000, voucherDate: '2026-06-15', payDate: '2026-07-01' });
    await make('Voucher', { status: 100, voucherDate: '2026-06-15' });
    expect(await content(await startedId({ exportByPaydate: 'true' }))).toEqual([paid]);
  });

  it.each([
    ['Csv', { enshrineDocuments: 'true' }, '2026-07-01T12:00:00+02:00'],
    ['Csv', {}, null],
    ['Xml', { enshrineDocuments: 'true' }, null],
  ])('%s %j leaves it enshrined at %s', async (format, query, enshrined) => {
    await configure();
    await make('Voucher', { status: 100, voucherDate: '2026-06-15' });
    const already = await make('Voucher', { status: 100, voucherDate: '2026-06-15', enshrined: '2026-06-16' });
    await start({ ...query } as Record<string, string>, format);
    expect(await rig.control.records(rig.token, 'Voucher')).toMatchObject([{ enshrined }, { enshrined: '2026-06-16' }]);
    const found = await content(await startedId({ includeEnshrined: 'false' }));
    expect(found).not.toContain(already);
    expect(found).toHaveLength(enshrined ? 0 : 1);
  });
});

describe('refusals', () => {
  it.each<[string, Record<string, string>, string, RegExp]>([
    ['a start that is no timestamp', { startDate: '2026-06-01' }, 'Csv', /^startDate must be a timestamp$/],
    ['no end', { endDate: '' }, 'Csv', /^endDate must be a timestamp$/],
    ['no scope', { scope: '' }, 'Csv', /^scope must consist of the letters EXTCD$/],
    ['an unknown letter', { scope: 'EY' }, 'Csv', /letters EXTCD$/],
    ['a letter of the other format', { scope: 'EXT' }, 'Xml', /letters EX$/],
  ])('%s', async (_, query, format, message) => {
    await configure();
    const answer = await start(query, format);
    expect([answer.status, answer.error.message]).toEqual([400, expect.stringMatching(message)]);
  });

  it('an export needs its configuration', async () => {
    expect((await start()).status).toBe(409);
    expect((await configure({ ...CONFIG, accountingYearBegin: undefined })).error.message).toBe(
      'accountingYearBegin is required',
    );
    expect((await configure(CONFIG, '1')).error.code).toBe(151);
    expect((await configure()).text).toBe('{"objects":null}');
    expect((await start()).status).toBe(200);
  });

  it('unknown jobs and hashes', async () => {
    expect((await downloadInfo('x')).status).toBe(400);
    expect((await rig.call('GET', '/Progress/generateDownloadHash')).status).toBe(400);
    expect((await rig.call('GET', '/Progress/getProgress', { query: { hash: 'x' } })).status).toBe(400);
  });

  it('jobs of another account', async () => {
    await configure();
    const jobId = await startedId();
    await rig.control.createAccount({ token: 'other' });
    const answer = await rig.call('GET', '/ExportJob/jobDownloadInfo', { query: { jobId }, token: 'other' });
    expect(answer.status).toBe(400);
  });
});
