import type { Invariant, Violation } from './told.ts';

/** A promise that was broken. The message begins with words that are the same whenever this happens. */
export class Broken extends Error {
  readonly invariant: Invariant;
  readonly about: string | undefined;

  constructor(invariant: Invariant, message: string, about?: string) {
    super(message);
    this.invariant = invariant;
    this.about = about;
  }

  violation(about: string): Violation {
    const { invariant, message } = this;
    const rule = message.replace(/[^a-z ].*$/s, '').trim();
    return { invariant, rule, text: `${this.about ?? about} ${message}` };
  }
}
