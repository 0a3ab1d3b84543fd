import { beforeEach, describe, expect, it } from 'vitest';
import { describeTrouble, progressNote } from '../../../infra/cli/format-progress.ts';
import { RequestRejected, SevdeskUnavailable } from '../../../shared/domain/sevdesk-error.ts';
import { tenantStatus } from '../../../shared/operations/tenant-status.ts';
import { contact } from '../../../shared/sevdesk/contact.ts';
import { invoice } from '../../../shared/sevdesk/invoice.ts';
import { tag } from '../../../shared/sevdesk/tag.ts';
import { aContact, anInvoice, aTenant } from '../../support/builders.ts';
import { ListedSevdesk } from '../../support/listed-sevdesk.ts';
import { pollWorld } from '../../support/poll-world.ts';

const HOUR = 3_600_000;
const denied = new RequestRejected('no permission', { status: 403, message: 'no permission' });

function aWorld(state: 'baseline' | 'active' = 'baseline') {
  const sevdesk = new ListedSevdesk({ Contact: [aContact()], Invoice: [anInvoice()] });
  const world = pollWorld(sevdesk, aTenant({ state, resources: {} }));
  const counts: string[] = [];
  world.dependencies.count = (name) => void counts.push(name);
  const deny = (...paths: string[]) => {
    for (const path of paths) {
      sevdesk.replies[path] = () => {
        throw denied;
      };
    }
  };
  const allow = (...paths: string[]) => {
    for (const path of paths) delete sevdesk.replies[path];
  };
  const asked = (path: string) => sevdesk.paths().filter((one) => one === path).length;
  const invoice = () => world.acme()?.resources.Invoice;
  return { ...world, sevdesk, counts, deny, allow, asked, invoice };
}

let world: ReturnType<typeof aWorld>;
beforeEach(async () => {
  world = aWorld();
  await world.poll();
  world.events.length = 0;
});

describe('a resource that may not be read', () => {
  beforeEach(() => world.deny('Invoice'));

  it('is off after the second poll, while the others go on in their turns', async () => {
    await world.poll(2);
    const before = world.asked('Invoice');
    world.sevdesk.lists.Contact = [aContact({ name: 'Neu', update: '2026-11-21T09:00:00+01:00' })];
    await world.poll(20);
    expect(world.asked('Invoice')).toBe(before);
    expect(world.types()).toEqual(['contact.updated']);
    expect(world.acme()).toMatchObject({ state: 'active', failures: 0 });
    expect(world.counts).not.toContain('pollsFailed');
  });

  it('is named where operators look', async () => {
    await world.poll(2);
    const status = tenantStatus(world.acme() ?? aTenant(), { parked: 0, nowMs: world.state.nowMs });
    expect(describeTrouble(status)).toEqual([
      expect.stringMatching(/^acme: Invoice is off since .*"no permission".*poll acme --resource Invoice/),
    ]);
    expect(progressNote(status.resources.Invoice ?? {})).toBe('off: sevdesk denies access');
  });

  it('is asked for again after an hour, later each time', async () => {
    await world.poll(2);
    const before = world.asked('Invoice');
    await world.poll(70);
    expect(world.asked('Invoice')).toBe(before + 1);
    expect(world.invoice()?.denied).toMatchObject({ times: 3 });
    expect((world.invoice()?.denied?.retryAt ?? 0) - world.state.nowMs).toBeGreaterThan(HOUR);
  });

  it('is asked for when an operator wants it, once', async () => {
    await world.poll(2);
    const before = world.asked('Invoice');
    await world.tenants.change('acme', (tenant) => ({ ...tenant, asked: { Invoice: 'look' }, dueAt: 0 }));
    await world.poll(5);
    expect(world.asked('Invoice')).toBe(before + 1);
    expect(world.acme()?.asked).toBeUndefined();
  });

  it('tells all that changed meanwhile when it comes back: changes and deletions', async () => {
    world.allow('Invoice');
    world.sevdesk.lists.Invoice = [anInvoice(), anInvoice({ id: '4712', header: 'gone soon' })];
    await world.poll();
    world.deny('Invoice');
    await world.poll(3);
    world.events.length = 0;
    const changed = anInvoice({ header: 'new', update: '2026-11-21T09:10:00+01:00' });
    world.sevdesk.lists.Invoice = [changed];
    world.allow('Invoice');
    await world.poll(90);
    expect(world.told()).toEqual(['invoice.updated Invoice/4711', 'invoice.deleted Invoice/4712']);
    expect(world.invoice()?.denied).toBeUndefined();
  });

  it('says nothing about the time filter', async () => {
    await world.tenants.change('acme', (tenant) => ({
      ...tenant,
      resources: { ...tenant.resources, Invoice: { ...tenant.resources.Invoice, filter: undefined } as object },
    }));
    await world.poll(2);
    expect(world.invoice()?.filter).toBeUndefined();
  });
});

