import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deadLetters } from '../../../shared/aws/command-queue.ts';
import { deadLetterCopies } from '../../../shared/aws/dead-letter-copies.ts';
import { commandLetter } from '../../../shared/domain/letter-name.ts';
import { startRun } from '../../../shared/domain/redrive.ts';
import { aTenant } from '../../support/builders.ts';
import { aFailedEntry } from '../../support/ledger-entries.ts';
import { aNamedCommand } from '../../support/redrive-world.ts';
import { receive } from '../local/local-account.ts';
import { type LocalStage, startLocalStage } from './local-stage.ts';

const NOW = Date.parse('2026-11-20T08:15:00Z');
const HOUR_MS = 3_600_000;

let stage: LocalStage;
let tenantId: string;
let tenants = 0;
beforeAll(async () => {
  stage = await startLocalStage();
});
beforeEach(async () => {
  tenants += 1;
  tenantId = `tenant-${tenants}`;
  await stage.tenants.add(aTenant({ tenantId }));
});
afterAll(() => stage.close());

async function relay(...args: string[]) {
  const { run, written } = stage.world({ now: () => NOW });
  const exitCode = await run(...args);
  return { exitCode, ...written };
}

/** A failed command, and its copy in the queue; each tenant has its own commandIds, since the local queue is one for all. */
async function fail(name: string, fields: Parameters<typeof aFailedEntry>[1] = {}) {
  const commandId = `${tenantId}-${name}`;
  const body = JSON.stringify({ ...aNamedCommand(commandId), tenantId });
  const entry = aFailedEntry(commandId, {
    tenantId,
    body,
    receivedAt: NOW - 3 * HOUR_MS,
    endedAt: NOW - HOUR_MS,
    ...fields,
  });
  await stage.ledger.add(entry);
  const failure = entry.failure ?? { reason: 'unsupported', message: '', retryable: false };
  await deadLetters(stage.account.sqs, stage.deadLettersUrl)({ ...commandLetter(entry), body, attempts: 1, failure });
  return entry;
}

const invalid = { reason: 'invalid_command', message: 'tenantId: is required', retryable: false } as const;
const refuse = (messageId: string, body = '{"commandId":"bad",') =>
  stage.ledger.refuse({
    group: tenantId,
    messageId,
    commandId: 'bad',
    failure: invalid,
    body,
    refusedAt: NOW - 60_000,
  });
const lettersLeft = async () => JSON.parse((await relay('dead-letters', 'list', '--tenant', tenantId, '--json')).out);
const nextMessage = async () => {
  const message = await receive(stage.account, stage.commandQueueUrl, 0);
  return message && { id: JSON.parse(message.Body ?? '').commandId, group: message.Attributes?.MessageGroupId };
};

describe('dead-letters list', () => {
  it('says on top how many there are and what to do, then lists the oldest first', async () => {
    await refuse('m1');
    const { commandId } = await fail('old');
    const { exitCode, out } = await relay('dead-letters', 'list', '--tenant', tenantId);
    expect(exitCode).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('2 dead letters of 1 tenant, the oldest since 1 h.');
    expect(out).toMatch(/1 +rejected_by_sevdesk +Mend in sevdesk/);
    expect(out).toMatch(/1 +invalid_command \(refused\) +The sender is wrong: mend the message/);
    const rows = lines.slice(lines.findIndex((line) => line.startsWith('AGE')) + 1);
    expect(rows[0]).toMatch(
      new RegExp(
        `^1 h +${tenantId} +${commandId} +invoice.create +failed +rejected_by_sevdesk +HTTP 404, code 151 +Contact is`,
      ),
    );
    expect(rows[1]).toMatch(/^1 min +\S+ +refused:m1 \(bad\) +- +refused +invalid_command +- +tenantId: is required/);
  });

  it('is narrowed by reason and age, and covers all tenants unless told otherwise', async () => {
    await refuse('m2');
    const { commandId } = await fail('old');
    const list = async (...options: string[]) =>
      JSON.parse((await relay('dead-letters', 'list', '--json', ...options)).out).map(({ id }: { id: string }) => id);
    expect(await list('--tenant', tenantId, '--older-than', '30min')).toEqual([commandId]);
    expect(await list('--tenant', tenantId, '--reason', 'invalid_command')).toEqual(['refused:m2']);
    expect(await list()).toEqual(expect.arrayContaining([commandId, 'refused:m2', 'tenant-1-old']));
    expect((await relay('dead-letters', 'list', '--tenant', 'tidy')).out).toBe(
      'There are no dead letters of that kind.\n',
    );
  });
});

