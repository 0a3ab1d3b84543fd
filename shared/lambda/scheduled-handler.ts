import { wrapHandler } from './wrap-handler.ts';

/** A function that a schedule calls. What it throws is retried by Lambda and ends in the rule's dead letters. */
export function scheduledHandler(step: () => Promise<void>) {
  return wrapHandler<unknown, void>(() => step());
}
