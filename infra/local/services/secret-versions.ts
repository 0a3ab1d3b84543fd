import { AwsError } from './aws-error.ts';
import type { Secret, SecretVersion } from './secret-store.ts';

export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}

/**
 * Stores a value as version `versionId` and moves the staging labels to it; AWSPREVIOUS follows AWSCURRENT.
 * Asked again with the same id and value it changes nothing.
 * @throws AwsError ResourceExistsException when the id has another value
 */
export function putVersion(
  secret: Secret,
  { versionId, value, stages = ['AWSCURRENT'] }: { versionId: string; value: SecretValue; stages?: readonly string[] },
): SecretVersion {
  requireOneValue(value);
  const existing = secret.versions.find(({ id }) => id === versionId);
  if (existing && !sameValue(existing, value)) {
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  if (existing) return existing;
  const version: SecretVersion = {
    id: versionId,
    createdAtMs: Date.now(),
    stages: [],
    secretString: value.SecretString,
    secretBinary: value.SecretBinary,
  };
  secret.versions.push(version);
  moveStages(secret, version, stages);
  secret.changedAtMs = version.createdAtMs;
  return version;
}

/** @throws AwsError ResourceNotFoundException when no version has both the id and the stage asked for */
export function findVersion(
  secret: Secret,
  { versionId, stage }: { versionId?: string | undefined; stage?: string | undefined },
): SecretVersion {
  const wantedStage = stage ?? (versionId === undefined ? 'AWSCURRENT' : undefined);
  const version = secret.versions.find(
    ({ id, stages }) => (versionId ?? id) === id && (wantedStage === undefined || stages.includes(wantedStage)),
  );
  if (version) return version;
  const wanted = wantedStage === undefined ? `VersionId: ${versionId}` : `staging label: ${wantedStage}`;
  throw new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${wanted}`,
  );
}

/** Version ids with their labels; versions without any label are deprecated and not shown, as on AWS. */
export function stagesByVersion(secret: Secret): Record<string, readonly string[]> {
  const labelled = secret.versions.filter(({ stages }) => stages.length > 0);
  return Object.fromEntries(labelled.map(({ id, stages }) => [id, stages]));
}

function moveStages(secret: Secret, to: SecretVersion, stages: readonly string[]): void {
  const current = secret.versions.find((version) => version.stages.includes('AWSCURRENT'));
  const replacesCurrent = current !== undefined && stages.includes('AWSCURRENT');
  for (const version of secret.versions) {
    const lost = replacesCurrent ? [...stages, 'AWSPREVIOUS'] : stages;
    version.stages = version.stages.filter((label) => !lost.includes(label));
  }
  to.stages = [...stages];
  if (replacesCurrent) current.stages.push('AWSPREVIOUS');
}

function requireOneValue({ SecretString, SecretBinary }: SecretValue): void {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary, not both.');
  }
}

function sameValue(version: SecretVersion, value: SecretValue): boolean {
  return version.secretString === value.SecretString && version.secretBinary === value.SecretBinary;
}