describe('two resources that may not be read, and are asked for again at the same time', () => {
  it('stay off, and the poll at which nothing else is due does not fail', async () => {
    world.dependencies.resources = { Contact: contact, Invoice: invoice, Tag: tag };
    world.sevdesk.lists.Tag = [];
    await world.poll(2);
    world.deny('Invoice', 'Tag');
    await world.tenants.change('acme', (tenant) => ({
      ...tenant,
      intervals: { Contact: 1200, Tag: 60 },
      resources: Object.fromEntries(
        Object.entries(tenant.resources).map(([name, progress]) => {
          const off = { since: 1, times: 2, message: 'no permission', retryAt: world.state.nowMs + 120_000 };
          return [name, name === 'Contact' ? progress : { ...progress, failed: 2, denied: off }];
        }),
      ),
    }));
    world.sevdesk.calls.length = 0;
    await world.poll(3);
    expect([world.asked('Invoice'), world.asked('Tag')]).toEqual([1, 1]);
    expect(world.acme()).toMatchObject({ failures: 0, resources: { Invoice: { denied: { times: 3 } } } });
  });
});

describe('a baseline', () => {
  it('is complete without what may not be read, which gets its own later, without a word', async () => {
    world = aWorld();
    world.deny('Invoice');
    await world.poll(3);
    expect(world.types()).toEqual(['baseline.started', 'baseline.started', 'baseline.completed']);
    expect(world.events.at(-1)).toMatchObject({ data: { counts: { Contact: 1 } } });
    world.allow('Invoice');
    await world.poll(62);
    expect(world.types()).toHaveLength(3);
    expect(world.invoice()?.baselinedAt).toBeDefined();
    world.sevdesk.lists.Invoice = [anInvoice({ header: 'new', update: '2026-11-21T10:00:00+01:00' })];
    await world.poll(2);
    expect(world.types().slice(3)).toEqual(['invoice.updated']);
  });
});

describe('an account that may read nothing at all', () => {
  it.each([
    ['sevdesk says so', denied],
    ['a page says so', new SevdeskUnavailable('sevdesk refused the call (403)', { status: 403 })],
  ])('backs off as a whole, with every resource as it was: %s', async (_name, error) => {
    for (const path of ['Contact', 'Invoice']) {
      world.sevdesk.replies[path] = () => {
        throw error;
      };
    }
    await world.poll(3);
    expect(world.acme()).toMatchObject({ state: 'active', failures: 3 });
    expect(Object.values(world.acme()?.resources ?? {}).map((one) => one.denied)).toEqual([undefined, undefined]);
    world.allow('Contact', 'Invoice');
    await world.poll(2);
    expect(world.acme()).toMatchObject({ failures: 0 });
    expect(world.invoice()?.failed).toBeUndefined();
  });

  it('is not mistaken for one resource when only that one is polled', async () => {
    await world.tenants.change('acme', (tenant) => ({ ...tenant, intervals: { Contact: 3600 } }));
    world.deny('Invoice', 'Contact');
    await world.poll(5);
    expect(world.invoice()?.denied).toMatchObject({ times: 5 });
    expect(world.invoice()?.denied?.retryAt).toBeUndefined();
  });
});
