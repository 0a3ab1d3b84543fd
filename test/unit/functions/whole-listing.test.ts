import { beforeEach, describe, expect, it } from 'vitest';
import { BudgetExhausted, RequestRejected, SevdeskUnavailable } from '../../../shared/domain/sevdesk-error.ts';
import type { SevdeskRecord } from '../../../shared/domain/sevdesk-record.ts';
import { stopTenant } from '../../../shared/domain/tenant.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { tag } from '../../../shared/sevdesk/tag.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { ListedSevdesk, notFound } from '../../support/listed-sevdesk.ts';
import { pollWorld } from '../../support/poll-world.ts';

const UPDATE = '2026-11-20T09:00:00+01:00';

function aTag(id: string, fields: Partial<SevdeskRecord> = {}): SevdeskRecord {
  const sevClient = { id: '900100', objectName: 'SevClient' };
  return { id, objectName: 'Tag', create: UPDATE, name: `Tag ${id}`, sevClient, update: UPDATE, ...fields };
}

const tags = (count: number) => Array.from({ length: count }, (_, index) => aTag(String(count - index)));

/** Tags only: a resource of which everything is listed each time, ten rows a page. */
function tagWorld(records: SevdeskRecord[]) {
  const sevdesk = new ListedSevdesk({ Tag: records });
  const world = pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} }));
  world.dependencies.resources = { Tag: { ...tag, everyIntervals: 1 } };
  world.dependencies.settings = { ...world.dependencies.settings, pageLimit: 10 };
  const progress = () => world.acme()?.resources.Tag;
  const rename = (id: string, name: string) => {
    sevdesk.lists.Tag = (sevdesk.lists.Tag ?? []).map((record) => (record.id === id ? { ...record, name } : record));
  };
  const remove = (...ids: string[]) => {
    sevdesk.lists.Tag = (sevdesk.lists.Tag ?? []).filter(({ id }) => !ids.includes(id));
  };
  return { ...world, sevdesk, progress, rename, remove };
}

let world: ReturnType<typeof tagWorld>;
beforeEach(async () => {
  world = tagWorld(tags(30));
  await world.poll();
  world.events.length = 0;
  world.sevdesk.calls.length = 0;
});

