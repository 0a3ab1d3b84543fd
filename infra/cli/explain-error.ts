import { WrongUsage } from './cli-error.ts';
import { GONE } from './is-gone.ts';
import { oneLine } from './one-line.ts';

/** What an error of AWS is about, by its name, and what to do. Every row is matched against the whole name. */
const AWS_ERRORS: readonly { readonly name: RegExp; readonly advice: string }[] = [
  {
    name: /^(CredentialsProviderError|TokenProviderError)$/,
    advice: 'No AWS credentials were found. Log in (for example "aws sso login") or set AWS_PROFILE.',
  },
  {
    name: /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/,
    advice: 'The AWS credentials have expired. Log in again (for example "aws sso login").',
  },
  {
    name: /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|InvalidAccessKeyId)$/,
    advice: 'AWS does not accept these credentials. Check AWS_PROFILE, or log in again.',
  },
  {
    name: /^(AccessDenied|AccessDeniedException|AuthorizationError)$/,
    advice: 'The AWS credentials do not allow this. Use a role that does.',
  },
  {
    name: GONE,
    advice: 'Is the stage deployed in this AWS account and region? Check --stage, --region and AWS_PROFILE.',
  },
];

/** For people: what happened, and what to do about it. One line, but for wrong input, whose problems have a line each. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  if (error instanceof WrongUsage) return error.message.replace(/[^\n\P{Cc}]/gu, ' ');
  const refused = refusedAddress(error);
  if (refused) return `Nothing answers at ${refused}. Is "npm start" running?`;
  if (error.message === 'Region is missing') return 'Which AWS region? Add --region <region>, or set AWS_REGION.';
  const advice = AWS_ERRORS.find(({ name }) => name.test(error.name))?.advice;
  const message = oneLine(error.message || error.name);
  return advice ? `${advice} (${message})` : message;
}

/** Where a connection was refused on this machine: several addresses of one name come as an AggregateError. */
function refusedAddress(error: Error): string | undefined {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const { code, address, port } = first as { code?: string; address?: string; port?: number };
  const local = address === '::1' || address?.startsWith('127.');
  return code === 'ECONNREFUSED' && local ? `${address}:${port}` : undefined;
}
