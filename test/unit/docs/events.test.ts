import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { eventData, eventEnvelope, RESOURCE_NAMES } from '../../../shared/contract/event.ts';
import { parseEvent } from '../../../shared/contract/parse-event.ts';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { compactJson } from '../../docs/compact-json.ts';
import { eventSections, renderEvents } from '../../docs/render-events.ts';
import { RESOURCE_TEXTS } from '../../docs/resource-texts.ts';

const PAGE = new URL('../../../docs/events.md', import.meta.url);
const SCRIPT = fileURLToPath(new URL('../../docs/main.ts', import.meta.url));
const shown = eventSections().flatMap(({ events }) => events);

describe('the page about events', () => {
  it('is current: "npm run docs" writes it', () => {
    expect(readFileSync(PAGE, 'utf8') === renderEvents()).toBe(true);
    expect(() => execFileSync(process.execPath, [SCRIPT, '--check'])).not.toThrow();
  });

  it('shows every event type of the contract once', () => {
    expect(shown.map(({ type }) => type).sort()).toEqual(Object.keys(eventData).sort());
  });

  it.each(shown)('shows a true $type', ({ type, example }) => {
    expect(parseEvent(example)).toMatchObject({ type, tenantid: 'acme' });
  });

  it('explains every attribute of the envelope', () => {
    const page = renderEvents();
    for (const attribute of Object.keys(eventEnvelope.entries)) expect(page).toContain(`| \`${attribute}\` |`);
  });

  it.each(RESOURCE_NAMES)('explains every field in the summary of %s', (name) => {
    const fields = Object.keys(resources[name].summarize({ id: '1' }));
    expect(Object.keys(RESOURCE_TEXTS[name].summary).sort()).toEqual(fields.sort());
  });
});

describe('JSON for people', () => {
  it.each([
    ['a short object', { a: 1, b: [1, 'x'], c: {} }, '{ "a": 1, "b": [1, "x"], "c": {} }'],
    [
      'short fields',
      { a: 'x'.repeat(70), b: 'y'.repeat(70) },
      `{\n  "a": "${'x'.repeat(70)}",\n  "b": "${'y'.repeat(70)}"\n}`,
    ],
  ])('packs %s', (_name, value, text) => {
    expect(compactJson(value)).toBe(text);
  });

  it('parses to the same value', () => {
    for (const { example } of shown)
      expect(JSON.parse(compactJson(example))).toEqual(JSON.parse(JSON.stringify(example)));
  });
});
