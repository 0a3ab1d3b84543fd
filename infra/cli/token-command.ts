import { type Command, Option } from 'commander';
import { commandQueue } from '../../shared/aws/command-queue.ts';
import { RESOURCE_NAMES } from '../../shared/contract/event.ts';
import {
  type ConnectDependencies,
  type ConnectedTenant,
  connectTenant,
} from '../../shared/operations/connect-tenant.ts';
import { sevdeskClient } from '../../shared/sevdesk/client.ts';
import type { TestedToken } from '../../shared/sevdesk/test-token.ts';
import { SEVDESK_URL } from '../stages.ts';
import { type CliContext, print, say } from './cli-context.ts';
import { WrongUsage } from './cli-error.ts';
import { newCommand } from './new-command.ts';
import { LOCAL_STAGE, type OpenStage, openStage, type StageOptions } from './open-stage.ts';
import { queueUrl } from './queue-depth.ts';
import { readToken } from './read-token.ts';
import { showNumber } from './show-number.ts';
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
  const connected = await connectTenant(await connectDependencies(context, stage, baseUrl), { ...wish, token });
  print(context, `The token works (${describe(connected)}) and is stored as the token of tenant ${wish.tenantId}.`);
  const denied = Object.keys(connected.denied);
  if (denied.length > 0) print(context, `Its user may not read ${denied.join(', ')}: the rest is polled.`);
  print(context, whatComesNext(stage.stage, connected));
}

async function connectDependencies(
  context: CliContext,
  stage: OpenStage,
  baseUrl: string,
): Promise<ConnectDependencies> {
  const { sqs, names } = stage;
  const tell = (message: string) => say(context, message);
  const log = { info: tell, warn: tell, error: tell };
  return {
    ...turnDependencies(context, stage),
    resources: RESOURCE_NAMES,
    resend: commandQueue(sqs, await queueUrl(sqs, names.commandQueue)),
    // Reads only. A test is a handful of calls and does not wait for the tenant's budget.
    connect: (token) => sevdeskClient({ baseUrl, token, readOnly: true, spend: async () => undefined, log }),
  };
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

function describe({
  bookkeepingVersion,
  sevClientId,
}: Pick<TestedToken, 'bookkeepingVersion' | 'sevClientId'>): string {
  const account = sevClientId ? `sevdesk account ${sevClientId}` : 'an account without records yet';
  return bookkeepingVersion ? `${account}, bookkeeping version ${bookkeepingVersion}` : account;
}

function whatComesNext(stage: string, { tenant, resent }: ConnectedTenant): string {
  const { tenantId, state } = tenant;
  if (state === 'paused')
    return `It stays paused: the token is taken up within minutes after tenant resume ${tenantId}.`;
  const parked = resent > 0 ? ` Commands that waited and were sent again, in their order: ${showNumber(resent)}.` : '';
  const when = stage === LOCAL_STAGE ? 'at the next tick' : 'within a minute';
  return `It is ${state}, and polled ${when}.${parked} See how it goes: sevdesk-relay --stage ${stage} tenant show ${tenantId}`;
}
