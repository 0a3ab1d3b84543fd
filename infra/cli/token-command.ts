import { type Command, Option } from 'commander';
import { RESOURCE_NAMES } from '../../shared/contract/event.ts';
import { isConnected } from '../../shared/domain/tenant.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import type { TestedToken } from '../../shared/sevdesk/test-token.ts';
import { SEVDESK_URL } from '../stages.ts';
import { type CliContext, print, say } from './cli-context.ts';
import { CommandFailed, WrongUsage } from './cli-error.ts';
import { type ConnectedTenant, connectTenant } from './connect-tenant.ts';
import { newCommand } from './new-command.ts';
import { nextStep } from './next-step.ts';
import { LOCAL_STAGE, openStage, type StageOptions } from './open-stage.ts';
import { readToken } from './read-token.ts';
import { checkTenantId } from './tenant-id.ts';
import { turnDependencies } from './turn-dependencies.ts';

/** A command that gives a tenant a token. */
export interface TokenCommand {
  readonly name: string;
  readonly description: string;
  readonly tenant: string;
  /** It replaces the token of a tenant that must be there. */
  readonly rotates: boolean;
}

interface TokenOptions extends StageOptions {
  readonly tokenFile?: string;
  readonly sevdeskUrl?: string;
  readonly token?: string | true;
}

const NO_ARGUMENT =
  'A token is never an argument: the shell history and other users of this machine would see it. Pipe it in, use --token-file, or type it when asked.';

/** A command that reads a token, tests it, and stores it as a tenant's. */
export function tokenCommand(context: CliContext, { name, description, tenant, rotates }: TokenCommand): Command {
  return newCommand(context, name)
    .description(description)
    .argument('<tenantId>', tenant)
    .option('--token-file <path>', 'read the token from a file; else from a pipe, or asked for')
    .option('--sevdesk-url <url>', 'with --stage local only: the address that "npm start" printed for sevdesk')
    .addOption(new Option('--token [token]').hideHelp())
    .allowExcessArguments()
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TokenOptions>();
      if (command.args.length > 1 || options.token !== undefined) throw new WrongUsage(NO_ARGUMENT);
      await giveToken(context, { tenantId: checkTenantId(tenantId), rotates }, options);
    });
}

async function giveToken(
  context: CliContext,
  wish: { readonly tenantId: string; readonly rotates: boolean },
  options: TokenOptions,
): Promise<void> {
  const stage = openStage(context, options);
  const baseUrl = sevdeskUrl(stage.stage, options.sevdeskUrl);
  say(context, 'A token belongs to a sevdesk user and dies with that user: use a user that stays.');
  const token = await readToken(context, options.tokenFile);
  const sevdesk = sevdeskForTest(context, baseUrl, token);
  const dependencies = { ...turnDependencies(context, stage), sevdesk, resources: RESOURCE_NAMES };
  const connected = await connectTenant(dependencies, { ...wish, token });
  print(context, `The token works (${describe(connected)}) and is stored as the token of tenant ${wish.tenantId}.`);
  print(context, whatComesNext(stage.stage, connected));
}

/** Reads only. A test is a handful of calls and does not wait for the tenant's budget. */
function sevdeskForTest(context: CliContext, baseUrl: string, token: string) {
  const tell = (message: string) => say(context, message);
  const log = { info: tell, warn: tell, error: tell };
  return sevdeskClient({ baseUrl, token, readOnly: true, spend: async () => undefined, log });
}

/** Fixed outside `local`, so that no token goes anywhere but to sevdesk. */
function sevdeskUrl(stage: string, given: string | undefined): string {
  if (stage !== LOCAL_STAGE) {
    if (given !== undefined)
      throw new WrongUsage(`--sevdesk-url is for --stage local only; here it is ${SEVDESK_URL}.`);
    return SEVDESK_URL;
  }
  if (given === undefined) {
    throw new WrongUsage('--stage local needs --sevdesk-url <url>: the address of sevdesk that "npm start" printed.');
  }
  if (!/^https?:$/.test(URL.parse(given)?.protocol ?? '')) {
    throw new WrongUsage('--sevdesk-url must be an address such as http://127.0.0.1:4600/api/v1.');
  }
  return given;
}

function describe({ bookkeepingVersion, sevClientId }: TestedToken): string {
  const account = sevClientId ? `sevdesk account ${sevClientId}` : 'an account without records yet';
  return bookkeepingVersion ? `${account}, bookkeeping version ${bookkeepingVersion}` : account;
}

function whatComesNext(stage: string, { tenant }: ConnectedTenant): string {
  const { tenantId, state, hasParked } = tenant;
  if (state === 'paused')
    return `It stays paused: the token is taken up within minutes after tenant resume ${tenantId}.`;
  if (!isConnected(tenant)) throw new CommandFailed(`${tenant.message ?? `It is ${state}.`} ${nextStep(tenant)}`);
  const local = stage === LOCAL_STAGE;
  const parked = hasParked
    ? ` Commands that waited are sent again ${local ? 'then, too' : 'within five minutes'}.`
    : '';
  const when = local ? 'at the next tick' : 'within a minute';
  return `It is ${state}, and polled ${when}.${parked} See how it goes: sevdesk-relay --stage ${stage} tenant show ${tenantId}`;
}