describe('dead-letters show', () => {
  it('tells everything about a command', async () => {
    const { commandId } = await fail('shown');
    const { exitCode, out } = await relay('dead-letters', 'show', tenantId, commandId);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Why +rejected_by_sevdesk: Contact is missing/);
    expect(out).toMatch(/sevdesk said +HTTP 404, code 151, "Contact is missing", exceptionUUID uuid-1/);
    expect(out).toMatch(/What to do +Mend in sevdesk/);
    expect(out).toMatch(/Effect +nothing: sevdesk refused it/);
    expect(out).toMatch(/Attempts +1 in run 1/);
    expect(out).toMatch(/Failed +2026-11-20 08:15:00 \(1 h ago\)/);
    expect(out).toContain(`\n  "commandId": "${commandId}",\n`);
  });

  it('tells what is done already of a command that failed at a later step', async () => {
    const completed = [{ step: 'save', resource: 'Invoice', recordId: '4711', at: 1 }];
    const { commandId } = await fail('half', { completed, step: 'book' });
    const { out } = await relay('dead-letters', 'show', tenantId, commandId);
    expect(out).toMatch(/Done of it +save: Invoice 4711 \(a redrive goes on behind it\)/);
    expect(out).toMatch(/Step "book" +nothing: sevdesk refused it/);
    expect((await relay('dead-letters', 'list', '--tenant', tenantId)).out).toMatch(/half .*\[done: save\] Contact/);
    expect((await relay('command', 'show', tenantId, commandId)).out).toMatch(/Done of it +save: Invoice 4711/);
  });

  it('finds a refused message by the commandId that it carried, and shows it without escape sequences', async () => {
    await refuse('m3', 'no\u001b[31mJSON');
    const { exitCode, out } = await relay('dead-letters', 'show', tenantId, 'bad');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Dead letter +refused:m3, no command was made of it \(of unknown type.* commandId bad\)/);
    expect(out).toContain('no [31mJSON');
  });

  it('says where else a command can be', async () => {
    await stage.ledger.add(aFailedEntry('fine', { tenantId, state: 'succeeded' }));
    const fine = await relay('dead-letters', 'show', tenantId, 'fine');
    expect([fine.exitCode, fine.err]).toEqual([1, expect.stringContaining('It is succeeded; see: command show')]);
    expect((await relay('dead-letters', 'show', tenantId, 'none')).err).toContain('The ledger does not know it.');
  });
});

describe('dead-letters redrive', () => {
  it('shows what it would do, then does it, in order, and deletes the copies', async () => {
    const second = await fail('a', { receivedAt: NOW - HOUR_MS });
    const first = await fail('b', { effectUnknown: true });
    const dry = await relay('dead-letters', 'redrive', tenantId, '--all', '--dry-run');
    expect(dry.out).toBe(
      `Would be redriven: ${first.commandId} (run 2, looks into sevdesk first)\nWould be redriven: ${second.commandId} (run 2)\n`,
    );
    expect(await lettersLeft()).toHaveLength(2);

    const { exitCode, err } = await relay('dead-letters', 'redrive', tenantId, '--all');
    expect([exitCode, err]).toEqual([0, '']);
    expect(await nextMessage()).toEqual({ id: first.commandId, group: tenantId });
    expect(await lettersLeft()).toEqual([]);
    expect(await stage.ledger.get(tenantId, first.commandId)).toMatchObject({ state: 'unknown', run: 2 });
    expect(await stage.ledger.get(tenantId, second.commandId)).toMatchObject({ state: 'waiting', run: 2 });
    const copies = deadLetterCopies(stage.account.sqs, stage.deadLettersUrl);
    expect(await copies([commandLetter(first), commandLetter(second)])).toBe(0);
    const again = await relay('dead-letters', 'redrive', tenantId, first.commandId);
    expect([again.exitCode, again.err]).toEqual([
      0,
      expect.stringContaining('it is on its way already (run 2, unknown)'),
    ]);
  });

  it('goes on where another one died', async () => {
    const failed = await fail('cut-short');
    await stage.ledger.save(startRun(failed, NOW));
    expect(await lettersLeft()).toMatchObject([{ kind: 'unsent', id: failed.commandId }]);
    const { exitCode, out } = await relay('dead-letters', 'redrive', tenantId, '--all');
    expect([exitCode, out]).toEqual([0, `Redriven: ${failed.commandId} (run 2)\n`]);
    expect(await nextMessage()).toEqual({ id: failed.commandId, group: tenantId });
  });

  it('refuses what can not be redriven, and says why', async () => {
    await refuse('m4');
    const { exitCode, out, err } = await relay('dead-letters', 'redrive', tenantId, 'refused:m4', 'none');
    expect([exitCode, out]).toEqual([1, 'There is nothing to redrive.\n']);
    expect(err).toContain('Not redriven: refused:m4: refused before it became a command: mend the message');
    expect(err).toContain('Not redriven: none: the ledger has no such command.');
    expect((await relay('dead-letters', 'redrive', tenantId, '--all')).exitCode).toBe(0);
    expect((await relay('dead-letters', 'redrive', 'nobody', '--all')).err).toContain('There is no tenant nobody');
  });

  it('says that it only parks where the tenant is away', async () => {
    await stage.tenants.change(tenantId, (tenant) => ({ ...tenant, state: 'disconnected' }));
    expect((await relay('dead-letters', 'redrive', tenantId, '--all')).err).toContain('is parked until it is back');
  });
});

