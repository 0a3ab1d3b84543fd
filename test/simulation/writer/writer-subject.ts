import type { Subject } from '../subject.ts';
import { generateWriterHistory } from './generate-writer-history.ts';
import { type WriterHistory, wordsOfWriterStep } from './writer-history.ts';
import { writerProfileOf } from './writer-profiles.ts';
import { simulateWriter } from './writer-world.ts';

/** Commands: the writer, the sweep, and operators. */
export const WRITER: Subject<WriterHistory> = {
  flags: '--writer ',
  generate: (seed, profile, steps) => generateWriterHistory(seed, writerProfileOf(profile), steps),
  simulate: simulateWriter,
  wordsOf: wordsOfWriterStep,
};
