import * as v from 'valibot';
import { oneOf } from './commands/fields.ts';

const text = v.string();

/**
 * One of the words that this version publishes. A newer relay may have more of them: they are let through, so that an event is not
 * refused for a word that its reader may not even look at.
 */
export function knownWord<const T extends readonly string[]>(words: T): ReturnType<typeof oneOf<T>> {
  return {
    ...oneOf(words),
    '~run': (dataset, config) => text['~run'](dataset, config) as ReturnType<ReturnType<typeof oneOf<T>>['~run']>,
  };
}
