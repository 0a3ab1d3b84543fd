const MARK = '[token]';
const secrets = new Set<string>();

/** From now on no log line of this process shows the token, in clear, URL-encoded or base64. */
export function hideFromLogs(token: string): void {
  for (const form of [token, encodeURIComponent(token), Buffer.from(token).toString('base64')]) secrets.add(form);
}

/** A text without any token that this process has read. */
export function redact(text: string): string {
  return [...secrets].reduce((clean, secret) => clean.replaceAll(secret, MARK), text);
}