describe('a listing of everything', () => {
  it('that did not change costs one call a page and touches neither snapshots nor digest', async () => {
    const never = () => Promise.reject(new Error('not in an idle poll'));
    world.dependencies.snapshots = { ...world.snapshots, load: never, commit: never };
    world.dependencies.digests = { ...world.digests, write: never };
    await world.poll();
    expect(world.sevdesk.paths()).toHaveLength(5);
    expect(world.events).toEqual([]);
  });

  it('tells a record of a later page that changed without a newer timestamp', async () => {
    world.rename('3', 'new');
    await world.poll();
    expect(world.events).toMatchObject([{ type: 'tag.updated', subject: 'Tag/3', data: { changed: ['name'] } }]);
  });

  it('tells a change back to the old content, in two polls', async () => {
    world.rename('30', 'other');
    await world.poll();
    world.rename('30', 'Tag 30');
    await world.poll();
    await world.poll();
    expect(world.events.map(({ sequence }) => Number(sequence))).toEqual([1, 2]);
  });

  it('tells a change back even if the poll that told the first change was cut short after storing it', async () => {
    world.rename('30', 'other');
    world.sevdesk.replies.Tag = failsAtCall(3, world.sevdesk, world);
    await world.poll();
    delete world.sevdesk.replies.Tag;
    world.rename('30', 'Tag 30');
    await world.poll(2);
    expect(world.told()).toEqual(['tag.updated Tag/30', 'tag.updated Tag/30']);
  });

  it('tells a change back even if the tenant was disconnected in the middle of telling the first change', async () => {
    world.rename('30', 'other');
    const publish = world.dependencies.publish;
    world.dependencies.publish = async (events) => {
      await publish(events);
      const stop = { reason: 'token_rejected', message: '', nowMs: world.state.nowMs } as const;
      await world.tenants.change('acme', (tenant) => stopTenant(tenant, stop));
    };
    await world.poll();
    world.dependencies.publish = publish;
    world.rename('30', 'Tag 30');
    await world.tenants.change('acme', (tenant) => ({ ...tenant, state: 'active', dueAt: 0 }));
    await world.poll();
    expect(world.told()).toEqual(['tag.updated Tag/30', 'tag.updated Tag/30']);
  });

  it('goes on where it stopped, and needs no page twice', async () => {
    world = tagWorld(tags(100));
    world.sevdesk.before = () => {
      if (world.sevdesk.calls.length === 8) throw new SevdeskUnavailable('down');
    };
    await world.poll();
    expect(world.acme()?.resources.Tag?.listing).toMatchObject({ seen: 45 });
    world.sevdesk.before = () => undefined;
    await world.poll();
    expect(world.types()).toEqual(['baseline.started', 'baseline.started', 'baseline.completed']);
    expect(world.events.at(-1)).toMatchObject({ data: { counts: { Tag: 100 } } });
    expect(world.sevdesk.calls.length).toBeLessThan(22);
  });

  it('that stops where sevdesk fails comes again in its turn, not at once, and grows no parts', async () => {
    world = tagWorld(tags(100));
    world.dependencies.resources = { ...world.dependencies.resources, Contact: contact };
    world.sevdesk.lists.Contact = [];
    world.sevdesk.before = ({ path, query }) => {
      if (path === 'Tag' && query?.offset === '20') throw new SevdeskUnavailable('Error', { status: 500 });
    };
    await world.poll(5);
    expect(world.progress()).toMatchObject({ failed: 5, listing: { parts: 1 } });
    expect(world.acme()?.dueAt).toBeGreaterThan(world.state.nowMs);
  });

  it('tells a change that was taken back before the same poll read the list once more', async () => {
    const name = world.sevdesk.lists.Tag?.find(({ id }) => id === '30')?.name;
    let calls = 0;
    world.sevdesk.before = () => {
      calls += 1;
      // Rows vanish between the pages of the first pass, so that there is a second one.
      if (calls === 3) world.remove('5', '4', '3', '2', '1');
      if (calls === 4) world.rename('30', String(name));
    };
    world.rename('30', 'x');
    await world.poll();
    const told = world.events.filter(({ subject }) => subject === 'Tag/30');
    expect(told.at(-1)).toMatchObject({ type: 'tag.updated', data: { record: { name } } });
    expect(told).toHaveLength(2);
  });

  it('is read once more when rows vanished meanwhile', async () => {
    let calls = 0;
    world.sevdesk.before = () => {
      calls += 1;
      if (calls === 3) world.remove('30', '29', '28', '27', '26', '25', '24', '23');
    };
    world.rename('30', 'x');
    await world.poll();
    expect(new Set(world.told())).toContain('tag.deleted Tag/30');
    expect(world.progress()).toMatchObject({ records: 22 });
  });
});

/** Answers as usual, but fails at the n-th call from now. */
function failsAtCall(n: number, sevdesk: ListedSevdesk, { sevdesk: { lists } }: { sevdesk: ListedSevdesk }) {
  const first = sevdesk.calls.length;
  return () => {
    if (sevdesk.calls.length >= first + n) throw new SevdeskUnavailable('down', { status: 503 });
    const { query = {} } = sevdesk.calls.at(-1) ?? {};
    const rows = lists.Tag ?? [];
    const offset = Number(query.offset);
    return { total: rows.length, objects: rows.slice(offset, offset + Number(query.limit)) };
  };
}

