import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCommand } from '../../../shared/contract/check-command.ts';
import { type CommandType, commandData } from '../../../shared/contract/command.ts';
import { commandTaxProblem } from '../../../shared/domain/check-tax.ts';
import { COMMAND_TEXTS } from '../../docs/command-texts.ts';
import { exampleCommand, renderCommands } from '../../docs/render-commands.ts';
import { schemaFields } from '../../docs/schema-fields.ts';

const PAGE = new URL('../../../docs/commands.md', import.meta.url);
const types = Object.keys(commandData) as CommandType[];

describe('the page about commands', () => {
  it('is current: "npm run docs" writes it', () => {
    expect(readFileSync(PAGE, 'utf8') === renderCommands()).toBe(true);
  });

  it('shows every command of the contract, in its order', () => {
    expect(Object.keys(COMMAND_TEXTS)).toEqual(types);
  });

  it.each(types)('shows a valid %s', (type) => {
    const checked = checkCommand(exampleCommand(type), { path: [], whole: 'command' });
    expect(checked).toHaveProperty('command');
    expect('command' in checked && commandTaxProblem(checked.command, {})).toBeUndefined();
  });

  it('names fields by their path, with what they allow', () => {
    const fields = schemaFields(commandData['invoice.create']);
    expect(fields.find(({ path }) => path === 'positions[].quantity')).toMatchObject({
      kind: 'decimal as text',
      required: true,
    });
    expect(fields.find(({ path }) => path === 'contact.id')?.kind).toBe('id of sevdesk');
  });
});
