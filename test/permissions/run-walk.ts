import { setTimeout as pause } from 'node:timers/promises';
import type { Access } from '../../infra/local/iam/access-control.ts';
import type { LocalAccount } from '../../infra/local/local-account.ts';
import type { LocalAssembly } from '../../infra/local/synthesize.ts';
import { startRelay } from '../support/running-relay.ts';
import { START, walk } from './walk.ts';
import { walkerOf } from './walker.ts';

/** What a step asked for, and how long it took. */
export interface WalkedStep {
  readonly name: string;
  readonly asked: readonly Access[];
  readonly ms: number;
  /** Why it did not come to its end. */
  readonly failure?: string;
}

export interface Walked {
  readonly steps: readonly WalkedStep[];
  /** Nothing when the account did not start. */
  readonly grants: LocalAccount['grants'];
}

export interface WalkOptions {
  readonly assembly: (sevdeskUrl: string) => LocalAssembly;
  /** The steps to take, in the order of the walk; the first one is always taken. */
  readonly takes: (name: string) => boolean;
  /** A step that takes longer has failed. */
  readonly patienceMs: (name: string) => number;
}

/** Walks until a step fails. Answers the steps taken, of which the first is the start, and what roles allowed. */
export async function runWalk({ assembly, takes, patienceMs }: WalkOptions): Promise<Walked> {
  let asked: Access[] = [];
  const walked: WalkedStep[] = [];
  const take = async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    asked = [];
    const startedAt = performance.now();
    const ended = await Promise.race([settled(work()), expiry(patienceMs(name))]);
    const failure = ended instanceof Failure && { failure: ended.message };
    walked.push({ name, asked, ms: performance.now() - startedAt, ...failure });
    return ended instanceof Failure ? undefined : ended;
  };
  const patience = { patienceMs: Math.max(...walk.map(({ name }) => patienceMs(name))) };
  const relay = await take(START, () => startRelay({ assembly, ...patience, onAccess: (one) => asked.push(one) }));
  if (!relay) return { steps: walked, grants: {} };
  try {
    const walker = walkerOf(relay, 'walker');
    for (const [index, step] of walk.entries()) {
      if (index > 0 && !takes(step.name)) continue;
      await take(step.name, () => step.walk(walker));
      if (walked.at(-1)?.failure !== undefined) break;
    }
  } finally {
    await relay.stop();
  }
  return { steps: walked, grants: relay.account.grants };
}

class Failure {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

function settled<T>(work: Promise<T>): Promise<T | Failure> {
  return work.catch((error: Error) => new Failure(error.message));
}

async function expiry(ms: number): Promise<Failure> {
  await pause(ms, undefined, { ref: false });
  return new Failure(`nothing came within ${Math.round(ms / 1000)} s`);
}
