import type { Command } from 'commander';
import type { CliContext } from '../cli-context.ts';
import { tokenCommand } from '../token-command.ts';

/** `tenant rotate`: replaces the token of a tenant by one that works. */
export function tenantRotateCommand(context: CliContext): Command {
  return tokenCommand(context, {
    name: 'rotate',
    description:
      'replace the token of a tenant by a new one of the same sevdesk account; a wrong one leaves the old in place',
    tenant: 'a tenant that is there',
    rotates: true,
  });
}
