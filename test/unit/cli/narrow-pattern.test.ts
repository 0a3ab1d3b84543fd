import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, narrowPattern, type Wish } from '../../../infra/cli/narrow-pattern.ts';
import { compileEventPattern } from '../../../infra/local/services/event-pattern.ts';

type JsonObject = { readonly [name: string]: Json };

const matches = async (pattern: JsonObject, event: JsonObject) => compileEventPattern(JSON.stringify(pattern))(event);
const types: Wish['paths'] = [['detail-type'], ['detail', 'type']];
const tenants: Wish['paths'] = [['detail', 'tenantid']];
const byType = (pattern: JsonObject, ...values: string[]) => narrowPattern(pattern, { paths: types, values }, matches);

describe('narrowing a pattern', () => {
  it('takes the wanted types where the rule names none', async () => {
    const { pattern } = await byType({ source: ['sevdesk-relay'] }, 'invoice.paid');
    expect(pattern).toEqual({ source: ['sevdesk-relay'], 'detail-type': ['invoice.paid'] });
  });

  it.each<[string, Json]>([
    ['texts', ['invoice.paid', 'order.sent']],
    ['a prefix', [{ prefix: 'invoice.p' }]],
    ['a suffix', [{ suffix: '.paid' }]],
    ['a wildcard', [{ wildcard: 'inv*.paid' }]],
    ['an exclusion', [{ 'anything-but': ['invoice.sent', 'contact.created'] }]],
    ['an exclusion of a prefix', [{ 'anything-but': { prefix: 'contact.' } }, 'x']],
    ['any case', [{ 'equals-ignore-case': 'INVOICE.PAID' }]],
    ['a text and a matcher', ['invoice.paid', { prefix: 'order.' }]],
  ])('leaves of the wanted types what the rule takes by %s', async (_what, condition) => {
    const { values, pattern } = await byType({ 'detail-type': condition }, 'invoice.paid', 'contact.created');
    expect(values).toEqual(['invoice.paid']);
    expect(pattern).toEqual({ 'detail-type': ['invoice.paid'] });
  });

  it('keeps every other condition of the rule', async () => {
    const pattern = {
      detail: { data: { summary: { gross: [{ numeric: ['>', 100] }] } }, tenantid: [{ prefix: 'a' }] },
    };
    const narrowed = await narrowPattern(pattern, { paths: tenants, values: ['acme', 'beta'] }, matches);
    expect(narrowed).toEqual({
      values: ['acme'],
      pattern: { detail: { ...pattern.detail, tenantid: ['acme'] } },
    });
  });

  it('says that nothing is left', async () => {
    expect((await byType({ 'detail-type': ['order.sent'] }, 'invoice.paid')).values).toEqual([]);
  });

  it('takes the other place of the type where the first stands in an "$or"', async () => {
    const $or: Json = [{ 'detail-type': ['invoice.paid'] }, { detail: { tenantid: ['acme'] } }];
    const { pattern } = await byType({ $or }, 'invoice.paid');
    expect(pattern).toEqual({ $or, detail: { type: ['invoice.paid'] } });
  });

  it('refuses what stands in an "$or" in every place', async () => {
    const pattern: JsonObject = { detail: { $or: [{ data: { origin: ['self'] } }, { tenantid: ['acme'] }] } };
    const narrowed = narrowPattern(pattern, { paths: tenants, values: ['acme'] }, matches);
    await expect(narrowed).rejects.toThrow('"detail.tenantid" in an "$or"');
  });

  it('lets through what both the rule and the wish let through, whatever they are', async () => {
    const names = ['a.x', 'a.y', 'b.x', 'b.y'];
    const name = fc.constantFrom(...names);
    const matcher = fc.oneof(
      name,
      fc.record({ prefix: fc.constantFrom('a.', 'b') }),
      fc.record({ suffix: fc.constantFrom('.x', 'y') }),
      fc.record({ 'anything-but': fc.array(name, { minLength: 1 }) }),
      fc.record({ 'equals-ignore-case': name.map((text) => text.toUpperCase()) }),
      fc.constant({ exists: true }),
    );
    const wish = fc.uniqueArray(name, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(matcher, { minLength: 1 }), wish, async (condition, values) => {
        const rule = { 'detail-type': condition as Json };
        const narrowed = await byType(rule, ...values);
        for (const type of names) {
          const passes = narrowed.values.length > 0 && (await matches(narrowed.pattern, { 'detail-type': type }));
          expect(passes).toBe(values.includes(type) && (await matches(rule, { 'detail-type': type })));
        }
      }),
    );
  });
});
