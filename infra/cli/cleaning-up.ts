import { type CliContext, say } from './cli-context.ts';
import { explainError } from './explain-error.ts';

/** Works, then cleans up however that ended. When both fail, the work's error is thrown, and the other one is said. */
export async function cleaningUp<T>(
  context: CliContext,
  work: () => Promise<T>,
  cleanUp: () => Promise<void>,
): Promise<T> {
  let value: T;
  try {
    value = await work();
  } catch (error) {
    await cleanUp().catch((problem: unknown) => say(context, `sevdesk-relay: ${explainError(problem)}`));
    throw error;
  }
  await cleanUp();
  return value;
}