describe('a deletion', () => {
  it('is told once, with the last known content, when sevdesk says that the record is gone', async () => {
    world.remove('7');
    await world.poll(2);
    expect(world.events).toMatchObject([
      { type: 'tag.deleted', subject: 'Tag/7', sequence: '000000000001', data: { record: { name: 'Tag 7' } } },
    ]);
    expect(world.snapshots.stored.get('acme:Tag:7')?.record).toEqual({ id: '7' });
  });

  it.each([
    ['the record is alive', () => ({ objects: [aTag('7')] })],
    ['a page of a proxy', () => reject(new RequestRejected('Not Found', { status: 404 }))],
    ['another code', () => reject(notFound('Tag', '7', { code: '999' }))],
    ['another model', () => reject(notFound('Contact', '7'))],
    ['another id', () => reject(notFound('Tag', '77'))],
    ['403', () => reject(new SevdeskUnavailable('Forbidden', { status: 403 }))],
    ['500', () => reject(new SevdeskUnavailable('Error', { status: 500 }))],
  ])('is not told while sevdesk does not say so: %s', async (_name, reply) => {
    world.remove('7');
    world.sevdesk.replies['Tag/7'] = reply;
    await world.poll(2);
    expect(world.events).toEqual([]);
    delete world.sevdesk.replies['Tag/7'];
    await world.poll(2);
    expect(world.told()).toEqual(['tag.deleted Tag/7']);
  });

  it('is told although another record stays hidden from lists: that one is left alone after three listings', async () => {
    world.remove('7', '8');
    world.sevdesk.replies['Tag/8'] = () => ({ objects: [aTag('8')] });
    await world.poll(2);
    expect(world.events).toEqual([]);
    await world.poll(2);
    expect(world.told()).toEqual(['tag.deleted Tag/7']);
    const calls = world.sevdesk.calls.length;
    await world.poll();
    expect(world.sevdesk.calls.length - calls).toBe(5);
  });

  it.each([
    ['400 with code 151', () => reject(notFound('Tag', '7', { status: 400 }))],
    ['a record with deletedAt', () => ({ objects: [aTag('7', { deletedAt: UPDATE })] })],
  ])('is told after %s', async (_name, reply) => {
    world.remove('7');
    world.sevdesk.replies['Tag/7'] = reply;
    await world.poll();
    expect(world.told()).toEqual(['tag.deleted Tag/7']);
  });

  it('is not told once another resource shows the records of another account', async () => {
    const { sevdesk, dependencies } = world;
    dependencies.resources = { ...dependencies.resources, Contact: contact };
    sevdesk.lists.Contact = [aContact()];
    await world.poll(2);
    world.events.length = 0;
    sevdesk.lists.Tag = [];
    const stranger = { id: '666', objectName: 'SevClient' };
    sevdesk.lists.Contact = [aContact({ name: 'Other', sevClient: stranger, update: '2026-11-21T09:00:00+01:00' })];
    const rounds = async (met: () => boolean) => {
      for (let round = 0; round < 99 && !met(); round += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    const asked: string[] = [];
    dependencies.connect = () => ({
      async call(call) {
        asked.push(call.path);
        // The first question about a tag is answered, then the contacts are, then the second question.
        if (call.path === 'Contact') await rounds(() => asked.at(-1) === 'Tag/29');
        if (call.path === 'Tag/29') await rounds(() => false);
        return sevdesk.call(call);
      },
    });
    await world.poll();
    expect(asked.toSorted()).toEqual(['Contact', 'Tag', 'Tag/29', 'Tag/30']);
    expect(world.told()).toEqual(['tenant.suspended Tenant/acme']);
  });

  it('is not believed of a listing that does not add up to the count of sevdesk', async () => {
    world.remove('7');
    world.sevdesk.countsOver = 1;
    await world.poll(4);
    expect(world.events).toEqual([]);
  });

  it('does not end the numbering: a record that comes back goes on', async () => {
    world.remove('30');
    await world.poll();
    world.sevdesk.lists.Tag?.unshift(aTag('30'));
    await world.poll();
    expect(world.events).toMatchObject([
      { type: 'tag.deleted', sequence: '000000000001' },
      { type: 'tag.created', sequence: '000000000002', data: { changed: [] } },
    ]);
  });

  it('is told of those that sevdesk was asked for, when the poll is cut short between the questions', async () => {
    world.remove('5', '6', '7', '8');
    let questions = 0;
    world.sevdesk.before = ({ path }) => {
      if (path.startsWith('Tag/')) questions += 1;
      if (questions === 3) throw new BudgetExhausted(1000);
    };
    await world.poll();
    expect(world.events).toHaveLength(2);
  });

  it('is told of fifty records after one listing, the others wait for the next', async () => {
    world = tagWorld(tags(600));
    await world.poll();
    world.events.length = 0;
    world.remove(...tags(60).map(({ id }) => id));
    await world.poll();
    expect(world.events).toHaveLength(50);
    await world.poll();
    expect(world.events).toHaveLength(60);
  });
});

describe('very many deletions at once', () => {
  beforeEach(async () => {
    world = tagWorld(tags(300));
    await world.poll();
    world.events.length = 0;
    world.remove(...tags(120).map(({ id }) => id));
  });

  it('are held back, without a question to sevdesk about any of them', async () => {
    await world.poll(2);
    expect(world.events).toEqual([]);
    expect(world.progress()).toMatchObject({ held: { records: 120 } });
    expect(world.sevdesk.paths()).not.toContain('Tag/1');
  });

  it('are told after an operator confirmed them', async () => {
    await world.poll();
    await world.tenants.change('acme', (tenant) => ({ ...tenant, confirmed: { Tag: 120 } }));
    await world.poll(4);
    expect(world.events).toHaveLength(120);
    expect(world.progress()?.held).toBeUndefined();
    expect(world.acme()?.confirmed).toBeUndefined();
  });

  it('stay held if more went than were confirmed', async () => {
    await world.poll();
    await world.tenants.change('acme', (tenant) => ({ ...tenant, confirmed: { Tag: 119 } }));
    await world.poll();
    expect(world.events).toEqual([]);
  });
});

describe('a resource with a cursor', () => {
  const old = anInvoice({ id: '1', update: UPDATE });
  function invoiceWorld() {
    const sevdesk = new ListedSevdesk({ Invoice: [anInvoice(), old], Contact: [] });
    sevdesk.clockSeconds = Date.parse('2026-11-21T08:00:00Z') / 1000;
    return { ...pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} })), sevdesk };
  }
  let invoices: ReturnType<typeof invoiceWorld>;
  beforeEach(async () => {
    invoices = invoiceWorld();
    await invoices.poll(2);
    invoices.events.length = 0;
    invoices.sevdesk.calls.length = 0;
  });

  it('asks for the count at each sixth poll, and lists everything when it differs', async () => {
    invoices.sevdesk.lists.Invoice = [anInvoice()];
    await invoices.poll(6);
    expect(invoices.told()).toEqual(['invoice.deleted Invoice/1']);
  });

  it('asks for nothing but what changed, while nothing does', async () => {
    await invoices.poll(4);
    expect(invoices.sevdesk.calls.filter(({ path }) => path === 'Invoice')).toHaveLength(4);
  });

  it('lists everything where the time filter is ignored', async () => {
    invoices = invoiceWorld();
    invoices.sevdesk.ignoresTimeFilter = true;
    await invoices.poll(2);
    expect(invoices.acme()?.resources.Invoice?.filter).toMatchObject({ works: false });
    invoices.sevdesk.lists.Invoice = [anInvoice(), { ...old, header: 'changed, with an old timestamp' }];
    await invoices.poll();
    expect(invoices.told()).toContain('invoice.updated Invoice/1');
  });

  it('lists everything as soon as rows are older than asked for', async () => {
    const fresh = anInvoice({ id: '2', status: '100', update: '2026-11-21T09:00:30+01:00' });
    invoices.sevdesk.lists.Invoice?.unshift(fresh);
    await invoices.poll();
    invoices.sevdesk.ignoresTimeFilter = true;
    invoices.sevdesk.lists.Invoice = [fresh, anInvoice(), { ...old, header: 'changed' }];
    await invoices.poll();
    expect(invoices.told()).toEqual(['invoice.created Invoice/2', 'invoice.updated Invoice/1']);
  });

  it('tells a deletion although something changes at each poll, and one record stays hidden from lists', async () => {
    const hidden = anInvoice({ id: '9', status: '100' });
    invoices.sevdesk.lists.Invoice = [hidden, anInvoice(), old];
    await invoices.poll();
    invoices.events.length = 0;
    invoices.sevdesk.replies['Invoice/9'] = () => ({ objects: [hidden] });
    for (let turn = 0; turn < 12; turn += 1) {
      const update = `2026-11-21T09:${10 + turn}:00+01:00`;
      invoices.sevdesk.lists.Invoice = [anInvoice({ update, header: `turn ${turn}` })];
      await invoices.poll();
    }
    expect(invoices.told()).toContain('invoice.deleted Invoice/1');
  });

  it('no longer trusts a time filter that kept a change back', async () => {
    const since = invoices.state.nowMs / 1000;
    invoices.sevdesk.clockSeconds = since;
    await invoices.poll();
    // Obeys by the time of creation: an edit of an old record is not in the answer.
    const edited = { ...old, header: 'edited', update: new Date((since + 60) * 1000).toISOString() };
    const young = anInvoice({ id: '3', status: '100', update: new Date((since + 500) * 1000).toISOString() });
    invoices.sevdesk.lists.Invoice = [young, anInvoice(), edited];
    invoices.sevdesk.clockSeconds = since + 600;
    invoices.sevdesk.before = ({ path, query }) => {
      const hides = path === 'Invoice' && query?.updateAfter !== undefined;
      invoices.sevdesk.lists.Invoice = hides ? [young, anInvoice()] : [young, anInvoice(), edited];
    };
    invoices.state.nowMs += 24 * 3_600_000;
    await invoices.poll();
    expect(invoices.told()).toContain('invoice.updated Invoice/1');
    expect(invoices.acme()?.resources.Invoice?.filter).toMatchObject({ works: false });
  });

  it('lists everything once a day, whatever else it believes', async () => {
    invoices.sevdesk.lists.Invoice = [anInvoice(), { ...old, header: 'changed unseen' }];
    invoices.state.nowMs += 24 * 3_600_000;
    await invoices.poll();
    expect(invoices.told()).toEqual(['invoice.updated Invoice/1']);
  });
});

