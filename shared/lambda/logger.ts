import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../domain/log.ts';
import { redactJson } from './redaction.ts';

/** One JSON line per entry; everything passes the redaction, whatever carried it here. */
export const logger = new Logger({
  serviceName: 'sevdesk-relay',
  jsonReplacerFn: redactJson,
});

/** What steps write their lines with. */
export const log: Log = {
  info: (message, fields = {}) => logger.info(message, fields),
  warn: (message, fields = {}) => logger.warn(message, fields),
  error: (message, fields = {}) => logger.error(message, fields),
};
