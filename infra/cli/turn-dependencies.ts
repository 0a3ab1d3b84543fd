import { publishTo } from '../../shared/aws/event-bus.ts';
import type { CliContext } from './cli-context.ts';
import type { OpenStage } from './open-stage.ts';

/** What turning a tenant needs of a stage. */
export function turnDependencies({ now, pause }: CliContext, { stage, names, events, ...open }: OpenStage) {
  const { tenants, accounts, tokens, ledger, data } = open;
  const publish = publishTo(events, names.bus);
  return { stage, tenants, accounts, tokens, ledger, data, publish, now, pause };
}
