import { type Invocation, useOf } from './invocation-use.ts';
import { type MeasuredRelay, putSecret, TENANT } from './measured-relay.ts';
import type { MeasuredUse } from './monthly-bill.ts';
import type { StackFacts } from './stack-facts.ts';
import { difference, times, type Use } from './use.ts';

/** What the functions take that look at all tenants. */
export type FleetUse = Pick<MeasuredUse, 'tick' | 'dueTenant' | 'sweep' | 'sweptTenant'>;

/** Invoked twice each, the second time counts: the first one loads the code. */
export async function measureFleet(relay: MeasuredRelay, others: number, stack: StackFacts): Promise<FleetUse> {
  const measure = async (name: string): Promise<Use> => {
    await relay.invoke(name, {});
    const measured: Invocation = await relay.invoke(name, {});
    return useOf(measured, stack.functionFacts(name));
  };
  const tick = await measure('schedule-polls');
  const sweep = await measure('sweep-tenants');
  await addTenants(relay, others);
  const perTenant = (many: Use, few: Use) => times(difference(many, few), 1 / others);
  return {
    tick,
    dueTenant: perTenant(await measure('schedule-polls'), tick),
    sweep,
    sweptTenant: perTenant(await measure('sweep-tenants'), sweep),
  };
}

/** Tenants like the first one, all of them due. */
async function addTenants(relay: MeasuredRelay, count: number): Promise<void> {
  const sample = await relay.tenants.get(TENANT);
  if (!sample) throw new Error('There is no tenant to take as a sample');
  for (let number = 1; number <= count; number += 1) {
    const tenantId = `customer-${String(number).padStart(10, '0')}`;
    await relay.tenants.add({ ...sample, tenantId, secretVersion: await putSecret(relay, tenantId), dueAt: 0 });
  }
}
