import { expect, it } from 'vitest';
import { createResources } from '../../../infra/local/runtime/create-resources.ts';
import { creationOrder } from '../../../infra/local/runtime/creation-order.ts';
import type { AccountUnderConstruction } from '../../../infra/local/runtime/resource-type.ts';

/** An account in which every call fails: these templates are refused before any. */
const account = { endpointUrl: 'http://127.0.0.1' } as AccountUnderConstruction;

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
  ['a type', { Type: 'AWS::Kinesis::Stream' }, 'type of Thing (AWS::Kinesis::Stream)'],
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
  await expect(createResources({ Resources: { Thing } }, account)).rejects.toThrow(message);
});

it('names an output that it cannot work out', async () => {
  const template = { Resources: {}, Outputs: { Url: { Value: { Ref: 'Gone' } } } };
  await expect(createResources(template, account)).rejects.toThrow('Output Url: the local account does not know Ref');
});
