import { expect, it } from 'vitest';
import type { Template } from '../../../infra/local/runtime/template.ts';
import { removalsOf } from '../../permissions/removal.ts';
import { takeOut } from '../../permissions/take-out.ts';

const statements = [
  { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: 'log' },
  { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'queue' },
  { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: ['one', 'two'] },
];
const template: Template = {
  Resources: {
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'worker', Role: { 'Fn::GetAtt': ['WorkerRole', 'Arn'] } },
    },
    WorkerRole: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyName: 'work', PolicyDocument: { Statement: statements } }] },
    },
  },
};
const grants = {
  worker: statements.map(({ Action, Resource }) => ({
    effect: 'Allow' as const,
    actions: [Action].flat(),
    resources: [Resource].flat(),
    condition: {},
    principals: [],
  })),
};

/** What is left of each statement, in a line. */
function left(altered: Template): readonly string[] {
  const policies = altered.Resources.WorkerRole?.Properties?.Policies as readonly {
    readonly PolicyDocument: { readonly Statement: typeof statements };
  }[];
  return policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map(({ Action, Resource }) => `${[Action].flat()} on ${[Resource].flat()}`),
  );
}

it('takes out each statement but that of the log, and each action on each resource of one that has several', () => {
  const all = ['logs:PutLogEvents on log', 'sqs:SendMessage on queue'];
  expect(removalsOf(grants).map((removal) => left(takeOut(template, removal)))).toEqual([
    [all[0], 'dynamodb:GetItem,dynamodb:PutItem on one,two'],
    all,
    [...all, 'dynamodb:PutItem on one,two', 'dynamodb:GetItem on two'],
    [...all, 'dynamodb:PutItem on one,two', 'dynamodb:GetItem on one'],
    [...all, 'dynamodb:GetItem on one,two', 'dynamodb:PutItem on two'],
    [...all, 'dynamodb:GetItem on one,two', 'dynamodb:PutItem on one'],
  ]);
});