describe('dead-letters drop', () => {
  it('shows what would go, and drops it only when told so; again is no mistake', async () => {
    const { commandId } = await fail('unwanted');
    await refuse('m5');
    const drop = (...options: string[]) => relay('dead-letters', 'drop', tenantId, commandId, 'bad', ...options);
    const shown = await drop();
    expect([shown.exitCode, shown.err]).toEqual([1, expect.stringContaining('add --yes')]);
    expect(shown.out).toContain('2 dead letters of 1 tenant');
    expect(await lettersLeft()).toHaveLength(2);

    expect(await drop('--yes')).toMatchObject({ exitCode: 0, out: `Dropped: ${commandId}\nDropped: refused:m5\n` });
    expect(await lettersLeft()).toEqual([]);
    expect(await stage.ledger.get(tenantId, commandId)).toMatchObject({ state: 'dropped' });
    expect((await relay('dead-letters', 'drop', tenantId, commandId, '--yes')).exitCode).toBe(0);
  });

  it('drops nothing when one of them is no dead letter', async () => {
    const { commandId } = await fail('kept');
    const { exitCode, err } = await relay('dead-letters', 'drop', tenantId, commandId, 'none', '--yes');
    expect([exitCode, err]).toEqual([1, expect.stringContaining('no dead letters none. Nothing was dropped.')]);
    expect(await lettersLeft()).toHaveLength(1);
  });
});

describe('commands', () => {
  it('lists the newest first, with what became of them', async () => {
    const result = { resource: 'Invoice', recordId: '4711' };
    await stage.ledger.add(aFailedEntry('first', { tenantId, receivedAt: NOW - HOUR_MS }));
    const succeeded = { state: 'succeeded', failure: undefined, result } as const;
    await stage.ledger.add(aFailedEntry('second', { tenantId, receivedAt: NOW - 60_000, ...succeeded }));
    const { exitCode, out } = await relay('commands', tenantId);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/1 min +second +invoice.create +succeeded +1 +1 +Invoice 4711\n/);
    expect(out).toMatch(
      /second[^\n]*\n1 h +first +invoice.create +failed +1 +1 +rejected_by_sevdesk: Contact is missing/,
    );

    const one = await relay('commands', tenantId, '--limit', '1', '--json');
    expect(JSON.parse(one.out)).toMatchObject([{ commandId: 'second', receivedAt: '2026-11-20T08:14:00.000Z' }]);
    expect(one.err).toContain('the newest of 2');
    expect(JSON.parse((await relay('commands', tenantId, '--state', 'failed', '--json')).out)).toMatchObject([
      { commandId: 'first' },
    ]);
    expect((await relay('commands', 'nobody')).out).toBe('The ledger has no commands of tenant nobody.\n');
  });
});
