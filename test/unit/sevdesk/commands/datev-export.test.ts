import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type CommandData, commandData } from '../../../../shared/contract/command.ts';
import { RequestRejected, SevdeskUnavailable, UnexpectedAnswer } from '../../../../shared/domain/sevdesk-error.ts';
import { datevExportPlan } from '../../../../shared/sevdesk/commands/datev-export.ts';
import type { Replies } from '../../../support/fake-sevdesk.ts';
import { callOf, FIRST_ATTEMPT_MS, stepContext, stepOf } from '../../../support/step-context.ts';

type Data = CommandData<'datev.export'>;

const november: Data = { from: '2026-10-01', to: '2026-10-31' };
const LINK = 'https://storage.invalid/export.zip?X-Amz-Signature=5';
const SECOND = 1000;

function jobOf(given: Partial<Data>) {
  const data = { ...november, ...given };
  return callOf(stepOf(datevExportPlan, 'create-job', data).prepare(stepContext<'datev.export'>(data).context));
}

/** The first step once more, so long after the run began. */
function anew(minutes: number) {
  const completed = [{ step: 'create-job', resource: 'ExportJob', recordId: '0a0e', at: FIRST_ATTEMPT_MS }];
  const nowMs = FIRST_ATTEMPT_MS + minutes * 60 * SECOND;
  const { context } = stepContext<'datev.export'>(november, { completed, nowMs });
  return stepOf(datevExportPlan, 'create-job', november).prepare(context);
}

const finished: Replies = {
  'GET Progress/generateDownloadHash': { objects: 'hash_0a0e' },
  'GET Progress/getProgress': { objects: [{ current: 100, total: 100 }] },
  'GET ExportJob/jobDownloadInfo': { objects: [{ filename: 'EXTF.zip', link: LINK }] },
};

/** The second step, so long after the first one. */
function store(replies: Replies, waitedSeconds = 0) {
  const links: string[] = [];
  const completed = [{ step: 'create-job', resource: 'ExportJob', recordId: '0a0e', at: FIRST_ATTEMPT_MS }];
  const nowMs = FIRST_ATTEMPT_MS + waitedSeconds * SECOND;
  const { context, sevdesk, stored } = stepContext<'datev.export'>(november, { replies, completed, nowMs });
  const download = async (link: string) => {
    links.push(link);
    return Buffer.from('PK');
  };
  const files = { ...context.files, download };
  const prepare = () => stepOf(datevExportPlan, 'store', november).prepare({ ...context, files });
  return { prepare, sevdesk, stored, links };
}

describe('the job of a DATEV export', () => {
  it('covers whole Berlin days, also over a change of the clock, and enshrines nothing', async () => {
    const { call, read } = await jobOf({});
    expect(call).toEqual({
      path: 'Export/createDatevCsvZipExportJob',
      query: {
        startDate: String(Date.parse('2026-10-01T00:00:00+02:00') / SECOND),
        endDate: String(Date.parse('2026-10-31T23:59:59+01:00') / SECOND),
        scope: 'EXTCD',
      },
    });
    expect(read('0a0e')).toEqual({ resource: 'ExportJob', recordId: '0a0e' });
    expect(datevExportPlan.onlyReads).toBe(true);
  });

  it.each([
    [{ format: 'xml' }, 'Export/createDatevXmlZipExportJob', { scope: 'EX' }],
    [{ byPayDate: true }, 'Export/createDatevCsvZipExportJob', { exportByPaydate: 'true' }],
    [{ includeEnshrined: false }, 'Export/createDatevCsvZipExportJob', { includeEnshrined: 'false' }],
    [{ includeFiles: true }, 'Export/createDatevCsvZipExportJob', { includeDocumentImages: 'true' }],
  ] as const)('is asked for as %j', async (given, path, query) => {
    expect((await jobOf(given)).call).toMatchObject({ path, query });
  });

  it('is told by its id, as text or as a number, alone or in a list', async () => {
    const { read } = await jobOf({});
    for (const objects of [12, '12', [12], ['12']]) expect(read(objects)).toMatchObject({ recordId: '12' });
    for (const objects of [null, '', [], { jobId: '0a0e' }]) expect(() => read(objects)).toThrow('without the id');
  });

  it.each([
    ['half an hour after it', 31, { kind: 'call' }],
    ['at the end of two hours', 120, { kind: 'call' }],
  ])('is started anew %s, where sevdesk could not be asked', async (_name, minutes, prepared) => {
    expect(await anew(minutes)).toMatchObject(prepared);
  });

  it('is not started anew all day', async () => {
    await expect(anew(121)).rejects.toMatchObject({
      reason: 'attempts_exhausted',
      message: expect.stringContaining('within two hours: redrive it'),
      retryable: true,
    });
  });

  it.each([
    [{ to: '2026-09-30' }, /must not be before "from"/],
    [{ format: 'xml', includeFiles: true }, /only for "csv"/],
    [{ enshrineDocuments: true }, /enshrineDocuments/],
  ])('is refused with %j', (given, message) => {
    const { issues } = v.safeParse(commandData['datev.export'], { ...november, ...given });
    expect(issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join('; ')).toMatch(message);
  });
});

