import type { Command } from 'commander';
import type { CliContext } from '../cli-context.ts';
import { tokenCommand } from '../token-command.ts';

/** `tenant connect`: tests a token and stores it as the tenant's. */
export function tenantConnectCommand(context: CliContext): Command {
  return tokenCommand(context, {
    name: 'connect',
    description: 'test a token of sevdesk and store it as the token of a tenant, new or known',
    tenant: 'your own name for the sevdesk account',
    rotates: false,
  });
}
