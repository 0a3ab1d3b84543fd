import * as v from 'valibot';

/**
 * One of the words that this version publishes. A newer relay may have more of them: they are let through, so that an event is not
 * refused for a word that its reader may not even look at.
 */
export function knownWord<const T extends readonly string[]>(words: T) {
  return v.pipe(v.string(), v.metadata({ enum: words })) as unknown as v.GenericSchema<T[number]>;
}
