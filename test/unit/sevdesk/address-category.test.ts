import { describe, expect, it } from 'vitest';
import { RequestRejected } from '../../../shared/domain/sevdesk-error.ts';
import { completeLookUps } from '../../../shared/sevdesk/look-ups.ts';
import { fakeSevdesk, listOf, type Replies } from '../../support/fake-sevdesk.ts';
import { lookUps } from '../../support/step-context.ts';

describe('the category of billing addresses', () => {
  const needed = { countries: [], units: [], addressCategory: true, secretVersion: 'v1', nowMs: 1000 };
  it.each<[string, Replies[string], string]>([
    ['the one of this name', listOf({ id: '43', name: 'Arbeit' }, { id: '52', name: 'Rechnungsanschrift' }), '52'],
    ['the usual one where it has another name', listOf({ id: '43', name: 'Work' }), '47'],
    ['the usual one where the list is refused', new RequestRejected('Not found', { status: 404 }), '47'],
  ])('is %s', async (_name, reply, id) => {
    const sevdesk = fakeSevdesk({ 'GET Category': reply });
    const known = { ...lookUps, fetchedAt: 1000 };
    const found = await completeLookUps(sevdesk, known, needed);
    expect(found.addressCategoryId).toBe(id);
    expect(await completeLookUps(sevdesk, found, needed)).toBe(found);
  });
});
