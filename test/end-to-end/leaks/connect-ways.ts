import { expect } from 'vitest';
import { hexToken, type LeakyRelay, oddToken } from './leaky-relay.ts';
import { MISCHIEFS, SILENCE } from './mischief.ts';

/** Waiting for an answer takes its time: it is tried once for each shape of a token. */
const ALL = Object.keys(MISCHIEFS).filter((name) => name !== SILENCE);
/** More than a test of a token makes. */
const EACH_CALL = 20;
const WAYS = ['function', 'tool', 'secret'] as const;
const SHAPES = { hex: hexToken, odd: oddToken } as const;
type Shape = keyof typeof SHAPES;

const shareOf = (part: number) => ALL.filter((_name, index) => index % WAYS.length === part);

/** Tenants with tokens of either shape, connected in each way. */
export const TENANTS = WAYS.flatMap((way, part) =>
  (['hex', 'odd'] as const).map((shape) => ({
    tenantId: `${way}-${shape}`,
    token: SHAPES[shape](`${way}-${shape}`),
    way,
    shape,
    /** Its share of mischief: each shape of a token gets all of it. */
    mischiefs: shareOf(part),
  })),
);
type LeakyTenant = (typeof TENANTS)[number];

/** All tokens that are searched for, by whose they are; grows. */
export const tokens: Record<string, string> = Object.fromEntries(
  TENANTS.map(({ tenantId, token }) => [tenantId, token]),
);

/** A token of nobody, that is searched for, too. */
export function stray(name: string, shape: Shape = 'odd'): string {
  const token = SHAPES[shape](name);
  tokens[name] = token;
  return token;
}

/** Connects a tenant, in its way, after all mischief was done to each try. */
export function connect(world: LeakyRelay, tenant: LeakyTenant): Promise<void> {
  return { function: connectByFunction, tool: connectByTool, secret: connectBySecret }[tenant.way](world, tenant);
}

async function connectByFunction(world: LeakyRelay, { tenantId, token }: LeakyTenant): Promise<void> {
  for (const mischief of ALL) {
    world.leaky.provoke(token, 'reads', Array(EACH_CALL).fill(mischief));
    expect([mischief, await world.ask({ tenantId, token })]).toEqual([mischief, expect.stringContaining('"ok":false')]);
    world.leaky.calm(token);
  }
  expect(await world.ask({ tenantId, token })).toContain('"ok":true');
}

async function connectByTool(world: LeakyRelay, { tenantId, token }: LeakyTenant): Promise<void> {
  for (const mischief of ALL) {
    world.leaky.provoke(token, 'reads', Array(EACH_CALL).fill(mischief));
    expect([mischief, await world.give('connect', tenantId, token)]).toEqual([mischief, 1]);
    world.leaky.calm(token);
  }
  expect(await world.give('connect', tenantId, token)).toBe(0);
  for (const mischief of ALL.slice(0, 3)) {
    const fresh = stray(`${tenantId}-${mischief}`);
    world.leaky.provoke(fresh, 'reads', Array(EACH_CALL).fill(mischief));
    expect(await world.give('rotate', tenantId, fresh)).toBe(1);
  }
}

/** A secret for each share of mischief, with a new version for each: a verdict on one version is kept. */
async function connectBySecret(world: LeakyRelay, { tenantId, token, shape }: LeakyTenant): Promise<void> {
  const sweep = async (part: number) => {
    const swept = `${tenantId}-${part}`;
    const fresh = stray(swept, shape);
    for (const mischief of shareOf(part)) {
      world.leaky.provoke(fresh, 'reads', Array(EACH_CALL).fill(mischief));
      await world.putSecret(swept, JSON.stringify({ token: fresh }));
      await world.until(() => world.leaky.waiting(fresh, 'reads') < EACH_CALL);
      world.leaky.calm(fresh);
    }
    await world.deleteSecret(swept);
  };
  await Promise.all(WAYS.map((_way, part) => sweep(part)));
  await world.putSecret(tenantId, JSON.stringify({ token }));
}

/** The function gives up after 8 s. */
export async function hearNothing(world: LeakyRelay): Promise<void> {
  const asked = (['hex', 'odd'] as const).map((shape) => {
    const token = stray(`silent-${shape}`, shape);
    world.leaky.provoke(token, 'reads', [SILENCE]);
    return world.ask({ tenantId: `silent-${shape}`, token });
  });
  for (const answer of await Promise.all(asked)) expect(answer).toContain('(timeout)');
}
