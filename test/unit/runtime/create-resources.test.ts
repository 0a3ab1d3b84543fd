import { describe, expect, it } from 'vitest';
import { createResources } from '../../../infra/local/runtime/create-resources.ts';
import { creationOrder } from '../../../infra/local/runtime/creation-order.ts';
import type { AccountUnderConstruction } from '../../../infra/local/runtime/resource-type.ts';

/** An account in which every call fails: these templates need none. */
const account = () =>
  ({ endpointUrl: 'http://127.0.0.1', exports: new Map(), owners: new Map() }) as unknown as AccountUnderConstruction;

it('creates what is referred to first', () => {
  const Resources = {
    Mapping: { Type: 'M', Properties: { FunctionName: { Ref: 'Function' } } },
    Function: { Type: 'F', DependsOn: ['Role'], Properties: { URL: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    Queue: { Type: 'Q' },
    Role: { Type: 'R' },
  };
  expect(creationOrder({ Resources })).toEqual(['Queue', 'Role', 'Function', 'Mapping']);
});

it('refuses a circle', () => {
  const Resources = { A: { Type: 'Q', Properties: { B: { Ref: 'B' } } }, B: { Type: 'Q', DependsOn: 'A' } };
  expect(() => creationOrder({ Resources })).toThrow('A → B → A');
});

it.each([
  [
    'a type',
    { Type: 'AWS::Kinesis::Stream' },
    /type of Thing \(AWS::Kinesis::Stream\)\. It knows AWS::DynamoDB::GlobalTable, .*AWS::SQS::Queue/,
  ],
  [
    'a condition',
    { Type: 'AWS::Logs::LogGroup', Condition: 'InProduction' },
    'conditions of Thing (AWS::Logs::LogGroup)',
  ],
  [
    'a property',
    { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } },
    /Resource Thing \(AWS::SQS::Queue\): .*"Colour"/s,
  ],
  [
    'an intrinsic',
    { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'x' } } },
    'Resource Thing (AWS::SQS::Queue): the local account does not know Fn::ImportValue',
  ],
])('names the resource with %s that it does not know', async (_what, Thing, message) => {
  await expect(createResources({ Resources: { Thing } }, account())).rejects.toThrow(message);
});

it('names an output that it cannot work out', async () => {
  const template = { Resources: {}, Outputs: { Url: { Value: { Ref: 'Gone' } } } };
  await expect(createResources(template, account())).rejects.toThrow('Output Url: the local account does not know Ref');
});

describe('a stack of a product', () => {
  const group = (Properties?: Record<string, unknown>) => ({
    Type: 'AWS::Logs::LogGroup',
    ...(Properties && { Properties }),
  });
  const Ref = (name: string) => ({ Value: { Ref: name } });

  it('has its name in front of the ids of its resources', async () => {
    const template = { Resources: { Group: group() }, Outputs: { Group: Ref('Group') } };
    expect(await createResources(template, account(), 'shop')).toEqual({ Group: 'shop-Group' });
  });

  it('knows its name, the defaults of its parameters, and nothing of the Systems Manager', async () => {
    const Parameters = {
      Mail: { Type: 'String', Default: 'a@b.c' },
      Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
    };
    const Outputs = { Stack: Ref('AWS::StackName'), Mail: Ref('Mail') };
    expect(await createResources({ Resources: {}, Parameters, Outputs }, account(), 'shop')).toEqual({
      Stack: 'shop',
      Mail: 'a@b.c',
    });
    const asked = { Resources: {}, Parameters, Outputs: { Version: Ref('Version') } };
    await expect(createResources(asked, account(), 'shop')).rejects.toThrow('does not know Ref to Version');
  });

  it('knows what the stacks before it export', async () => {
    const shared = account();
    const exporting = {
      Resources: { Group: group() },
      Outputs: { Group: { ...Ref('Group'), Export: { Name: 'group' } } },
    };
    await createResources(exporting, shared, 'first');
    const importing = { Resources: {}, Outputs: { Group: { Value: { 'Fn::ImportValue': 'group' } } } };
    expect(await createResources(importing, shared, 'second')).toEqual({ Group: 'first-Group' });
    await expect(createResources(importing, account(), 'second')).rejects.toThrow(
      'no stack before this one exports it',
    );
  });
});
