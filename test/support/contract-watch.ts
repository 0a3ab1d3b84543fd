import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { LocalAccountOptions } from '../../infra/local/local-account.ts';
import type { RelayEvent } from '../../shared/contract/event.ts';
import { EVENT_SOURCE } from '../../shared/contract/names.ts';
import { parseCommand } from '../../shared/contract/parse-command.ts';
import { parseJson } from '../../shared/contract/parse-json.ts';
import { messageProblems } from '../contract/message-problems.ts';

const BROKEN = "Not as the contract's schemas say:\n";

/** Holds what goes through the local account against the published schemas. */
export interface ContractWatch {
  readonly onRequest: NonNullable<LocalAccountOptions['onRequest']>;
  /** @throws Error naming type, field and problem of each message that broke its schema since the last call. */
  readonly check: () => void;
}

/** Every event of the relay must fit its schema, and so must every command that the parser takes. */
export function contractWatch(): ContractWatch {
  const problems: string[] = [];
  return {
    onRequest({ service, action, input }) {
      if (service === 'events' && action === 'PutEvents') problems.push(...entriesProblems(input as PutEventsInput));
      if (service === 'sqs' && action === 'SendMessage') problems.push(...commandProblems(input as SendMessageInput));
    },
    check() {
      const found = [...new Set(problems.splice(0))];
      if (found.length > 0) throw new Error(`${BROKEN}${found.join('\n')}`);
    },
  };
}

/**
 * The same events.
 * @throws Error naming type, field and problem of what breaks its schema.
 */
export function contracted(events: readonly RelayEvent[]): readonly RelayEvent[] {
  const problems = events.flatMap((event) => messageProblems(JSON.parse(JSON.stringify(event)), event.type));
  if (problems.length > 0) throw new Error(`${BROKEN}${problems.join('\n')}`);
  return events;
}

interface PutEventsInput {
  readonly Entries: readonly PutEventsRequestEntry[];
}

interface SendMessageInput {
  readonly MessageBody: string;
}

function entriesProblems({ Entries }: PutEventsInput): readonly string[] {
  return Entries.filter(({ Source }) => Source === EVENT_SOURCE).flatMap(({ DetailType = '', Detail = '' }) =>
    // No JSON is no message of any type.
    messageProblems(parseJson(Detail), DetailType),
  );
}

/** Other queues hold other things, and some tests send what is no command on purpose. */
function commandProblems({ MessageBody }: SendMessageInput): readonly string[] {
  const type = validType(MessageBody);
  return type === undefined ? [] : messageProblems(JSON.parse(MessageBody), type);
}

function validType(body: string): string | undefined {
  try {
    return parseCommand(body).type;
  } catch {
    return undefined;
  }
}
