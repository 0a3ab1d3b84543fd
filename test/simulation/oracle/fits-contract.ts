import type { RelayEvent } from '../../../shared/contract/event.ts';
import { messageProblems } from '../../contract/message-problems.ts';
import { Broken } from './broken.ts';

/** @throws Broken for an event that does not fit the published schema of its type. */
export function fitsContract(event: RelayEvent): void {
  const [problem] = messageProblems(event, event.type);
  if (problem) throw new Broken('contract', `does not fit its schema: ${problem}`);
}
