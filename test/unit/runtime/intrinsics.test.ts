import { expect, it } from 'vitest';
import { exportKey, referencesIn, resolveIntrinsics } from '../../../infra/local/runtime/intrinsics.ts';
import type { Identity } from '../../../infra/local/runtime/template.ts';

const known = new Map<string, Identity>([
  ['Queue', { ref: 'http://127.0.0.1/q', attributes: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:q' } }],
  [exportKey('eu-central-1-queue'), { ref: 'exported', attributes: {} }],
]);

it.each([
  ['text', 'text'],
  [7, 7],
  [null, null],
  [{ Ref: 'Queue' }, 'http://127.0.0.1/q'],
  [{ Ref: 'AWS::Region' }, 'eu-central-1'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-central-1:000000000000:q'],
  [{ 'Fn::GetAtt': 'Queue.Arn' }, 'arn:aws:sqs:eu-central-1:000000000000:q'],
  [{ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'sns']] }, 'arn:aws:sns'],
  [
    { 'Fn::Sub': `\${AWS::AccountId} \${Queue} \${Queue.Arn} \${!kept}` },
    `000000000000 ${'http://127.0.0.1/q'} arn:aws:sqs:eu-central-1:000000000000:q \${kept}`,
  ],
  [{ 'Fn::Sub': [`\${a}-\${AWS::URLSuffix}`, { a: { Ref: 'Queue' } }] }, 'http://127.0.0.1/q-amazonaws.com'],
  [{ 'Fn::Select': ['5', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] }, 'q'],
  [
    { list: [{ Ref: 'Queue' }], other: { Ref: 'AWS::Region', more: 1 } },
    { list: ['http://127.0.0.1/q'], other: { Ref: 'AWS::Region', more: 1 } },
  ],
  [
    { kept: [{ Ref: 'Queue' }, { Ref: 'AWS::NoValue' }], gone: { Ref: 'AWS::NoValue' } },
    { kept: ['http://127.0.0.1/q'] },
  ],
  [{ 'Fn::ImportValue': { 'Fn::Sub': `\${AWS::Region}-queue` } }, 'exported'],
])('resolves %j', (value, resolved) => {
  expect(resolveIntrinsics(value, known)).toEqual(resolved);
});

it.each([
  [{ Ref: 'Missing' }, 'Ref to Missing'],
  [{ Ref: 'AWS::StackName' }, 'Ref to AWS::StackName'],
  [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Fn::GetAtt of Queue.Colour'],
  [{ 'Fn::Sub': `\${Missing.Arn}` }, 'Fn::GetAtt of Missing.Arn'],
  [{ 'Fn::Select': [3, ['a']] }, 'Fn::Select of 3 from a list of 1'],
  [{ deep: [{ 'Fn::ImportValue': 'x' }] }, 'Fn::ImportValue'],
])('refuses %j', (value, named) => {
  expect(() => resolveIntrinsics(value, known)).toThrow(`does not know ${named}`);
});

it('finds what a value refers to', () => {
  const value = { a: [{ Ref: 'A' }], b: { 'Fn::GetAtt': ['B', 'Arn'] }, c: { 'Fn::Sub': `\${C.Arn} \${AWS::Region}` } };
  expect(referencesIn(value)).toEqual(['A', 'B', 'C', 'AWS::Region']);
});
