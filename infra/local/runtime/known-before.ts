import { exportKey, type Identities } from './intrinsics.ts';
import { localArn } from './pseudo-parameters.ts';
import type { Identity, Template } from './template.ts';

/** What a template may refer to before any of its resources is there: its stack, its parameters, and the exports of other stacks. */
export function knownBefore(
  { Parameters = {} }: Template,
  stackName: string | undefined,
  exported: ReadonlyMap<string, string>,
): Identities {
  const values: [string, string][] = [
    ...[...exported].map(([name, value]): [string, string] => [exportKey(name), value]),
    // Those of the Systems Manager name where their value is: nothing here looks there.
    ...Object.entries(Parameters).flatMap(([name, { Type, Default }]): [string, string][] =>
      Default === undefined || Type.startsWith('AWS::SSM::') ? [] : [[name, String(Default)]],
    ),
  ];
  if (stackName !== undefined) {
    values.push(['AWS::StackName', stackName]);
    values.push(['AWS::StackId', localArn('cloudformation', `stack/${stackName}/local`)]);
  }
  return new Map(values.map(([name, ref]): [string, Identity] => [name, { ref, attributes: {} }]));
}
