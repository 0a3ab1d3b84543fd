import { expect } from 'vitest';
import { reference } from '../../../sandbox/wire-record.ts';
import { stageFiles } from '../../../support/stage-files.ts';
import type { CaseWorld, CommandCase } from '../command-case.ts';

const CONFIG = { accountantNumber: '1001', accountantClientNumber: '10001', accountingYearBegin: 1_767_222_000 };

/** What the account's DATEV exports need to know, as its user sets it. */
async function configure({ relay, token }: CaseWorld) {
  const [contact] = await relay.sevdesk.records(token, 'Contact');
  const id = reference(contact?.sevClient)?.id;
  const answer = await fetch(`${relay.sevdeskUrl}/SevClient/${id}/updateExportConfig`, {
    method: 'PUT',
    headers: { authorization: token, 'content-type': 'application/json' },
    body: JSON.stringify(CONFIG),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Files that are kept, as long as nothing was enshrined for them. */
function exports(world: CaseWorld) {
  const { relay, token, tenantId } = world;
  const files = stageFiles(relay.account.url);
  const keys = () => files.keysBelow(`documents/${tenantId}/datev-export/`);
  return async () => {
    const invoices = await relay.sevdesk.records(token, 'Invoice');
    const isLocked = invoices.some(({ header, enshrined }) => header === 'kept open' && enshrined);
    if (isLocked) throw new Error('The export enshrined an invoice');
    for (const key of await keys())
      expect(Buffer.from(await files.read(key)).subarray(0, 2)).toEqual(Buffer.from('PK'));
    return (await keys()).length;
  };
}

/** Those that are new since they were arranged. */
async function newExports(world: CaseWorld) {
  const count = exports(world);
  const before = await count();
  return async () => (await count()) - before;
}

export const datevExport: CommandCase<'datev.export'> = {
  type: 'datev.export',
  call: { method: 'GET', path: '/Export/createDatevCsvZipExportJob' },
  async arrange(world) {
    await configure(world);
    await world.relay.sevdesk.createInvoice(world.token, { status: '200', header: 'kept open' });
    return { data: { from: '2026-01-01', to: '2026-12-31' }, effects: await newExports(world) };
  },
  result: {
    resource: 'ExportJob',
    dataref: expect.stringMatching(/^s3:\/\/[^/]+\/documents\/datev-export\/datev-export\/datev\.export-\d+\.zip$/),
    filename: expect.stringMatching(/Buchungsstapel.*_20260101_bis_20261231\.zip$/),
    bytes: expect.any(Number),
  },
  invalid: { data: { from: '2026-12-31', to: '2026-01-01' }, message: /to: must not be before "from"/ },
  async poison(world) {
    const message = 'The accountingYearBegin is not set';
    const path = '^/Export/createDatevCsvZipExportJob$';
    await world.relay.sevdesk.addFault({ token: world.token, path, kind: 'error', status: 409, message });
    const data = { from: '2026-02-01', to: '2026-02-28' };
    return { data, effects: await newExports(world), reason: 'rejected_by_sevdesk', message: /accountingYearBegin/ };
  },
};
