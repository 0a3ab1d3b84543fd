import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSubscription } from '../../../infra/consumer/check-subscription.ts';
import { type AnySubscription, subscriptionPattern } from '../../../infra/consumer/subscription-pattern.ts';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';
import { EVENT_TYPES, type EventType, type RelayEvent } from '../../../shared/contract/contract.ts';
import { EXAMPLES, told } from './told-events.ts';

/** As CDK writes it into the template. */
function patternOf(subscription: AnySubscription) {
  checkSubscription(subscription);
  const { detailType, ...rest } = subscriptionPattern(subscription);
  return { ...rest, 'detail-type': detailType };
}

const matcherOf = (subscription: AnySubscription) => compileEventPattern(JSON.stringify(patternOf(subscription)));
const exampleOf = (type: EventType) => EXAMPLES.find((event) => event.type === type) as RelayEvent;
const PAID = 'invoice.paid';

function paid(data: object, envelope: object = {}): object {
  const example = exampleOf(PAID);
  return told({ ...example, ...envelope, data: { ...example.data, ...data } } as RelayEvent);
}
const summed = (summary: object) =>
  paid({ summary: { ...(exampleOf(PAID).data as { summary: object }).summary, ...summary } });

describe('the pattern of a subscription', () => {
  it('has an example of every type to be tested with', () => {
    expect(EXAMPLES.map(({ type }) => type).sort()).toEqual([...EVENT_TYPES].sort());
  });

  it.each(EVENT_TYPES)('for %s matches it and nothing else', (type) => {
    const matches = matcherOf({ types: [type] });
    expect(EXAMPLES.filter((event) => matches(told(event))).map((event) => event.type)).toEqual([type]);
  });

  it.each([
    ['contact.*', /^contact\./],
    ['invoice.*', /^invoice\./],
    ['command.*', /^command\./],
  ] as const)('for %s matches all of that kind and nothing else', (group, expected) => {
    const matches = matcherOf({ types: [group] });
    const matched = EXAMPLES.filter((event) => matches(told(event))).map(({ type }) => type);
    expect(matched).toEqual(EXAMPLES.map(({ type }) => type).filter((type) => expected.test(type)));
    expect(matched.length).toBeGreaterThan(3);
  });

  it('leaves out what comes from others on the same bus', () => {
    expect(matcherOf({ types: [PAID] })({ ...told(exampleOf(PAID)), source: 'crm' })).toBe(false);
  });

  const cases: readonly (readonly [string, Omit<AnySubscription, 'types'>, object, object, object])[] = [
    [
      'tenants',
      { tenants: ['acme', 'beta'] },
      { tenantid: ['acme', 'beta'] },
      paid({}),
      paid({}, { tenantid: 'gamma' }),
    ],
    [
      'changed',
      { changed: ['payDate'] },
      { data: { changed: ['payDate'] } },
      paid({ changed: ['payDate', 'status'] }),
      paid({ changed: ['header'] }),
    ],
    ['origin', { origin: 'external' }, { data: { origin: ['external'] } }, paid({}), paid({ origin: 'self' })],
    [
      'above',
      { summary: { gross: { above: 1000 } } },
      { data: { summary: { gross: [{ numeric: ['>', 1000] }] } } },
      summed({ gross: 1000.01 }),
      summed({ gross: 1000 }),
    ],
    [
      'atLeast and below, written in any order',
      { summary: { gross: { below: 20, atLeast: 10 } } },
      { data: { summary: { gross: [{ numeric: ['>=', 10, '<', 20] }] } } },
      summed({ gross: 10 }),
      summed({ gross: 20 }),
    ],
    [
      'atMost',
      { summary: { gross: { atMost: 0 } } },
      { data: { summary: { gross: [{ numeric: ['<=', 0] }] } } },
      summed({ gross: 0 }),
      summed({ gross: null }),
    ],
    [
      'a number',
      { summary: { gross: 46.65 } },
      { data: { summary: { gross: [{ numeric: ['=', 46.65] }] } } },
      summed({ gross: 46.65 }),
      summed({ gross: 46.66 }),
    ],
    [
      'a text',
      { summary: { currency: 'EUR' } },
      { data: { summary: { currency: ['EUR'] } } },
      summed({}),
      summed({ currency: 'CHF' }),
    ],
    [
      'a list of texts, and null',
      { summary: { contactId: ['815', null] } },
      { data: { summary: { contactId: ['815', null] } } },
      summed({ contactId: null }),
      summed({ contactId: '816' }),
    ],
    [
      'not',
      { summary: { currency: { not: ['EUR', 'CHF'] } } },
      { data: { summary: { currency: [{ 'anything-but': ['EUR', 'CHF'] }] } } },
      summed({ currency: 'USD' }),
      summed({ currency: 'EUR' }),
    ],
    [
      'prefix',
      { summary: { dueDate: { prefix: '2026-' } } },
      { data: { summary: { dueDate: [{ prefix: '2026-' }] } } },
      summed({ dueDate: '2026-12-04' }),
      summed({ dueDate: '2027-01-04' }),
    ],
    [
      'exists',
      { summary: { dueDate: { exists: true } } },
      { data: { summary: { dueDate: [{ exists: true }] } } },
      summed({ dueDate: null }),
      paid({ summary: {} }),
    ],
    [
      'all at once',
      { tenants: ['acme'], origin: 'external', summary: { currency: 'EUR', gross: { above: 1 } } },
      {
        tenantid: ['acme'],
        data: { origin: ['external'], summary: { currency: ['EUR'], gross: [{ numeric: ['>', 1] }] } },
      },
      summed({}),
      summed({ gross: 0.5 }),
    ],
  ];
  it.each(cases)('asks for %s', (_what, filter, detail, matching, other) => {
    const subscription = { types: [PAID], ...filter } as AnySubscription;
    expect(patternOf(subscription)).toEqual({ source: ['sevdesk-relay'], 'detail-type': [PAID], detail });
    expect([matching, other].map(matcherOf(subscription))).toEqual([true, false]);
  });

  it('says everything once', () => {
    expect(patternOf({ types: [PAID, PAID], tenants: ['acme', 'acme'] })).toMatchObject({
      'detail-type': [PAID],
      detail: { tenantid: ['acme'] },
    });
  });
});

