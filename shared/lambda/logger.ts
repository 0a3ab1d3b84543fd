import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../domain/log.ts';
import { redact } from './redaction.ts';

/** One JSON line per entry; every text passes the redaction, whatever carried it here. */
export const logger = new Logger({
  serviceName: 'sevdesk-relay',
  jsonReplacerFn: (_key, value) => (typeof value === 'string' ? redact(value) : value),
});

/** What steps write their lines with. */
export const log: Log = {
  info: (message, fields = {}) => logger.info(message, fields),
  warn: (message, fields = {}) => logger.warn(message, fields),
  error: (message, fields = {}) => logger.error(message, fields),
};
