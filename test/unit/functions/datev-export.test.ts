import { expect, it } from 'vitest';
import { SevdeskUnavailable } from '../../../shared/domain/sevdesk-error.ts';
import { commandWorld } from '../../support/command-world.ts';

const HOUR_MS = 3_600_000;

it('a DATEV export that sevdesk never tells of ends after some hours and jobs, and not after a day', async () => {
  const world = commandWorld({
    'GET Export/createDatevCsvZipExportJob': { objects: 'job' },
    'GET Progress/generateDownloadHash': new SevdeskUnavailable('sevdesk could not be reached (timeout)'),
  });
  const data = { from: '2026-10-01', to: '2026-10-31' };
  const command = { commandId: 'export', tenantId: 'acme', type: 'datev.export', version: 1, data };
  const sentAtMs = world.state.nowMs;
  for (let outcome = await world.deliver(command); outcome.kind === 'hide'; ) {
    world.state.nowMs += outcome.seconds * 1000;
    outcome = await world.deliver(command, { sentAtMs });
  }
  const jobs = world.sevdesk.calls.filter(({ path }) => path.startsWith('Export/'));
  expect(jobs.length).toBeLessThanOrEqual(5);
  expect(world.state.nowMs - sentAtMs).toBeLessThan(3 * HOUR_MS);
  expect(world.events).toMatchObject([
    { type: 'command.failed', data: { reason: 'attempts_exhausted', message: expect.stringContaining('two hours') } },
  ]);
});