describe('a cancellation (Storno)', () => {
  const original = anInvoice({ id: '50' });
  const cancelled = anInvoice({ id: '50', status: '1000', update: '2026-11-21T09:00:30+01:00' });
  const storno = anInvoice({
    id: '51',
    invoiceType: 'SR',
    status: '1000',
    update: '2026-11-21T09:00:30+01:00',
    sumGross: '-46.65',
    origin: { id: '50', objectName: 'Invoice' },
  });
  it.each([
    ['with its original in one page', [storno, cancelled]],
    ['before its original moved', [storno, original]],
    ['when both are new', [storno, { ...cancelled, create: '2026-11-21T09:00:00+01:00' }]],
  ])('is told once of the record that it cancels: %s', async (name, rows) => {
    const sevdesk = new ListedSevdesk({
      Invoice: name === 'when both are new' ? [anInvoice()] : [original],
      Contact: [],
    });
    sevdesk.clockSeconds = Date.parse('2026-11-21T08:00:00Z') / 1000;
    const invoices = pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} }));
    await invoices.poll();
    sevdesk.lists.Invoice = [...rows];
    await invoices.poll(2);
    const told = invoices.events.filter(({ type }) => type === 'invoice.cancelled' || type === 'invoice.paid');
    expect(told).toMatchObject([
      { type: 'invoice.cancelled', subject: 'Invoice/50', data: { record: { cancelledBy: { id: '51' } } } },
    ]);
  });
});

