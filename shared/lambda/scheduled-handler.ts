import { wrapHandler } from './wrap-handler.ts';

/** A function that a schedule calls. What it throws rings its alarm; the next tick is the retry. */
export function scheduledHandler(step: () => Promise<void>) {
  return wrapHandler<unknown, void>(() => step());
}
