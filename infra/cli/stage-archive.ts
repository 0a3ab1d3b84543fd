import { DescribeArchiveCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CommandFailed } from './cli-error.ts';
import { isGone } from './is-gone.ts';

/** Where the events of a stage are kept. */
export interface StageArchive {
  readonly arn: string;
  readonly busArn: string;
  /** Before this there is nothing any more, or yet. */
  readonly beginsAtMs: number;
  /** 0 is for ever. */
  readonly retentionDays: number;
}

const DAY_MS = 86_400_000;

/** The archive, which has the name of the bus. @throws CommandFailed when there is none. */
export async function stageArchive(
  { events, now }: { readonly events: EventBridgeClient; readonly now: () => number },
  name: string,
): Promise<StageArchive> {
  const found = await events.send(new DescribeArchiveCommand({ ArchiveName: name })).catch((error: unknown) => {
    if (!isGone(error)) throw error;
    throw new CommandFailed(
      `There is no archive ${name}. Is the stage deployed in this AWS account and region? Check --stage, --region and AWS_PROFILE.`,
    );
  });
  const { ArchiveArn = '', EventSourceArn = '', RetentionDays: retentionDays = 0, CreationTime } = found;
  const keptSinceMs = retentionDays > 0 ? now() - retentionDays * DAY_MS : 0;
  const beginsAtMs = Math.max(keptSinceMs, CreationTime?.getTime() ?? 0);
  return { arn: ArchiveArn, busArn: EventSourceArn, beginsAtMs, retentionDays };
}
