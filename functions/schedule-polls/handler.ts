import { SQSClient } from '@aws-sdk/client-sqs';
import { documentClient } from '../../shared/aws/dynamo.ts';
import { pollsQueue } from '../../shared/aws/polls-queue.ts';
import { tenantsTable } from '../../shared/aws/tenants-table.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/logger.ts';
import { scheduledHandler } from '../../shared/lambda/scheduled-handler.ts';
import type { SchedulePollsEnvironment } from './environment.ts';
import { schedulePolls } from './schedule-polls.ts';

const environment = readEnvironment<SchedulePollsEnvironment>();
const tenants = tenantsTable(documentClient(), environment.TENANTS_TABLE);
const requestPolls = pollsQueue(new SQSClient(), environment.POLLS_QUEUE_URL);
const tickMs = Number(environment.TICK_SECONDS) * 1000;

export const handler = scheduledHandler(() => schedulePolls({ tenants, requestPolls, tickMs, now: Date.now, log }));