describe('a cancellation whose original was never seen', () => {
  it('is told of it although the poll was cut short between the two', async () => {
    const update = '2026-11-21T09:00:30+01:00';
    const fillers = Array.from({ length: 12 }, (_, index) =>
      anInvoice({ id: String(60 + index), status: '100', update }),
    );
    const origin = { id: '50', objectName: 'Invoice' };
    const storno = anInvoice({ id: '90', invoiceType: 'SR', status: '1000', update, sumGross: '-46.65', origin });
    const original = anInvoice({ id: '50', status: '1000', update });
    const sevdesk = new ListedSevdesk({ Invoice: [anInvoice()], Contact: [] });
    sevdesk.clockSeconds = Date.parse('2026-11-21T08:00:00Z') / 1000;
    const invoices = pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} }));
    invoices.dependencies.settings = { ...invoices.dependencies.settings, pageLimit: 10 };
    await invoices.poll(2);
    sevdesk.lists.Invoice = [storno, ...fillers, original];
    sevdesk.before = ({ path, query }) => {
      if (path === 'Invoice' && Number(query?.offset) > 0) throw new SevdeskUnavailable('down');
    };
    await invoices.poll();
    sevdesk.before = () => undefined;
    await invoices.poll();
    expect(invoices.told()).toContain('invoice.created Invoice/90');
    const told = invoices.events.filter(({ subject }) => subject === 'Invoice/50').map(({ type }) => type);
    expect(told).toEqual(['invoice.created', 'invoice.sent', 'invoice.cancelled']);
  });
});

