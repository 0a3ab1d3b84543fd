import { FURNISHED } from '../../../test/sandbox/furnish-account.ts';
import type { RunningStack } from './app-stacks.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import type { StartOptions } from './start-options.ts';

/** The token of the account that the sandbox of `npm start` has from the beginning. */
export const SANDBOX_TOKEN = '0123456789abcdef0123456789abcdef';

/** What is told on stdout when everything is up. The last line is the one that programs wait for. */
export function startNotice(
  { sevdeskUrl, readOnly, data, tick }: StartOptions,
  running: {
    readonly url: string;
    readonly sevdeskUrl: string;
    readonly busName: string;
    readonly commandQueueUrl: string | undefined;
    readonly apps: readonly RunningStack[];
    readonly logPath: string | undefined;
  },
): string {
  const region = pseudoParameters['AWS::Region'];
  return [
    `sevdesk        ${running.sevdeskUrl}${sevdeskUrl === undefined ? ' (sandbox)' : ''}, looked at every ${tick} s${readOnly ? ', read only: no command is carried out' : ''}`,
    ...(sevdeskUrl === undefined ? describeSandbox() : []),
    `event bus      ${running.busName}`,
    `command queue  ${running.commandQueueUrl}`,
    ...running.apps.flatMap(describeStack),
    `state          ${data === undefined ? 'in memory, gone when this ends' : `in ${data}, secrets in plain text`}`,
    `functions log  ${running.logPath ?? 'below, on stderr'}`,
    `to use it      export AWS_ENDPOINT_URL=${running.url} AWS_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    `ready ${running.url}`,
  ].join('\n');
}

/** Not the outputs that CDK makes by itself, for other stacks of the app. */
function describeStack({ name, outputs }: RunningStack): readonly string[] {
  const own = Object.entries(outputs).filter(([output]) => !output.startsWith('ExportsOutput'));
  return [`stack          ${name}`, ...own.map(([output, value]) => `  ${output.padEnd(12)} ${value}`)];
}

/** What commands need of its account, and nobody can know. */
function describeSandbox(): readonly string[] {
  const { registerId, fileImportId } = FURNISHED;
  return [
    `its token      ${SANDBOX_TOKEN}`,
    `pay through    check account ${registerId} (cash register) or ${fileImportId} (file import: bookings name a transaction)`,
  ];
}
