import { InvalidArgumentError, Option } from 'commander';
import { COMMAND_ID_PATTERN } from '../../shared/contract/names.ts';

/** `--command order-1042-invoice`. */
export function commandIdOption(description: string): Option {
  return new Option('--command <commandId>', description).argParser((value: string) => {
    if (COMMAND_ID_PATTERN.test(value)) return value;
    throw new InvalidArgumentError('It must be 1 to 64 characters of A-Z, a-z, 0-9, ".", "_", ":" and "-".');
  });
}
