import { expect, it } from 'vitest';
import { relayNames } from '../../../shared/contract/names.ts';
import { RELAY_EXAMPLES } from '../../docs/relay-examples.ts';
import { exampleCommand } from '../../docs/render-commands.ts';
import { contractWatch } from '../../support/contract-watch.ts';

const event = RELAY_EXAMPLES['baseline.completed']();
const entry = (detail: object, type: string = event.type) => ({
  Source: 'sevdesk-relay',
  DetailType: type,
  Detail: JSON.stringify(detail),
});
const published = (...Entries: readonly object[]) => ({
  service: 'events' as const,
  action: 'PutEvents',
  accessKeyId: 'x',
  input: { Entries },
});
const sent = (body: string) => ({
  service: 'sqs' as const,
  action: 'SendMessage',
  accessKeyId: 'x',
  input: { QueueUrl: `http://127.0.0.1/${relayNames('local').commandQueue}`, MessageBody: body },
});

it.each([
  ['an event of the relay', published(entry(event))],
  ["a product's own event", published({ ...entry({}, 'deal.won'), Source: 'shop' })],
  ['a command', sent(JSON.stringify(exampleCommand('invoice.create')))],
  ['what the parser refuses anyway', sent('{"type":"invoice.create"}')],
  ['what is no JSON', sent('{')],
])('lets %s pass', (_name, request) => {
  const watch = contractWatch();
  watch.onRequest(request);
  expect(watch.check).not.toThrow();
});

it.each([
  ['a field of another type', { ...event, data: { counts: 'many' } }, 'baseline.completed: data.counts must be object'],
  ['a missing field', { ...event, id: undefined }, "baseline.completed: must have required property 'id'"],
])('tells of %s, once', (_name, detail, problem) => {
  const watch = contractWatch();
  watch.onRequest(published(entry(event), entry(detail)));
  expect(watch.check).toThrow(problem);
  expect(watch.check).not.toThrow();
});

it('tells of a type that the contract does not know', () => {
  const watch = contractWatch();
  watch.onRequest(published(entry(event, 'baseline.finished')));
  expect(watch.check).toThrow('baseline.finished: there is no schema of this type');
});