describe('a subscription that would match nothing', () => {
  it.each([
    ['no types', { types: [] }, /types: a list with at least one entry/],
    ['types that are no list', { types: PAID }, /types: a list/],
    [
      'an unknown type',
      { types: ['invoice.payed'] },
      /"invoice.payed" is no event type; there are invoice.created, .*"invoice.\*"/,
    ],
    ['an unknown kind', { types: ['bill.paid'] }, /"bill.paid" is no event type; one begins with contact, .*invoice/],
    ['a star elsewhere', { types: ['*.paid'] }, /"\*.paid" is no event type/],
    ['no tenants', { tenants: [] }, /tenants: a list with at least one entry/],
    ['a tenant id of another form', { tenants: ['acme', 'a b'] }, /tenants: "a b" is none: 1 to 63 characters/],
    ['no fields', { changed: [] }, /changed: a list/],
    ['a field without a name', { changed: [''] }, /changed: text that is not empty/],
    ...['created', 'deleted', 'snapshot', 'overdue'].map((kind): [string, object, RegExp] => [
      `changed fields of what is ${kind}`,
      { types: ['invoice.updated', `invoice.${kind}`], changed: ['status'] },
      new RegExp(`changed: invoice\\.${kind} never has any; "invoice.updated" has`),
    ]),
    ['an unknown origin', { origin: 'mine' }, /origin: "external" or "self"/],
    ['no values', { summary: { gross: [] } }, /summary.gross: a list with at least one entry/],
    ['an unknown condition', { summary: { gross: { over: 1 } } }, /summary.gross: a value, a list of values, \{ above/],
    ['a condition with nothing in it', { summary: { gross: {} } }, /summary.gross: one of above and atLeast/],
    ['two conditions', { summary: { number: { prefix: 'RE', not: 'RE-1' } } }, /summary.number: a value/],
    ['two lower bounds', { summary: { gross: { above: 1, atLeast: 2 } } }, /summary.gross: one of above and atLeast/],
    ['an empty range', { summary: { gross: { above: 2, below: 2 } } }, /summary.gross: above must be less than below/],
    ['text as a bound', { summary: { gross: { above: '1000' } } }, /summary.gross.above: a number from -5e9 to 5e9/],
    ['a number that is none', { summary: { gross: Number.NaN } }, /summary.gross: a number/],
    ['a bound that EventBridge does not compare', { summary: { gross: { below: 6e9 } } }, /a number from -5e9 to 5e9/],
    ['true', { summary: { gross: true } }, /summary.gross: a value/],
    ['exists without saying which', { summary: { gross: { exists: 1 } } }, /summary.gross: a value/],
    ['an empty prefix', { summary: { number: { prefix: '' } } }, /summary.number.prefix: text that is not empty/],
    [
      'a field that no summary has',
      { summary: { grossTotal: 1 } },
      /summary.grossTotal: invoice.paid has number, .*gross/,
    ],
    [
      'a field that one of the summaries lacks',
      { types: ['voucher.paid', 'invoice.*'], summary: { direction: 'expense' } },
      /summary.direction: invoice.\* has number/,
    ],
    [
      'a summary of what has none',
      { types: ['tenant.*'], summary: { gross: 1 } },
      /summary: only events about records have it, and tenant.\*/,
    ],
    [
      'an origin of what has none',
      { types: [PAID, 'command.failed'], origin: 'self' },
      /origin: only .*command.failed/,
    ],
  ])('is refused: %s', (_what, part, told) => {
    const subscription = { types: [PAID], ...part } as unknown as AnySubscription;
    expect(() => checkSubscription(subscription)).toThrow(told);
    expect(() => checkSubscription(subscription)).toThrow(RangeError);
  });
});

describe('any subscription that is taken', () => {
  const text = fc.string({ minLength: 1, maxLength: 10 });
  const amount = fc.double({ min: -5e9, max: 5e9, noNaN: true });
  const bounds = fc
    .uniqueArray(amount, { minLength: 2, maxLength: 2 })
    .map((pair) => pair.toSorted((a, b) => a - b) as [number, number]);
  const range = fc.oneof(
    amount.map((above) => ({ above })),
    amount.map((atMost) => ({ atMost })),
    bounds.map(([atLeast, below]) => ({ atLeast, below })),
  );
  const condition = fc.oneof(
    fc.oneof(text, amount, fc.constant(null)),
    fc.array(fc.oneof(text, amount, fc.constant(null)), { minLength: 1, maxLength: 4 }),
    range,
    text.map((prefix) => ({ prefix })),
    fc.array(text, { minLength: 1 }).map((not) => ({ not })),
    fc.boolean().map((exists) => ({ exists })),
  );
  const documents = EVENT_TYPES.filter((type) => /^(invoice|credit_note|voucher)\./.test(type));
  const subscription = fc.record(
    {
      types: fc.array(fc.constantFrom(...documents, 'invoice.*', 'voucher.*'), { minLength: 1, maxLength: 6 }),
      tenants: fc.array(fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/), { minLength: 1 }),
      changed: fc.array(text, { minLength: 1 }),
      origin: fc.constantFrom('external', 'self'),
      summary: fc.dictionary(fc.constantFrom('number', 'gross', 'currency', 'dueDate'), condition),
    },
    { requiredKeys: ['types'] },
  );
  const without = /\.(created|deleted|snapshot|overdue)$/;
  const possible = subscription.filter(({ types, changed }) => !changed || !types.some((type) => without.test(type)));

  it('becomes a pattern that EventBridge takes', () => {
    fc.assert(
      fc.property(possible, (wanted) => {
        expect(matcherOf(wanted as AnySubscription)(told(exampleOf('tenant.connected')))).toBe(false);
      }),
    );
  });
});
