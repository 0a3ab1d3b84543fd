import { wrapHandler } from './wrap-handler.ts';

/**
 * A function that a schedule calls. What it throws rings its alarm; the next tick is the retry. `endsAtMs`: when Lambda ends it.
 */
export function scheduledHandler(step: (endsAtMs: number) => Promise<void>) {
  return wrapHandler<unknown, void>((_event, context) => step(Date.now() + context.getRemainingTimeInMillis()));
}
