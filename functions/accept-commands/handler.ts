import { SQSClient } from '@aws-sdk/client-sqs';
import { forwardCommand } from '../../shared/aws/command-queue.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/logger.ts';
import { queueHandler } from '../../shared/lambda/queue-handler.ts';
import { acceptCommand } from './accept-commands.ts';
import type { AcceptCommandsEnvironment } from './environment.ts';

const environment = readEnvironment<AcceptCommandsEnvironment>();
const forward = forwardCommand(new SQSClient(), environment.COMMAND_QUEUE_URL);

export const handler = queueHandler({
  step: ({ body }) => acceptCommand({ forward, log }, body),
  logKeys: ({ messageId }) => ({ messageId }),
});
