/** The names of errors by which AWS says that what was asked for is not there. */
export const GONE = /^(AWS\.SimpleQueueService\.NonExistentQueue|QueueDoesNotExist|ResourceNotFoundException)$/;

/** Whether AWS said that what was asked for is not there. By the error's name: not every server leads to the SDK's class. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && GONE.test(error.name);
}

/** For what may be gone already. @throws the error when it is another one */
export function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}
