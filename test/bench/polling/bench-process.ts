import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of its own that answers one question at a time. */
export interface BenchProcess<Question, Answer> {
  ask<Q extends Question>(question: Q): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** Beside this file. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly nodeOptions?: readonly string[];
}

export function startProcess<Question extends object, Answer>({
  file,
  args = [],
  nodeOptions = [],
}: ProcessOptions): BenchProcess<Question, Answer> {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: [...nodeOptions], serialization: 'advanced' });
  return {
    async ask(question) {
      const answered = answerOf<Answer>(child, file);
      child.send(question);
      return answered;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function answerOf<Answer>(child: ChildProcess, file: string): Promise<Answer> {
  const abort = new AbortController();
  const { signal } = abort;
  const died = once(child, 'exit', { signal }).then(([code, killedBy]) => {
    throw new Error(`${file} ended with ${code ?? killedBy}`);
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), died]);
    if (answer.error !== undefined) throw new Error(`${file}: ${answer.error}`);
    return answer.answer as Answer;
  } finally {
    died.catch(() => undefined);
    abort.abort();
  }
}

/** The other end: answers what the parent asks, until it hangs up. */
export function answerParent<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on('message', (question: Question) => {
    answer(question).then(
      (found) => process.send?.({ answer: found }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
}
