import { beforeEach, describe, expect, it } from 'vitest';
import { type SandboxRig, startSandboxRig } from '../sandbox/rig/sandbox-rig.ts';
import type { Fields } from '../sandbox/wire-record.ts';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
  await rig.control.createAccount({ token: TOKEN });
  return () => rig.close();
});

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** An account without any records. */
const TOKEN = 'c'.repeat(32);
const get = (path: string, query: Record<string, string> = {}) => rig.call('GET', path, { query, token: TOKEN });
const rows = async (path: string, query: Record<string, string> = {}) =>
  (await get(path, query)).objects as unknown as Row[];
const ids = async (path: string, query?: Record<string, string>) => (await rows(path, query)).map(({ id }) => id);

interface PolledRow {
  readonly model: string;
  /** Shows everything there is. */
  readonly query?: Readonly<Record<string, string>>;
  readonly hasTimeFilters?: boolean;
  /** As the web interface leaves them, and as they are on the wire. */
  readonly fields: Fields;
  readonly wire: Fields;
}

const RESOURCES: readonly PolledRow[] = [
  {
    model: 'Contact',
    query: { depth: '1' },
    hasTimeFilters: true,
    fields: { surename: 'Rosa', customField: true },
    wire: { name: null, surename: 'Rosa', customField: '1' },
  },
  { model: 'ContactAddress', fields: { city: 'Ulm', zip: 89073 }, wire: { city: 'Ulm', zip: '89073' } },
  { model: 'CommunicationWay', fields: { type: 'FAX', main: true }, wire: { type: 'FAX', main: '1' } },
  { model: 'AccountingContact', fields: { debitorNumber: 10_007 }, wire: { debitorNumber: '10007' } },
  {
    model: 'Invoice',
    query: { showAll: 'true' },
    hasTimeFilters: true,
    fields: { status: 500, invoiceType: 'WKR', enshrined: '2026-01-02T00:00:00+01:00' },
    wire: { status: '500', invoiceType: 'WKR', enshrined: '2026-01-02T00:00:00+01:00', sumGross: '119' },
  },
  {
    model: 'CreditNote',
    fields: { status: 750, creditNoteDate: '02.01.2026', paidAmount: '12.50', tags: [{ id: '7' }] },
    wire: { status: '750', creditNoteDate: '2026-01-02T00:00:00+01:00', paidAmount: 12.5, tags: [{ id: '7' }] },
  },
  {
    model: 'Order',
    hasTimeFilters: true,
    fields: { status: 300, orderType: 'LI', sumGross: '7' },
    wire: { status: '300', orderType: 'LI', orderNumber: 'LI-1000', sumGross: '7' },
  },
  {
    model: 'Voucher',
    hasTimeFilters: true,
    fields: { status: 150, voucherType: 'RV', creditDebit: 'D' },
    wire: { status: '150', voucherType: 'RV', creditDebit: 'D', paidAmount: 0, sumGross: '119' },
  },
  { model: 'Part', fields: { status: 50, stock: 3 }, wire: { status: '50', stock: '3', partNumber: '1000' } },
  { model: 'CheckAccount', fields: { type: 'register', status: 0 }, wire: { type: 'register', status: '0' } },
  {
    model: 'CheckAccountTransaction',
    fields: { status: 350, amount: '-0.01', valueDate: '2026-01-02' },
    wire: { status: '350', amount: '-0.01', entryDate: '2026-01-02T00:00:00+01:00' },
  },
  { model: 'Tag', fields: { name: 'Messe' }, wire: { name: 'Messe' } },
];

