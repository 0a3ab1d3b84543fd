/** Every public name of a stage, in one place: what is deployed, what is called, and what consumers subscribe to. */
export interface RelayNames {
  readonly stack: string;
  readonly bus: string;
  readonly commandQueue: string;
  readonly commandDeadLetters: string;
  /** What rules of products aim at to send a command: a standard queue, forwarded to the command queue. */
  readonly commandIntake: string;
  readonly commandIntakeDeadLetters: string;
  readonly pollsQueue: string;
  readonly pollsDeadLetters: string;
  readonly tenantsTable: string;
  readonly snapshotsTable: string;
  readonly commandsTable: string;
  /** Prefix of the tenants' secrets; the tenant id follows. */
  readonly secretPrefix: string;
  /** Alias of the key that new secrets of tenants are encrypted with. */
  readonly tokensKeyAlias: string;
}

/** `Source` of every event on the bus. */
export const EVENT_SOURCE = 'sevdesk-relay';

/** The name of a type's schema, which its events carry as `dataschema`: another number means that their data has to be read anew. */
export const dataSchema = (type: string): string => `urn:${EVENT_SOURCE}:schema:${type}:1`;

export const STAGE_PATTERN = /^[a-z][a-z0-9-]{0,19}$/;
export const TENANT_ID_PATTERN = /^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/;
/** What it allows, for people. */
export const TENANT_ID_FORM = '1 to 63 characters of A-Z, a-z, 0-9, "_" and "-", a letter or digit first and last';
/** What tokens of sevdesk look like (practice). */
export const USUAL_TOKEN_PATTERN = /^[0-9a-f]{32}$/i;
/** What the relay takes for one. */
export const TOKEN_PATTERN = /^[\x21-\x7e]{8,256}$/;
export const TOKEN_FORM = '8 to 256 ASCII characters without blanks';
export const COMMAND_ID_PATTERN = /^[A-Za-z0-9._:-]{1,64}$/;

/**
 * The names of one stage.
 * @throws RangeError when the stage is not `[a-z][a-z0-9-]{0,19}`.
 */
export function relayNames(stage: string): RelayNames {
  if (!STAGE_PATTERN.test(stage)) {
    throw new RangeError(
      `Stage "${stage}" is not allowed: a lower-case letter, then up to 19 of a-z, 0-9 and "-" (for example "dev").`,
    );
  }
  const prefix = `sevdesk-relay-${stage}`;
  return {
    stack: prefix,
    bus: prefix,
    commandQueue: `${prefix}-commands.fifo`,
    commandDeadLetters: `${prefix}-commands-dead-letters.fifo`,
    commandIntake: `${prefix}-command-intake`,
    commandIntakeDeadLetters: `${prefix}-command-intake-dead-letters`,
    pollsQueue: `${prefix}-polls`,
    pollsDeadLetters: `${prefix}-polls-dead-letters`,
    tenantsTable: `${prefix}-tenants`,
    snapshotsTable: `${prefix}-snapshots`,
    commandsTable: `${prefix}-commands`,
    secretPrefix: `sevdesk-relay/${stage}/tenants/`,
    tokensKeyAlias: `alias/${prefix}-tokens`,
  };
}
