import { creationOrder } from './creation-order.ts';
import { type Identities, resolveIntrinsics } from './intrinsics.ts';
import type { AccountUnderConstruction } from './resource-type.ts';
import { resourceTypes } from './resource-types.ts';
import { type Identity, type Template, UnsupportedTemplate } from './template.ts';

/**
 * Creates what the template declares and answers its outputs.
 * @throws UnsupportedTemplate before anything is created, when a type is not known; other errors name the resource, too.
 */
export async function createResources(
  template: Template,
  account: AccountUnderConstruction,
): Promise<Readonly<Record<string, string>>> {
  requireKnownTypes(template);
  const identities = new Map<string, Identity>();
  for (const logicalId of creationOrder(template)) {
    const { Type = '', Properties } = template.Resources[logicalId] ?? {};
    const identity = await naming(`Resource ${logicalId} (${Type})`, async () =>
      resourceTypes[Type]?.({ logicalId, properties: () => resolveIntrinsics(Properties, identities) }, account),
    );
    if (identity) identities.set(logicalId, identity);
  }
  return readOutputs(template, identities);
}

function requireKnownTypes({ Resources }: Template): void {
  const unknown = Object.entries(Resources).filter(([, { Type }]) => !Object.hasOwn(resourceTypes, Type));
  if (unknown.length === 0) return;
  const named = unknown.map(([logicalId, { Type }]) => `${logicalId} (${Type})`).join(', ');
  throw new UnsupportedTemplate(`The local account does not know the type of ${named}`);
}

async function readOutputs({ Outputs = {} }: Template, known: Identities): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [name, { Value }] of Object.entries(Outputs)) {
    outputs[name] = await naming(`Output ${name}`, async () => String(resolveIntrinsics(Value, known)));
  }
  return outputs;
}

async function naming<T>(owner: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${owner}: ${(error as Error).message}`, { cause: error });
  }
}
