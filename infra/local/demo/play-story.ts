import { styleText } from 'node:util';
import { type Stage, type Step, story } from './story.ts';

/** A step was not observed: its name says which. */
export class NotObserved extends Error {
  constructor({ name }: Step, cause: unknown) {
    super(`Step "${name}" was not observed: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = 'NotObserved';
  }
}

/** Tells the story as it happens. @throws NotObserved at the first step that was not seen. */
export async function playStory(stage: Stage): Promise<void> {
  for (const [index, step] of story.entries()) {
    const start = performance.now();
    console.log(`\n${styleText('bold', `${index + 1}. ${step.title}`)}`);
    const seen = await step.play(stage).catch((error: unknown) => {
      throw new NotObserved(step, error);
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`   ${styleText('green', '✓')} ${seen} ${styleText('dim', `(${seconds} s)`)}`);
  }
}
