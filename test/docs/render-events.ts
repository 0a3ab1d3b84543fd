import { readFileSync } from 'node:fs';
import { type EventType, eventData, type RecordEventType, type RelayEvent } from '../../shared/contract/event.ts';
import type { Resource } from '../../shared/domain/resource.ts';
import { resources } from '../../shared/sevdesk/resources.ts';
import { compactJson } from './compact-json.ts';
import { RELAY_TEXTS, recordEventText } from './event-texts.ts';
import { recordExample } from './record-examples.ts';
import { RELAY_EXAMPLES, type RelayEventType } from './relay-examples.ts';
import { RESOURCE_TEXTS } from './resource-texts.ts';

/** An event type as the page shows it. */
export interface ShownEvent {
  readonly type: EventType;
  readonly text: string;
  readonly example: RelayEvent;
}

interface Section {
  readonly title: string;
  readonly about: string;
  readonly summary?: readonly (readonly [field: string, text: string])[];
  readonly events: readonly ShownEvent[];
}

/** Every event type of the contract, by what it is about. */
export function eventSections(): readonly Section[] {
  const types = Object.keys(eventData) as EventType[];
  const rows = Object.values(resources);
  const ofRow = (row: Resource) => types.filter((type): type is RecordEventType => type.startsWith(`${row.prefix}.`));
  const ofRelay = types.filter(
    (type): type is RelayEventType => !rows.some((row) => ofRow(row).includes(type as never)),
  );
  return [
    ...rows.map((row) => {
      const { title, about, one, summary: texts } = RESOURCE_TEXTS[row.name];
      const summary = Object.keys(row.summarize({ id: '1' })).map((field) => [field, texts[field] ?? ''] as const);
      const events = ofRow(row).map((type) => {
        return { type, text: recordEventText(type, one), example: recordExample(row, type) };
      });
      return { title, about, summary, events };
    }),
    {
      title: 'About the relay',
      about: 'Tenants, their baseline, and the commands that you sent.',
      events: ofRelay.map((type) => ({ type, text: RELAY_TEXTS[type], example: RELAY_EXAMPLES[type]() })),
    },
  ];
}

/** The page `docs/events.md`. */
export function renderEvents(): string {
  const intro = readFileSync(new URL('events-intro.md', import.meta.url), 'utf8');
  return [intro.trimEnd(), ...eventSections().map(renderSection)].join('\n\n').concat('\n');
}

function renderSection({ title, about, summary, events }: Section): string {
  const parts = [
    `## ${title}`,
    about,
    ...(summary ? [table(['`summary`', 'holds'], summary)] : []),
    table(
      ['event', 'means'],
      events.map(({ type, text }) => [type, text]),
    ),
    ...events.map(renderExample),
  ];
  return parts.join('\n\n');
}

function table(head: readonly [string, string], rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([name, text]) => `| \`${name}\` | ${text} |`);
  return [`| ${head.join(' | ')} |`, '|---|---|', ...lines].join('\n');
}

function renderExample({ type, example }: ShownEvent): string {
  const json = ['```json', compactJson(example), '```'].join('\n');
  return `<details><summary><code>${type}</code></summary>\n\n${json}\n\n</details>`;
}
