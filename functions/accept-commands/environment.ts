/** Variables that the stack sets for `accept-commands`. */
export interface AcceptCommandsEnvironment {
  readonly STAGE: string;
  readonly COMMAND_QUEUE_URL: string;
}
