import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { targetSchema } from './event-target.ts';
import type { JsonFile } from './json-file.ts';

const ruleSchema = z.object({
  name: z.string(),
  arn: z.string(),
  eventBusName: z.string(),
  eventPattern: z.string().optional(),
  scheduleExpression: z.string().optional(),
  state: z.enum(['ENABLED', 'DISABLED']),
  description: z.string().optional(),
  roleArn: z.string().optional(),
  targets: z.array(targetSchema),
});

const busSchema = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  createdAtMs: z.number(),
  rules: z.array(ruleSchema),
});

const archiveSchema = z.object({
  name: z.string(),
  arn: z.string(),
  busArn: z.string(),
  description: z.string().optional(),
  eventPattern: z.string().optional(),
  /** 0 keeps events for ever. */
  retentionDays: z.number(),
  createdAtMs: z.number(),
});

const replaySchema = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string().optional(),
  archiveArn: z.string(),
  busArn: z.string(),
  /** The only rules that get its events; none means all of the bus. */
  ruleArns: z.array(z.string()),
  /** Events from here on, and before `endMs`. */
  startMs: z.number(),
  endMs: z.number(),
  state: z.enum(['STARTING', 'RUNNING', 'CANCELLING', 'CANCELLED', 'COMPLETED', 'FAILED']),
  stateReason: z.string().optional(),
  lastReplayedMs: z.number().optional(),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
});

const stateSchema = z.object({
  buses: z.array(busSchema),
  tags: z.array(z.object({ arn: z.string(), key: z.string(), value: z.string() })),
  archives: z.array(archiveSchema).default([]),
  replays: z.array(replaySchema).default([]),
});

export type EventRule = z.output<typeof ruleSchema>;
export type EventBus = z.output<typeof busSchema>;
export type EventArchive = z.output<typeof archiveSchema>;
export type EventReplay = z.output<typeof replaySchema>;

/** Event buses with their rules and targets, archives (without the events) and replays. Change what it hands out, then `save()`. */
export interface EventBusStore {
  readonly state: z.output<typeof stateSchema>;
  readonly busArn: (name: string) => string;
  /** Takes a name or an ARN; no name means the default bus. */
  readonly findBus: (nameOrArn?: string) => EventBus | undefined;
  /** @throws AwsError ResourceNotFoundException */
  readonly getBus: (nameOrArn?: string) => EventBus;
  /** @throws AwsError ResourceNotFoundException */
  readonly getRule: (name: string, busNameOrArn?: string) => EventRule;
  readonly save: () => void;
}

export function openEventBusStore(file: JsonFile, region: string): EventBusStore {
  const busArn = (name: string): string => `arn:aws:events:${region}:000000000000:event-bus/${name}`;
  const state = stateSchema.parse(file.load() ?? { buses: [newBus('default', busArn('default'))], tags: [] });
  const findBus = (nameOrArn = 'default'): EventBus | undefined =>
    state.buses.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
  const getBus = (nameOrArn = 'default'): EventBus => {
    const bus = findBus(nameOrArn);
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn} does not exist.`);
    return bus;
  };
  const getRule = (name: string, busNameOrArn?: string): EventRule => {
    const bus = getBus(busNameOrArn);
    const rule = bus.rules.find((candidate) => candidate.name === name);
    if (!rule) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
    return rule;
  };
  return { state, busArn, findBus, getBus, getRule, save: () => file.save(state) };
}

export function newBus(name: string, arn: string, description?: string): EventBus {
  return { name, arn, createdAtMs: Date.now(), rules: [], ...(description !== undefined && { description }) };
}
