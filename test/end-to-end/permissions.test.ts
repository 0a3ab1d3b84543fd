import { afterAll, expect, it } from 'vitest';
import type { Access } from '../../infra/local/iam/access-control.ts';
import { describePermission, isUsedBy, permissionsOf } from '../permissions/permission.ts';
import { START, walk } from '../permissions/walk.ts';
import { type Walker, walkerOf } from '../permissions/walker.ts';
import { type RunningRelay, startRelay } from '../support/running-relay.ts';

/** The steps follow each other with one relay: `npm run check:permissions` tells which of them notices a permission taken out. */
const asked: Access[] = [];
let relay: RunningRelay;
let walker: Walker;
afterAll(() => relay.stop());

it(START, async () => {
  relay = await startRelay({ onAccess: (access) => asked.push(access) });
  walker = walkerOf(relay, 'walker');
});

it.each(walk)('$name', async (step) => {
  await step.walk(walker);
});

it('was denied nothing, and used all that roles allow', () => {
  const denied = asked.filter(({ allowed }) => !allowed);
  expect([...new Set(denied.map(describePermission))]).toEqual([]);
  const unused = permissionsOf(relay.account.grants).filter(
    (permission) => !asked.some((one) => isUsedBy(permission, one)),
  );
  expect(unused.map(describePermission)).toEqual([]);
});
