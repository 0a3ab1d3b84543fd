import { EVENT_SOURCE, relayNames } from '../../shared/contract/names.ts';
import { type ContractSchemas, type JsonSchema, mapValues } from './json-schema.ts';
import { shareSchemas } from './shared-schemas.ts';

const SCHEMAS = '#/components/schemas/';
const STAGE = 'stage';

const ABOUT = `Events and commands of sevdesk-relay, which runs in your own AWS account.
The document is written from the relay's side: it *sends* events, and *receives* commands. Your product does the opposite.

**Events** are put on an EventBridge bus: \`Source\` is \`${EVENT_SOURCE}\`, \`DetailType\` the type, and \`Detail\` the payload, a CloudEvents 1.0 object. Each message's \`x-eventbridge-pattern\` is the pattern of a rule for it. Later versions add types, fields and values: pass over what you do not know.

**Commands** are messages of an SQS queue. \`MessageGroupId\` is the \`tenantId\`; no deduplication id is needed. Each is answered by one of the events \`command.succeeded\` and \`command.failed\`.`;

/** The contract as an AsyncAPI 3.0 document: channels, operations and messages, with their schemas and examples. */
export function asyncApiDocument({ events, commands }: ContractSchemas, version: string): object {
  return {
    asyncapi: '3.0.0',
    id: `urn:${EVENT_SOURCE}`,
    info: { title: EVENT_SOURCE, version, description: ABOUT, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: servers(),
    channels: channels(Object.keys(events), Object.keys(commands)),
    operations: operations(),
    components: {
      parameters: { stage: { description: 'The name that the relay was deployed under: `dev`, `prod`, or `local`.' } },
      messages: {
        ...mapValues(events, (schema, type) => ({
          ...messageOf(schema, type),
          'x-eventbridge-pattern': { source: [EVENT_SOURCE], 'detail-type': [type] },
        })),
        ...mapValues(commands, (schema, type) => ({ ...messageOf(schema, type), correlationId: COMMAND_ID })),
      },
      schemas: {
        ...shareSchemas(events, { envelope: 'EventEnvelope', prefix: SCHEMAS }),
        ...shareSchemas(commands, { envelope: 'CommandEnvelope', prefix: SCHEMAS }),
      },
    },
  };
}

const COMMAND_ID = { description: 'Your idempotency key.', location: '$message.payload#/commandId' };

function servers() {
  const region = { default: 'eu-central-1', description: 'The region of AWS that the stage is deployed in.' };
  const server = (service: string, protocol: string) => ({
    host: `${service}.{region}.amazonaws.com`,
    protocol,
    variables: { region },
  });
  return { eventBridge: server('events', 'eventbridge'), sqs: server('sqs', 'sqs') };
}

function channels(eventTypes: readonly string[], commandTypes: readonly string[]) {
  const names = relayNames(STAGE);
  const parameters = { stage: { $ref: '#/components/parameters/stage' } };
  const commandQueue = { name: address(names.commandQueue), fifoQueue: true, ...HIGH_THROUGHPUT };
  const commandDeadLetters = { name: address(names.commandDeadLetters), fifoQueue: true, ...HIGH_THROUGHPUT };
  const intake = { name: address(names.commandIntake), fifoQueue: false };
  const intakeDeadLetters = { name: address(names.commandIntakeDeadLetters), fifoQueue: false };
  return {
    events: {
      address: address(names.bus),
      title: 'The event bus',
      description: `EventBridge bus. Every event has \`Source\` \`${EVENT_SOURCE}\` and its type as \`DetailType\`; the payload is its \`Detail\`.`,
      servers: [{ $ref: '#/servers/eventBridge' }],
      parameters,
      messages: references(eventTypes),
    },
    commands: {
      address: commandQueue.name,
      title: 'The command queue',
      description:
        'SQS FIFO queue with content-based deduplication. The message group is the `tenantId`: commands of a tenant are carried out in their order, tenants side by side.',
      servers: [{ $ref: '#/servers/sqs' }],
      parameters,
      messages: references(commandTypes),
      bindings: sqs(commandQueue, commandDeadLetters),
    },
    commandIntake: {
      address: intake.name,
      title: 'The command intake',
      description:
        'SQS standard queue that rules of EventBridge in the same account aim at. Each message goes on unchanged to the command queue, in the group of its `tenantId`. It keeps no order.',
      servers: [{ $ref: '#/servers/sqs' }],
      parameters,
      messages: references(commandTypes),
      bindings: sqs(intake, intakeDeadLetters),
    },
  };
}

const HIGH_THROUGHPUT = { deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' };

function sqs(queue: object, deadLetterQueue: object) {
  return { sqs: { queue, deadLetterQueue, bindingVersion: '0.2.0' } };
}

function operations() {
  const received = (channel: string, summary: string) => ({
    action: 'receive',
    channel: { $ref: `#/channels/${channel}` },
    summary,
    reply: {
      channel: { $ref: '#/channels/events' },
      messages: ANSWERS.map((type) => ({ $ref: `#/channels/events/messages/${type}` })),
    },
  });
  return {
    sendEvents: {
      action: 'send',
      channel: { $ref: '#/channels/events' },
      summary: 'The relay tells what changed in sevdesk, and what became of commands.',
    },
    receiveCommands: received('commands', 'The relay carries out what your product sends.'),
    receiveCommandsOfRules: received(
      'commandIntake',
      "The relay carries out what your rules make of your product's own events.",
    ),
  };
}

const ANSWERS = ['command.succeeded', 'command.failed', 'command.parked', 'command.ambiguous'];

function messageOf({ description, examples }: JsonSchema, type: string) {
  return {
    name: type,
    title: type,
    summary: description,
    payload: { $ref: `${SCHEMAS}${type}` },
    examples: (examples as unknown[]).map((payload) => ({ payload })),
  };
}

function references(types: readonly string[]) {
  return Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }]));
}

/** The name in any stage. */
function address(name: string): string {
  return name.replace(`-${STAGE}`, `-{${STAGE}}`);
}