describe('the file of a DATEV export', () => {
  it('is kept under the id of its command', async () => {
    const { prepare, links, stored } = store(finished);
    expect(await prepare()).toEqual({
      kind: 'done',
      outcome: {
        resource: 'ExportJob',
        recordId: '0a0e',
        details: { dataref: 's3://bucket/documents/acme/datev-export/c-1.zip', filename: 'EXTF.zip', bytes: 2 },
      },
    });
    expect(links).toEqual([LINK]);
    expect(stored).toMatchObject([{ name: 'datev-export/c-1.zip', contentType: 'application/zip' }]);
  });

  it.each<readonly [string, Replies]>([
    ['told without a list', { 'GET Progress/getProgress': { objects: { current: '100', total: '100' } } }],
    ['not told', { 'GET Progress/getProgress': { objects: [] } }],
    ['refused', { 'GET Progress/generateDownloadHash': new RequestRejected('no', { status: 400 }) }],
    ['failing', { 'GET Progress/getProgress': new SevdeskUnavailable('sevdesk failed (500)', { status: 500 }) }],
    ['no answer to read', { 'GET Progress/getProgress': new UnexpectedAnswer('something that is not its JSON') }],
  ])('is fetched where progress is %s', async (_name, replies) => {
    expect(await store({ ...finished, ...replies }).prepare()).toMatchObject({ kind: 'done' });
  });

  it('is fetched where progress can not be asked for, since its hash is something else', async () => {
    const { 'GET Progress/getProgress': _, ...replies } = finished;
    const hash = { objects: [{ current: 1, total: 100 }] };
    const { prepare } = store({ ...replies, 'GET Progress/generateDownloadHash': hash });
    expect(await prepare()).toMatchObject({ kind: 'done' });
  });

  it.each<readonly [string, Replies, number, number]>([
    ['is at work', { 'GET Progress/getProgress': { objects: [{ current: 33, total: 100 }] } }, 0, 2],
    [
      'has been at work for a minute',
      { 'GET Progress/getProgress': { objects: [{ current: 33, total: 100 }] } },
      60,
      30,
    ],
    ['has been at work for long', { 'GET Progress/getProgress': { objects: [{ current: 99, total: 100 }] } }, 1700, 60],
    ['has no link yet', { 'GET ExportJob/jobDownloadInfo': { objects: [{ filename: 'EXTF.zip' }] } }, 10, 5],
    ['tells nothing yet', { 'GET ExportJob/jobDownloadInfo': { objects: null } }, 10, 5],
  ])('is waited for while sevdesk %s', async (_name, replies, waited, seconds) => {
    const { prepare, links } = store({ ...finished, ...replies }, waited);
    expect(await prepare()).toEqual({ kind: 'wait', seconds });
    expect(links).toEqual([]);
  });

  it('is given up after half an hour, and a redrive starts anew', async () => {
    const { prepare } = store({ ...finished, 'GET ExportJob/jobDownloadInfo': { objects: [] } }, 1790);
    await expect(prepare()).rejects.toMatchObject({
      reason: 'attempts_exhausted',
      message: expect.stringContaining('half an hour'),
      retryable: true,
    });
    expect(stepOf(datevExportPlan, 'create-job', november).validMs).toBe(1_800_000);
  });

  it('waits for a sevdesk that is away', async () => {
    const { prepare } = store({ ...finished, 'GET Progress/getProgress': new SevdeskUnavailable('down') });
    await expect(prepare()).rejects.toThrow(SevdeskUnavailable);
  });
});
