import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type Caller, callAws } from './caller.ts';

const SECRETS_MS = 30;

interface Secret {
  readonly value: string;
  readonly version: string;
}

/** Secrets Manager. */
export class Secrets {
  readonly #stored = new Map<string, Secret>();
  #versions = 0;

  get(name: string): Secret | undefined {
    return this.#stored.get(name);
  }

  put(name: string, value: string): Secret {
    this.#versions += 1;
    const secret = { value, version: `v${this.#versions}` };
    this.#stored.set(name, secret);
    return secret;
  }

  execute(command: unknown): unknown {
    if (command instanceof GetSecretValueCommand) {
      const { value, version } = this.#existing(command.input.SecretId);
      return { SecretString: value, VersionId: version };
    }
    if (command instanceof CreateSecretCommand) return this.#create(command);
    if (command instanceof PutSecretValueCommand) {
      const { SecretId = '', SecretString = '' } = command.input;
      this.#existing(SecretId);
      return { VersionId: this.put(SecretId, SecretString).version };
    }
    if (command instanceof DeleteSecretCommand) return { deleted: this.#stored.delete(command.input.SecretId ?? '') };
    if (command instanceof ListSecretsCommand) return { SecretList: this.#list() };
    throw new Error(`The simulation does not know ${(command as object).constructor.name}`);
  }

  #create({ input: { Name = '', SecretString = '' } }: CreateSecretCommand): unknown {
    if (this.#stored.has(Name)) throw new ResourceExistsException({ message: 'It exists', $metadata: {} });
    return { VersionId: this.put(Name, SecretString).version };
  }

  #existing(name = ''): Secret {
    const secret = this.#stored.get(name);
    if (!secret) throw new ResourceNotFoundException({ message: 'There is none', $metadata: {} });
    return secret;
  }

  #list(): unknown[] {
    return [...this.#stored].map(([Name, { version }]) => ({
      Name,
      SecretVersionsToStages: { [version]: ['AWSCURRENT'] },
    }));
  }
}

/** Tokens are at home here: what is sent is only checked for names of other tenants. */
export function secretsOf(caller: Caller): SecretsManagerClient {
  const send = (command: { readonly input: { SecretId?: string; Name?: string } }) =>
    callAws(caller, {
      name: command.constructor.name,
      input: [command.input.SecretId, command.input.Name],
      longestMs: SECRETS_MS,
      breaks: 'break-secrets',
      effect: () => caller.world.secrets.execute(command),
    });
  return { send } as unknown as SecretsManagerClient;
}
