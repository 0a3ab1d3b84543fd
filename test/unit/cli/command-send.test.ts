import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { awaitCommand } from '../../../infra/cli/await-command.ts';
import type { Refusal } from '../../../shared/aws/ledger-item.ts';
import { fingerprint } from '../../../shared/domain/fingerprint.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger-entry.ts';
import { anInvoiceCommand, invoiceData } from '../../support/builders.ts';
import { cliWorld } from './cli-world.ts';

const sqs = mockClient(SQSClient);
beforeEach(() => {
  sqs.reset();
  sqs.on(GetQueueUrlCommand, { QueueName: 'sevdesk-relay-dev-commands.fifo' }).resolves({ QueueUrl: 'https://queue' });
});

function send(content: unknown, ...options: string[]) {
  const world = cliWorld({ stdin: JSON.stringify(content) });
  return { ...world, exitCode: world.run('--stage', 'dev', 'command', 'send', '-', ...options) };
}

describe('command send', () => {
  it('sends in order, grouped by tenant, unchanged, without a deduplication id', async () => {
    sqs.on(SendMessageCommand).resolvesOnce({ MessageId: 'm1' }).resolvesOnce({ MessageId: 'm2' });
    const commands = [anInvoiceCommand(), anInvoiceCommand({ commandId: 'c2', tenantId: 'zorn' })];
    const { exitCode, written } = send(commands);
    expect(await exitCode).toBe(0);
    expect(sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual(
      commands.map((command) => ({
        QueueUrl: 'https://queue',
        MessageBody: JSON.stringify(command),
        MessageGroupId: command.tenantId,
      })),
    );
    expect(written.out).toBe(
      'Sent order-1042-invoice of tenant acme as message m1\nSent c2 of tenant zorn as message m2\n',
    );
  });

  it('prints JSON lines when asked', async () => {
    sqs.on(SendMessageCommand).resolves({ MessageId: 'm1' });
    const { exitCode, written } = send(anInvoiceCommand(), '--json');
    await exitCode;
    expect(JSON.parse(written.out)).toEqual({ tenantId: 'acme', commandId: 'order-1042-invoice', messageId: 'm1' });
  });

  const position = { name: 'Consulting', quantity: '2', price: 100, taxRate: '19', tax: 1 };
  it.each<[string, unknown, string[]]>([
    ['envelope', anInvoiceCommand({ commandId: 'ä', version: 2 as 1 }), ['commandId: 1 to 64', 'version: must be 1']],
    ['type', { ...anInvoiceCommand(), type: 'invoice.eat' }, ['type: must be one of contact.upsert, part.upsert']],
    [
      'data, inside an array',
      [anInvoiceCommand(), anInvoiceCommand({ data: invoiceData({ positions: [position as never] }) })],
      ['1.data.positions.0.price: write it as text', '1.data.positions.0: unknown tax'],
    ],
    ['no object', 'text', ['command: must be an object']],
    ['null', null, ['command: must be an object']],
    ['no commands', [], ['The array holds no command']],
  ])('sends nothing and names every problem: %s', async (_what, content, problems) => {
    const { exitCode, written } = send(content);
    expect(await exitCode).toBe(2);
    for (const problem of problems) expect(written.err).toMatch(new RegExp(problem));
    expect(sqs.calls()).toEqual([]);
  });

  it('refuses what is not JSON', async () => {
    const { run, written } = cliWorld({ stdin: '{' });
    expect(await run('--stage', 'dev', 'command', 'send', '-')).toBe(2);
    expect(written.err).toContain('This is not JSON');
  });

  it('says how far it came when SQS fails in the middle', async () => {
    sqs.on(SendMessageCommand).resolvesOnce({ MessageId: 'm1' }).rejects(new Error('broken'));
    const { exitCode, written } = send([anInvoiceCommand(), anInvoiceCommand({ commandId: 'c2' })]);
    expect(await exitCode).toBe(1);
    expect(written.err).toContain('1 of 2 were sent, then "c2" was not: broken');
  });
});

describe('waiting for a command', () => {
  const command = anInvoiceCommand();
  const entry = (fields: Partial<LedgerEntry>) => ({ contentHash: fingerprint(command), ...fields }) as LedgerEntry;

  function wait(...looks: (LedgerEntry | Refusal | undefined)[]) {
    let time = 0;
    const next = () => (looks[0] && 'refusedAt' in looks[0] ? looks[0] : undefined);
    return awaitCommand(
      {
        ledger: { get: async () => looks.shift() as LedgerEntry | undefined, refused: async () => next() },
        now: () => time,
        pause: async (ms) => {
          time += ms;
        },
      },
      { command, messageId: 'm1' },
      2000,
    );
  }

  it.each(['succeeded', 'failed', 'parked'] as const)('ends when it is %s', async (state) => {
    expect(await wait(undefined, entry({ state: 'claimed' }), entry({ state }))).toMatchObject({
      entry: { state },
    });
  });

  it('ends when its message was refused before it became a command', async () => {
    const refusal = { messageId: 'm1', refusedAt: 1 } as Refusal;
    expect(await wait(undefined, refusal)).toEqual({ refusal });
  });

  it('ends when the id belongs to another command', async () => {
    await expect(wait(entry({ state: 'succeeded', contentHash: 'other' }))).rejects.toThrow('with other content');
  });

  it('ends when the time is up, with a hint', async () => {
    await expect(wait()).rejects.toThrow('command show acme order-1042-invoice');
    const claimed = entry({ state: 'claimed' });
    await expect(wait(claimed, claimed, claimed)).rejects.toThrow('it is claimed and goes on');
  });
});
