import type { PollSettings } from '../../functions/poll-tenant/poll-dependencies.ts';
import { deployableStages, type Stage } from '../../infra/stages.ts';
import { LARGEST_PAGE } from '../../shared/sevdesk/page.ts';

/** What a stage sets for polls. */
export function pollSettings(stage: Stage): PollSettings {
  return {
    leaseMs: (stage.pollTimeoutSeconds + 30) * 1000,
    intervalMs: stage.pollIntervalSeconds * 1000,
    recheckMs: stage.tokenRecheckSeconds * 1000,
    breakerMs: 60_000,
    backoffBaseSeconds: stage.backoffBaseSeconds,
    backoffCapSeconds: stage.backoffCapSeconds,
    ratePerMinute: stage.requestsPerMinute,
    probeEvery: stage.probeEveryPolls,
    pageLimit: LARGEST_PAGE,
  };
}

/** What the stage `prod` sets. */
export function productionSettings(): PollSettings {
  const stage = deployableStages().find(({ name }) => name === 'prod');
  if (!stage) throw new Error('There is no stage "prod"');
  return pollSettings(stage);
}
