import { deployableStages, type Stage } from '../../../infra/stages.ts';

/** A stage as the template has it. */
export function stageNamed(name: 'dev' | 'prod'): Stage {
  const stage = deployableStages().find((one) => one.name === name);
  if (!stage) throw new Error(`There is no stage "${name}"`);
  return stage;
}
