import { type CallTally, CircuitOpen, isRefusedCall, MOST_REFUSED } from '../domain/circuit-breaker.ts';
import { SevdeskThrottled } from '../domain/sevdesk-error.ts';
import type { SevdeskClient } from './client.ts';

/**
 * The same client, with how its calls end counted in `tally`. Where too many were refused it sends no more.
 * @throws CircuitOpen
 */
export function talliedClient(client: SevdeskClient, tally: CallTally): SevdeskClient {
  return {
    async call(call) {
      if (tally.refused >= MOST_REFUSED) throw new CircuitOpen();
      try {
        const answer = await client.call(call);
        tally.accepted += 1;
        return answer;
      } catch (error) {
        if (error instanceof SevdeskThrottled) tally.throttled += 1;
        if (isRefusedCall(error, { reads: (call.method ?? 'GET') === 'GET' })) {
          tally.refused += 1;
          tally.said = (error as Error).message;
        }
        throw error;
      }
    },
  };
}
