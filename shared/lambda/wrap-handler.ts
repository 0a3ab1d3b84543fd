import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger } from './logger.ts';
import { publishCounts } from './metrics.ts';

/** What every function gets around its own work: log context, metrics, and a log line for what it throws. */
export function wrapHandler<E, R>(work: (event: E, context: Context) => Promise<R>) {
  return middy<E, R>(work)
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({ after: publishCounts, onError: publishCounts })
    .onError(({ error }) => logger.error('The function failed', { error }));
}