describe('an overdue document', () => {
  it('is not told when it was paid before the day was over, although nobody had looked yet', async () => {
    const open = anInvoice({ invoiceDate: '2026-11-07T00:00:00+01:00', timeToPay: '14' });
    const sevdesk = new ListedSevdesk({ Invoice: [open], Contact: [] });
    sevdesk.clockSeconds = Date.parse('2026-11-21T08:00:00Z') / 1000;
    const invoices = pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} }));
    await invoices.poll(2);
    const update = '2026-11-21T23:58:00+01:00';
    sevdesk.lists.Invoice = [{ ...open, status: '1000', paidAmount: 46.65, update }];
    invoices.state.nowMs = Date.parse('2026-11-21T23:01:00Z');
    await invoices.poll(2);
    expect(invoices.types().filter((type) => type.startsWith('invoice'))).toEqual(['invoice.updated', 'invoice.paid']);
  });

  it('is told at once when it was overdue before it was opened, although the day was looked at already, and once only', async () => {
    const draft = anInvoice({ invoiceDate: '2026-11-01T00:00:00+01:00', timeToPay: '14', status: '100' });
    const sevdesk = new ListedSevdesk({ Invoice: [draft], Contact: [] });
    const invoices = pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} }));
    await invoices.poll(2);
    sevdesk.lists.Invoice = [{ ...draft, status: '200', update: '2026-11-21T09:02:30+01:00' }];
    await invoices.poll();
    sevdesk.lists.Invoice = [{ ...draft, status: '200', header: 'x', update: '2026-11-21T09:03:30+01:00' }];
    await invoices.poll(2);
    invoices.state.nowMs += 24 * 3_600_000;
    await invoices.poll();
    const told = invoices.events.filter(({ type }) => type.startsWith('invoice'));
    expect(told.map(({ type, sequence }) => `${Number(sequence)} ${type}`)).toEqual([
      '1 invoice.updated',
      '1 invoice.sent',
      '2 invoice.overdue',
      '3 invoice.updated',
    ]);
  });

  it('is told once, at the first poll of the Berlin day after it was due, and not if it was so at the baseline', async () => {
    const dueOn = (id: string, date: string) =>
      anInvoice({ id, invoiceDate: `${date}T00:00:00+01:00`, timeToPay: '14' });
    const sevdesk = new ListedSevdesk({ Invoice: [dueOn('2', '2026-11-08'), dueOn('1', '2026-11-01')], Contact: [] });
    const invoices = pollWorld(sevdesk, aTenant({ state: 'baseline', resources: {} }));
    await invoices.poll(2);
    expect(invoices.told()).not.toContain('invoice.overdue Invoice/1');
    for (let hour = 0; hour < 48; hour += 1) {
      invoices.state.nowMs += 3_600_000;
      await invoices.poll();
    }
    expect(invoices.told().filter((line) => line.includes('overdue'))).toEqual(['invoice.overdue Invoice/2']);
    expect(invoices.events.find(({ type }) => type === 'invoice.overdue')).toMatchObject({
      sequence: '000000000001',
      recordedtime: expect.stringMatching(/^2026-11-22T23:/),
      data: { changed: [], summary: { dueDate: '2026-11-22' } },
    });
  });
});

function reject(error: Error): never {
  throw error;
}
