import type { Invocation } from '../invocation.ts';
import type { WriterFault } from './writer-history.ts';
import type { WriterWorld } from './writer-world.ts';

/** Who calls something outside. */
export interface Caller {
  readonly world: WriterWorld;
  readonly invocation: Invocation;
  /** The only tenant that it may be concerned with; undefined for the sweep. */
  readonly tenantId: string | undefined;
  readonly commandId?: string | undefined;
}

interface AwsCall<T> {
  readonly name: string;
  /** What leaves us with it. */
  readonly input: unknown;
  readonly longestMs: number;
  readonly breaks: Extract<WriterFault, { readonly does: `break-${string}`; readonly how: string }>['does'];
  readonly effect: () => T;
}

/**
 * A call to AWS: it takes its time, or much longer, its answer may be lost before or after its effect, and with `repeated` the SDK has
 * sent it twice.
 */
export function callAws<T>({ world, invocation, tenantId }: Caller, call: AwsCall<T>): Promise<T> {
  const { faults, oracle } = world;
  oracle.strangers.check({ name: call.name, text: JSON.stringify(call.input), tenantId });
  const broken = faults.count(call.breaks);
  const answerMs = faults.count('stall')?.byMs ?? 0;
  const effect = broken ? () => breakOff(call, broken.how) : call.effect;
  return invocation.call({ name: call.name, longestMs: call.longestMs, effect, answerMs });
}

function breakOff<T>({ name, effect }: AwsCall<T>, how: string): T {
  if (how !== 'before') effect();
  if (how === 'repeated') return effect();
  throw new Error(`${name} was not answered (${how})`);
}
