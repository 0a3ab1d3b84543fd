import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../shared/domain/fingerprint.ts';
import { tenantConnected } from '../../../shared/operations/tenant-events.ts';
import { anInvoiceCommand, aTenant } from '../../support/builders.ts';
import { receive } from '../local/local-account.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

let stage: LocalStage;
beforeAll(async () => {
  stage = await startLocalStage();
});
afterAll(() => stage.close());

const command = anInvoiceCommand();

/** The command as the writer leaves it in the ledger. */
function succeeded(commandId: string) {
  const own = { ...command, commandId };
  const { tenantId, type } = own;
  const result = { resource: 'Invoice', recordId: '4711' };
  const facts = { contentHash: fingerprint(own), marker: commandId, body: JSON.stringify(own), result };
  const counts = {
    run: 1,
    attempts: 1,
    calls: 1,
    completed: [],
    blamed: 0,
    deferrals: 0,
    revision: 0,
    receivedAt: 1,
    activeSince: 1,
    endedAt: 2,
  };
  return { own, entry: { tenantId, commandId, type, state: 'succeeded' as const, ...facts, ...counts } };
}

describe('command', () => {
  it('send puts a command into the queue, in the group of its tenant', async () => {
    const { run, written } = stage.world({ stdin: JSON.stringify(command) });
    expect(await run('command', 'send', '-')).toBe(0);
    const message = await receive(stage.account, stage.commandQueueUrl);
    expect(JSON.parse(message?.Body ?? '')).toEqual(command);
    expect(message?.Attributes?.MessageGroupId).toBe('acme');
    expect(written.out).toContain(`as message ${message?.MessageId}`);
  });

  it('send --wait prints the answer', async () => {
    const { own, entry } = succeeded('awaited');
    await stage.ledger.add(entry);
    const { run, written } = stage.world({ stdin: JSON.stringify(own) });
    expect(await run('command', 'send', '-', '--wait')).toBe(0);
    expect(written.out).toMatch(/Made +Invoice 4711/);
  });

  it('send --wait prints why its message was refused, also when SQS took it for a repeat', async () => {
    const own = { ...command, commandId: 'refused' };
    const first = stage.world({ stdin: JSON.stringify(own) });
    await first.run('command', 'send', '-', '--json');
    const { messageId } = JSON.parse(first.written.out);
    const failure = { reason: 'conflicting_command', message: 'The reference is taken.', retryable: false } as const;
    const facts = { group: 'acme', messageId, commandId: 'refused', type: own.type, refusedAt: 1 };
    await stage.ledger.refuse({ ...facts, body: JSON.stringify(own), failure });

    const { run, written } = stage.world({ stdin: JSON.stringify(own) });
    expect(await run('command', 'send', '-', '--wait')).toBe(1);
    expect(written.out).toMatch(/Why +conflicting_command: The reference is taken\.\nWhat to do +The sender is wrong/);
    expect(written.err).toContain('1 of 1 commands did not succeed.');
    const asJson = stage.world({ stdin: JSON.stringify(own) });
    expect(await asJson.run('command', 'send', '-', '--wait', '--json')).toBe(1);
    expect(JSON.parse(asJson.written.out.split('\n')[1] ?? '')).toMatchObject({ kind: 'refused', failure });
  });

  it('show prints what became of it', async () => {
    await stage.ledger.add(succeeded('shown').entry);
    const { run, written } = stage.world();
    expect(await run('command', 'show', 'acme', 'shown', '--json')).toBe(0);
    expect(JSON.parse(written.out)).toMatchObject({ state: 'succeeded', endedAt: '1970-01-01T00:00:00.002Z' });
  });

  it('show says where else it can be', async () => {
    const { run, written } = stage.world();
    expect(await run('command', 'show', 'acme', 'nowhere')).toBe(1);
    expect(written.err).toContain('may still be in the queue');
  });
});

describe('tail', () => {
  const event = (tenantId: string) => tenantConnected('local', aTenant({ tenantId }), aTenant({ tenantId }));

  it('shows matching events and leaves neither rule nor queue', async () => {
    const { run, written, said } = stage.world();
    const tailing = run('tail', '--count', '1', '--json', '--tenant', 'acme', '--type', 'tenant.connected');
    await said('Listening to sevdesk-relay-local');
    await stage.publish([event('zorn'), event('acme')]);
    expect(await tailing).toBe(0);
    expect(JSON.parse(written.out)).toEqual(event('acme'));
    const { Rules } = await stage.account.events.send(new ListRulesCommand({ EventBusName: 'sevdesk-relay-local' }));
    const queues = await stage.account.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'sevdesk-relay-local-tail' }));
    expect([Rules, queues.QueueUrls ?? []]).toEqual([[], []]);
  });

  it('ends at once when it is stopped', async () => {
    const { run, stop, said } = stage.world();
    const tailing = run('tail');
    await said('Listening');
    stop();
    expect(await tailing).toBe(0);
  });
});
