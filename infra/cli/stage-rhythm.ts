import type { StageRhythm } from '../../shared/operations/resource-health.ts';
import { deployableStages } from '../stages.ts';
import { LOCAL_STAGE } from './open-stage.ts';

/** How a stage polls, by its row in `infra/stages.ts`; what is deployed may be older or newer. */
export function stageRhythm(stage: string): StageRhythm {
  if (stage === LOCAL_STAGE) return { intervalMs: 0 };
  const row = deployableStages(stage).find(({ name }) => name === stage);
  if (!row) throw new Error(`There is no row of stage ${stage}`);
  return { intervalMs: row.pollIntervalSeconds * 1000, ratePerMinute: row.requestsPerMinute };
}
