import type { Invocation } from '../invocation.ts';
import { Broken } from './broken.ts';
import { canonicalText, contentText } from './canonical-text.ts';
import type { ToldEvent } from './event-ids.ts';

/**
 * What holds even while polls overlap: a poll that ended well has stored what it told, and of each sequence only one content is ever
 * stored; later polls go on from there.
 */
export class Overlapping {
  readonly #stored = new Map<string, string>();
  readonly #told = new Map<Invocation, Map<string, string>>();

  told(invocation: Invocation, { type, subject, sequence, data }: ToldEvent): void {
    const { record } = data;
    const content = `${contentText(record)} ${canonicalText([record?.positions, record?.cancelledBy])}`;
    const before = this.#stored.get(`${subject} sequence ${sequence - 1}`);
    if (type.endsWith('.updated') && before === content) throw new Broken('I3', 'was told without a change');
    const told = this.#told.get(invocation) ?? new Map<string, string>();
    told.set(`${subject} sequence ${sequence}`, type.endsWith('.deleted') ? 'gone' : content);
    this.#told.set(invocation, told);
  }

  ended(invocation: Invocation): void {
    if (invocation.outcome !== 'done') return;
    for (const [key, content] of this.#told.get(invocation) ?? []) {
      const stored = this.#stored.get(key) ?? content;
      if (stored !== content) throw new Broken('I5', `was stored as ${stored} and as ${content}`, key);
      this.#stored.set(key, content);
    }
  }
}
