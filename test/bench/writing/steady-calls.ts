import { polledTenant } from './polled-tenant.ts';
import { stageNamed } from './stage-settings.ts';
import { WritingWorld } from './writing-world.ts';

const TENANT = 'acme';
const COMMANDS = 50;
const COMMAND_MS = 10_000;

/** Calls to sevdesk that `invoice.create` with three positions takes: the first one of a tenant, and each after it. */
export interface CallsPerCommand {
  readonly first: number;
  readonly after: number;
}

export async function callsPerCommand(): Promise<CallsPerCommand> {
  const stage = stageNamed('prod');
  const tenants = [polledTenant(TENANT, stage, 1)];
  const world = new WritingWorld({ seed: 1, stage, tenants, allowedPerMinute: stage.requestsPerMinute });
  const { seen } = world.sevdesk(TENANT);
  const carryOut = async () => {
    world.send(TENANT);
    await world.runFor(COMMAND_MS);
  };
  await carryOut();
  const first = seen.length;
  for (let command = 1; command <= COMMANDS; command += 1) await carryOut();
  if (world.answered.length !== COMMANDS + 1) throw new Error(`${world.answered.length} commands were answered`);
  return { first, after: (seen.length - first) / COMMANDS };
}
