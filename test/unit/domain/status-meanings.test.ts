import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentPhase } from '../../../shared/domain/document-phase.ts';
import {
  DOCUMENT_STEPS,
  type DocumentStep,
  ORDER_STEPS,
  type OrderPhase,
  type OrderStep,
} from '../../../shared/domain/status-meanings.ts';

/** Where a document or an order stands says what must have been told of it by then. */
const DOCUMENT_IMPLIES: Readonly<Record<DocumentPhase, readonly DocumentStep[]>> = {
  draft: [],
  open: ['sent'],
  partially_paid: ['sent', 'partially_paid'],
  paid: ['sent', 'paid'],
  closed: ['sent'],
  cancelled: ['sent', 'cancelled'],
};
const ORDER_IMPLIES: Readonly<Record<OrderPhase, readonly OrderStep[]>> = {
  draft: [],
  sent: ['sent'],
  rejected: ['sent', 'rejected'],
  accepted: ['sent', 'accepted'],
  invoiced: ['sent', 'invoiced'],
};

type Table<P extends string, S extends string> = Readonly<Record<P, Readonly<Record<P, readonly S[]>>>>;

/** What a path of phases tells, poll by poll. */
function told<P extends string, S extends string>(steps: Table<P, S>, path: readonly P[]): S[] {
  return path.slice(1).flatMap((to, index) => steps[path[index] as P][to]);
}

describe.each([
  ['documents', DOCUMENT_STEPS as Table<string, string>, DOCUMENT_IMPLIES as Record<string, readonly string[]>],
  ['orders', ORDER_STEPS as Table<string, string>, ORDER_IMPLIES as Record<string, readonly string[]>],
])('the steps of %s', (_name, steps, implies) => {
  const phases = Object.keys(steps);
  const paths = fc.array(fc.constantFrom(...phases), { maxLength: 8 }).map((path) => ['draft', ...path]);

  it('tell a jump from draft as exactly what its end implies', () => {
    for (const phase of phases) expect(told(steps, ['draft', phase])).toEqual(implies[phase]);
  });

  it('skip nothing that the end implies, however many polls saw it', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const end = path.at(-1) ?? 'draft';
        expect(told(steps, path)).toEqual(expect.arrayContaining([...(implies[end] ?? [])]));
      }),
    );
  });

  it('say again what the end implies after a way back to draft', () => {
    fc.assert(
      fc.property(paths, paths, (before, after) => {
        const again = told(steps, [...before, ...after]).slice(told(steps, before).length);
        expect(again).toEqual(expect.arrayContaining([...(implies[after.at(-1) ?? 'draft'] ?? [])]));
      }),
    );
  });

  it('tell nothing of a way to draft, and name no step twice at once', () => {
    for (const from of phases) {
      expect(steps[from]?.draft).toEqual([]);
      for (const to of phases) expect(new Set(steps[from]?.[to]).size).toBe(steps[from]?.[to]?.length);
    }
  });
});

describe('a document on its way forward', () => {
  const WAY: readonly DocumentPhase[] = ['draft', 'open', 'partially_paid', 'paid', 'cancelled'];

  it('is told stepwise as in one jump, but for the stations that the jump passed', () => {
    fc.assert(
      fc.property(fc.subarray([...WAY.slice(1)], { minLength: 1 }), (stations) => {
        const end = stations.at(-1) as DocumentPhase;
        const passed = (['partially_paid', 'paid'] as const).filter(
          (phase) => phase !== end && stations.includes(phase),
        );
        const stepwise = told(DOCUMENT_STEPS, ['draft', ...stations]);
        expect([...stepwise].sort()).toEqual([...told(DOCUMENT_STEPS, ['draft', end]), ...passed].sort());
      }),
    );
  });
});
