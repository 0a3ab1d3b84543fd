/** What products import to send commands: `sevdesk-relay/client`. It needs the contract and the SDK's client of SQS, nothing else. */
export { StageNotFound } from './command-queue-url.ts';
export { type CommandToSend, type SendOptions, type SentCommand, sendCommand } from './send-command.ts';