describe.each(RESOURCES)('$model', ({ model, query = {}, hasTimeFilters = false, fields, wire }) => {
  it('is listed in pages, newest first, and counted', async () => {
    expect(await rows(`/${model}`, query)).toEqual([]);
    await rig.control.seed(TOKEN, model, 5);
    const stored = (await rig.control.records(TOKEN, model)).map(({ id }) => id);
    const page = (offset: string) => ids(`/${model}`, { ...query, limit: '2', offset });
    expect([await page('0'), await page('2'), await page('4')].flat()).toEqual(stored.toReversed());
    expect((await get(`/${model}`, { ...query, limit: '1', countAll: 'true' })).total).toBe('5');
  });

  it('is the same by id, with strings for scalars', async () => {
    await rig.control.seed(TOKEN, model, 3);
    const [row] = await rows(`/${model}`, query);
    expect(await rows(`/${model}/${row?.id}`)).toEqual([row]);
    expect(row).toMatchObject({ objectName: model, sevClient: { objectName: 'SevClient' } });
    const odd = Object.entries(row ?? {}).filter(
      ([, value]) => typeof value === 'number' || typeof value === 'boolean',
    );
    expect(odd.filter(([field]) => field !== 'paidAmount')).toEqual([]);
  });

  it('answers 404 with code 151 for an unknown id', async () => {
    const answer = await get(`/${model}/1`);
    expect(answer.status).toBe(404);
    expect(answer.error).toMatchObject({ code: 151, message: `No Model_${model} with the id 1 was found` });
  });

  it(hasTimeFilters ? 'honours time filters' : 'ignores time filters', async () => {
    await rig.control.seed(TOKEN, model, 2);
    for (const filter of ['updateAfter', 'createAfter']) {
      expect(await rows(`/${model}`, { ...query, [filter]: '9999999999' })).toHaveLength(hasTimeFilters ? 0 : 2);
    }
  });

  it('is made with any fields', async () => {
    const { id } = await rig.control.createRecord(TOKEN, model, fields);
    expect(await rows(`/${model}/${id}`)).toMatchObject([wire]);
  });

  it('is changed and deleted in the web interface', async () => {
    const { id } = await rig.control.createRecord(TOKEN, model);
    rig.clock.ms += 5000;
    const changed = await rig.control.patch(TOKEN, model, id, { note: 7 });
    expect(changed).toMatchObject({ note: '7' });
    expect(changed.update).toBe(model === 'Tag' ? undefined : '2026-07-01T12:00:05+02:00');
    await rig.control.deleteRecord(TOKEN, model, id);
    expect(await rows(`/${model}`, query)).toEqual([]);
    expect(await rig.control.records(TOKEN, model)).toEqual([]);
  });
});

it.each([
  ['Invoice', ['100', '200', '1000']],
  ['CreditNote', ['100', '200', '750', '1000']],
  ['Order', ['100', '200', '300', '500', '750', '1000']],
  ['Voucher', ['50', '100', '150', '750', '1000']],
  ['CheckAccountTransaction', ['100', '200', '300', '350', '400']],
] as const)('seeded records of %s have every status', async (model, statuses) => {
  await rig.control.seed(TOKEN, model, 12);
  const seen = new Set((await rows(`/${model}`)).map(({ status }) => String(status)));
  expect([...seen].toSorted((a, b) => Number(a) - Number(b))).toEqual(statuses);
});

describe('knobs', () => {
  it('a hidden record is there by id only', async () => {
    const { id } = await rig.control.createRecord(TOKEN, 'CreditNote');
    await rig.control.hideRecord(TOKEN, 'CreditNote', id);
    const list = await get('/CreditNote', { countAll: 'true' });
    expect([list.objects, list.total]).toEqual([[], '0']);
    expect(await ids(`/CreditNote/${id}`)).toEqual([id]);
    expect(await rig.control.records(TOKEN, 'CreditNote')).toHaveLength(1);
  });

  it('a foreign 404 hits one record by id, and no list', async () => {
    const { id } = await rig.control.createRecord(TOKEN, 'Order');
    await rig.control.addFault({ kind: 'html', status: 404, method: 'GET', path: `^/Order/${id}$` });
    expect(await ids('/Order')).toEqual([id]);
    const answer = await get(`/Order/${id}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
    expect((await get(`/Order/${id}`)).status).toBe(200);
  });

  it('a wrong total is one too many for the next lists', async () => {
    await rig.control.seed(TOKEN, 'Part', 3);
    await rig.control.addFault({ kind: 'wrong-total', path: '^/Part$', times: 2 });
    const totals: unknown[] = [];
    for (const _ of [1, 2, 3]) totals.push((await get('/Part', { countAll: 'true' })).total);
    expect(totals).toEqual(['4', '4', '3']);
    expect(await rows('/Part')).toHaveLength(3);
  });
});
