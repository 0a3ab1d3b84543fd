import { type Command, Option } from 'commander';
import { sevdeskClient } from '../../../shared/sevdesk/client.ts';
import type { TestedToken } from '../../../shared/sevdesk/test-token.ts';
import { SEVDESK_URL } from '../../stages.ts';
import { type CliContext, print, say } from '../cli-context.ts';
import { WrongUsage } from '../cli-error.ts';
import { connectTenant } from '../connect-tenant.ts';
import { newCommand } from '../new-command.ts';
import { LOCAL_STAGE, openStage, type StageOptions } from '../open-stage.ts';
import { readToken } from '../read-token.ts';
import { checkTenantId } from '../tenant-id.ts';

interface ConnectOptions extends StageOptions {
  readonly tokenFile?: string;
  readonly sevdeskUrl?: string;
  readonly token?: string | true;
}

const NO_ARGUMENT =
  'A token is never an argument: the shell history and other users of this machine would see it. Pipe it in, use --token-file, or type it when asked.';

/** `tenant connect`: tests a token and stores it as the tenant's. */
export function tenantConnectCommand(context: CliContext): Command {
  return newCommand(context, 'connect')
    .description('test a token of sevdesk and store it as the token of a tenant, new or known')
    .argument('<tenantId>', 'your own name for the sevdesk account')
    .option('--token-file <path>', 'read the token from a file; else from a pipe, or asked for')
    .option('--sevdesk-url <url>', 'with --stage local only: the address that "npm start" printed for sevdesk')
    .addOption(new Option('--token [token]').hideHelp())
    .allowExcessArguments()
    .action(async (tenantId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ConnectOptions>();
      if (command.args.length > 1 || options.token !== undefined) throw new WrongUsage(NO_ARGUMENT);
      await connect(context, checkTenantId(tenantId), options);
    });
}

async function connect(context: CliContext, tenantId: string, options: ConnectOptions): Promise<void> {
  const { stage, tenants, tokens } = openStage(context, options);
  const baseUrl = sevdeskUrl(stage, options.sevdeskUrl);
  say(context, 'A token belongs to a sevdesk user and dies with that user: use a user that stays.');
  const token = await readToken(context, options.tokenFile);
  const tested = await connectTenant(
    { sevdesk: sevdeskForTest(context, baseUrl, token), tenants, tokens },
    { tenantId, token },
  );
  print(context, `The token works (${describe(tested)}) and is stored as the token of tenant ${tenantId}.`);
  print(context, whatComesNext(stage, tenantId));
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

function whatComesNext(stage: string, tenantId: string): string {
  const when = stage === LOCAL_STAGE ? 'at the next tick' : 'within five minutes';
  return `The relay finds it ${when} and starts polling. See how it goes: sevdesk-relay --stage ${stage} status ${tenantId}`;
}
