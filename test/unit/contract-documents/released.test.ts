import { expect, it } from 'vitest';
import { breakingChanges, describeChange } from '../../contract/breaking-changes.ts';
import { contractSchemas } from '../../contract/contract-schemas.ts';
import { readReleased } from '../../contract/released-contract.ts';
import { REPOSITORY } from '../../docs/generated-files.ts';

it('the contract breaks nobody who was built against the released one (CONTRIBUTING.md, "The contract")', () => {
  const breaks = breakingChanges(readReleased(REPOSITORY), contractSchemas());
  expect(breaks.map(describeChange)).toEqual([]);
});
