import type { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { CliContext } from './cli-context.ts';
import { commandSendCommand } from './commands/command-send.ts';
import { commandShowCommand } from './commands/command-show.ts';
import { commandValidateCommand } from './commands/command-validate.ts';
import { commandsCommand } from './commands/commands.ts';
import { confirmDeletionsCommand } from './commands/confirm-deletions.ts';
import { deadLettersDropCommand } from './commands/dead-letters-drop.ts';
import { deadLettersListCommand } from './commands/dead-letters-list.ts';
import { deadLettersRedriveCommand } from './commands/dead-letters-redrive.ts';
import { deadLettersShowCommand } from './commands/dead-letters-show.ts';
import { fileDownloadCommand } from './commands/file-download.ts';
import { fileUploadCommand } from './commands/file-upload.ts';
import { pollCommand } from './commands/poll.ts';
import { replayCommand } from './commands/replay.ts';
import { snapshotCommand } from './commands/snapshot.ts';
import { statusCommand } from './commands/status.ts';
import { tailCommand } from './commands/tail.ts';
import { tenantConnectCommand } from './commands/tenant-connect.ts';
import { tenantDisconnectCommand } from './commands/tenant-disconnect.ts';
import { tenantIntervalsCommand } from './commands/tenant-intervals.ts';
import { tenantListCommand } from './commands/tenant-list.ts';
import { tenantPauseCommand } from './commands/tenant-pause.ts';
import { tenantRemoveCommand } from './commands/tenant-remove.ts';
import { tenantResumeCommand } from './commands/tenant-resume.ts';
import { tenantRotateCommand } from './commands/tenant-rotate.ts';
import { tenantSettingsCommand } from './commands/tenant-settings.ts';
import { tenantShowCommand } from './commands/tenant-show.ts';
import { newCommand } from './new-command.ts';

/** Makes one command; it reads its options and does its work when its line is parsed. */
type MakeCommand = (context: CliContext) => Command;

interface CommandGroup {
  /** The word before the commands' own names; none for commands that stand alone. */
  readonly name?: string;
  readonly summary?: string;
  readonly commands: readonly MakeCommand[];
}

/** Every command. Adding one is one file and one entry here. */
const GROUPS: readonly CommandGroup[] = [
  {
    commands: [
      statusCommand,
      tailCommand,
      replayCommand,
      pollCommand,
      snapshotCommand,
      confirmDeletionsCommand,
      commandsCommand,
    ],
  },
  {
    name: 'tenant',
    summary: 'the sevdesk accounts that the relay acts for',
    commands: [
      tenantListCommand,
      tenantShowCommand,
      tenantConnectCommand,
      tenantRotateCommand,
      tenantPauseCommand,
      tenantResumeCommand,
      tenantDisconnectCommand,
      tenantRemoveCommand,
      tenantIntervalsCommand,
      tenantSettingsCommand,
    ],
  },
  {
    name: 'command',
    summary: 'what the relay is to write',
    commands: [commandSendCommand, commandShowCommand, commandValidateCommand],
  },
  {
    name: 'file',
    summary: 'receipts for commands, and what commands fetched',
    commands: [fileUploadCommand, fileDownloadCommand],
  },
  {
    name: 'dead-letters',
    summary: 'commands that failed, and messages that were refused',
    commands: [deadLettersListCommand, deadLettersShowCommand, deadLettersRedriveCommand, deadLettersDropCommand],
  },
];

/** The command line. Errors and help come as CommanderError, after they were written to the context's streams. */
export function createProgram(context: CliContext): Command {
  const program = newCommand(context, 'sevdesk-relay')
    .description('Looks after sevdesk-relay: events and exactly-once commands for sevdesk. Times are those of Berlin.')
    .version(packageJson.version)
    .option('--stage <stage>', 'the stage to work with; "local" is what "npm start" runs')
    .option('--region <region>', 'the AWS region; AWS_REGION or your profile unless given');
  for (const group of GROUPS) addGroup(program, group, context);
  return program;
}

function addGroup(program: Command, { name, summary = '', commands }: CommandGroup, context: CliContext): void {
  const parent = name ? newCommand(context, name).description(summary) : program;
  for (const make of commands) parent.addCommand(make(context));
  if (parent !== program) program.addCommand(parent);
}
