/** What names a dead letter in its queue. */
export interface LetterName {
  /** One for each command, so that no letter waits behind another one. */
  readonly group: string;
  /** The same for repeats of the same run. */
  readonly deduplicationId: string;
}

/** SQS takes no longer ones. */
const MOST_CHARACTERS = 128;

export function commandLetter(entry: {
  readonly tenantId: string;
  readonly commandId: string;
  readonly run: number;
}): LetterName {
  return cut({
    group: `${entry.tenantId}:${entry.commandId}`,
    deduplicationId: `${entry.commandId}:${entry.run}`,
  });
}

export function refusedLetter(message: {
  readonly group: string;
  readonly messageId: string;
  readonly commandId?: string | undefined;
}): LetterName {
  const { group, messageId, commandId = messageId } = message;
  return cut({ group: `${group}:${commandId}`, deduplicationId: messageId });
}

function cut({ group, deduplicationId }: LetterName): LetterName {
  return {
    group: group.slice(0, MOST_CHARACTERS),
    deduplicationId: deduplicationId.slice(0, MOST_CHARACTERS),
  };
}
