import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger } from './logger.ts';
import { publishMetrics } from './metrics.ts';
import { redactError } from './redaction.ts';

/**
 * What every function gets around its own work: log context, metrics, and a log line for what it throws. Lambda logs that once more by
 * itself, and answers it: it leaves without tokens, too.
 */
export function wrapHandler<E, R>(work: (event: E, context: Context) => Promise<R>) {
  // `logEvent` goes before POWERTOOLS_LOGGER_LOG_EVENT: an event may hold a token.
  return middy<E, R>(work)
    .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
    .use({ after: publishMetrics, onError: publishMetrics })
    .onError((request) => {
      logger.error('The function failed', { error: request.error });
      request.error = redactError(request.error);
    });
}
