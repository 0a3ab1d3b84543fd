import { hideFromLogs } from './redaction.ts';
import { wrapHandler } from './wrap-handler.ts';

export interface RequestHandlerOptions<R> {
  /** Texts of the request that nothing may show. */
  readonly secretsIn: (request: unknown) => readonly string[];
  readonly step: (request: unknown) => Promise<R>;
}

/** A function that is called with a secret, by somebody who waits for its answer. Neither its log nor what it throws shows the secret. */
export function requestHandler<R>({ secretsIn, step }: RequestHandlerOptions<R>) {
  return wrapHandler<unknown, R>((request) => {
    for (const secret of secretsIn(request)) hideFromLogs(secret);
    return step(request);
  });
}
