import { WrongUsage } from './cli-error.ts';

/**
 * The MessageGroupId of a dead letter: a tenant's id, in all but messages that were refused for it.
 * @throws WrongUsage when SQS allows no such group. It is not quoted: it may be a token in the wrong place.
 */
export function checkMessageGroup(group: string): string {
  if (/^[!-~]{1,128}$/.test(group)) return group;
  throw new WrongUsage('This can be no tenant and no message group: 1 to 128 ASCII characters without blanks.');
}
