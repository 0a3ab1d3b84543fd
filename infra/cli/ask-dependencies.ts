import { pollsQueue } from '../../shared/aws/polls-queue.ts';
import type { AskDependencies } from '../../shared/operations/ask-for-poll.ts';
import type { CliContext } from './cli-context.ts';
import type { OpenStage } from './open-stage.ts';
import { queueUrl } from './queue-depth.ts';

/** What asking for a poll needs of a stage. Nothing is changed in one without a queue: its address is asked for first. */
export async function askDependencies({ now }: CliContext, stage: OpenStage): Promise<AskDependencies> {
  const requestPolls = pollsQueue(stage.sqs, await queueUrl(stage.sqs, stage.names.pollsQueue));
  return { tenants: stage.tenants, requestPolls, now };
}
