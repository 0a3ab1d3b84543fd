import { InvalidArgumentError, Option } from 'commander';
import { RESOURCE_NAMES, type ResourceName } from '../../shared/contract/event.ts';
import { eachOnce } from './each-once.ts';

const ALLOWED = `Resources are ${RESOURCE_NAMES.join(', ')}.`;

/** `--resource Invoice`, which may be repeated; all of them unless given. Each is kept once. */
export function resourceOption(): Option {
  return new Option('--resource <name>', 'one resource only, for example Invoice; may be repeated').argParser(
    eachOnce(knownResource),
  );
}

function knownResource(value: string): ResourceName {
  const name = resourceName(value);
  if (!name) throw new InvalidArgumentError(ALLOWED);
  return name;
}

/** The resource of this name, as sevdesk writes it. */
export function resourceName(value: string): ResourceName | undefined {
  return RESOURCE_NAMES.find((name) => name === value);
}

/** `Invoice and Order`, `all 12 resources`. */
export function listResources(names: readonly ResourceName[]): string {
  if (names.length === RESOURCE_NAMES.length) return `all ${names.length} resources`;
  return new Intl.ListFormat('en').format(names);
}
