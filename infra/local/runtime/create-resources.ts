import { creationOrder } from './creation-order.ts';
import { type Identities, resolveIntrinsics } from './intrinsics.ts';
import { knownBefore } from './known-before.ts';
import type { AccountUnderConstruction } from './resource-type.ts';
import { resourceTypes } from './resource-types.ts';
import { type Identity, type Template, UnsupportedTemplate } from './template.ts';

/**
 * Creates what the template declares and answers its outputs. The logical ids of a product's stack get its name in front,
 * as the names do that CloudFormation generates: those of two stacks may be the same.
 * @throws UnsupportedTemplate before anything is created, when a type is not known; other errors name the resource, too.
 */
export async function createResources(
  template: Template,
  account: AccountUnderConstruction,
  stackName?: string,
): Promise<Readonly<Record<string, string>>> {
  requireKnownTypes(template);
  const identities = new Map<string, Identity>(knownBefore(template, stackName, account.exports));
  for (const logicalId of creationOrder(template)) {
    const { Type = '', Properties } = template.Resources[logicalId] ?? {};
    const identity = await naming(`Resource ${logicalId} (${Type})`, async () => {
      const declared = {
        logicalId: stackName === undefined ? logicalId : `${stackName}-${logicalId}`,
        properties: () => resolveIntrinsics(Properties, identities),
      };
      const created = await resourceTypes[Type]?.(declared, account);
      if (created) claim(account, `${Type} ${created.ref}`, stackName);
      return created;
    });
    if (identity) identities.set(logicalId, identity);
  }
  return readOutputs(template, identities, account);
}

function requireKnownTypes({ Resources }: Template): void {
  const named = (resources: [string, { readonly Type: string }][]) =>
    resources.map(([logicalId, { Type }]) => `${logicalId} (${Type})`).join(', ');
  const unknown = Object.entries(Resources).filter(([, { Type }]) => !Object.hasOwn(resourceTypes, Type));
  if (unknown.length > 0) {
    throw new UnsupportedTemplate(
      `The local account does not know the type of ${named(unknown)}. It knows ${Object.keys(resourceTypes).join(', ')}`,
    );
  }
  const conditional = Object.entries(Resources).filter(
    ([, { Type, Condition }]) => Condition !== undefined && Type !== 'AWS::CDK::Metadata',
  );
  if (conditional.length > 0) {
    throw new UnsupportedTemplate(`The local account does not evaluate the conditions of ${named(conditional)}`);
  }
}

/** @throws Error when another stack has it: on AWS the second one to be deployed fails. */
function claim({ owners }: AccountUnderConstruction, resource: string, stackName = 'the relay'): void {
  const owner = owners.get(resource) ?? stackName;
  if (owner !== stackName) throw new Error(`there is one of this name already, in the stack of ${owner}`);
  owners.set(resource, owner);
}

async function readOutputs(
  { Outputs = {} }: Template,
  known: Identities,
  { exports }: AccountUnderConstruction,
): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [name, { Value, Export }] of Object.entries(Outputs)) {
    const value = await naming(`Output ${name}`, async () => String(resolveIntrinsics(Value, known)));
    outputs[name] = value;
    if (Export) exports.set(String(resolveIntrinsics(Export.Name, known)), value);
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
