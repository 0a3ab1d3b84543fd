import type { CommandData, CommandType } from '../../shared/contract/command.ts';
import type { CommandFiles, CommandPlan, Prepared, StepContext } from '../../shared/sevdesk/commands/command-plan.ts';
import { fakeSevdesk, type Replies } from './fake-sevdesk.ts';

type StoredFile = Parameters<CommandFiles['store']>[0];

/** When commands of these contexts are tried first. */
export const FIRST_ATTEMPT_MS = Date.parse('2026-11-20T08:00:00Z');

export const lookUps = {
  secretVersion: 'v1',
  bookkeepingVersion: '2.0',
  contactPersonId: '7',
  countryIds: { DE: '1', AT: '3' },
  unitIds: { UNITY_PIECE: '1', UNITY_HOUR: '9' },
  fetchedAt: 0,
};

/** What a step knows, with sevdesk answering from a table; the bucket keeps what it gets in `stored`. */
export function stepContext<T extends CommandType>(
  data: CommandData<T>,
  { replies = {}, ...known }: Partial<StepContext<T>> & { replies?: Replies } = {},
) {
  const sevdesk = fakeSevdesk(replies);
  const stored: StoredFile[] = [];
  const context: StepContext<T> = {
    tenantId: 'acme',
    commandId: 'c-1',
    data,
    marker: 'order-1042',
    client: sevdesk,
    settings: {},
    files: {
      read: () => Promise.reject(new Error('Not faked')),
      async store(file) {
        stored.push(file);
        return `s3://bucket/documents/acme/${file.name}`;
      },
      download: () => Promise.reject(new Error('Not faked')),
    },
    completed: [],
    facts: {},
    isRepeated: false,
    firstAttemptAtMs: FIRST_ATTEMPT_MS,
    activeSinceMs: FIRST_ATTEMPT_MS,
    nowMs: FIRST_ATTEMPT_MS,
    lookUps: async () => lookUps,
    recordId: async (_resource, { id, externalId }) => id ?? `id-of-${externalId}`,
    linkedId: async (_resource, externalId) => `id-of-${externalId}`,
    lastNote: async () => undefined,
    ...known,
  };
  return { context, sevdesk, stored };
}

/** The step of a plan that this command takes under this name. */
export function stepOf<T extends CommandType>(plan: CommandPlan<T>, name: string, data: CommandData<T>) {
  const step = plan.steps.find((one) => one.name === name && (one.applies?.(data) ?? true));
  if (!step) throw new Error(`The command takes no step "${name}"`);
  return step;
}

/** A step that has a call to make. */
export async function callOf(prepared: Promise<Prepared>) {
  const { kind, ...call } = await prepared;
  if (kind !== 'call') throw new Error(`It is ${kind}, and no call`);
  return call as Omit<Extract<Prepared, { kind: 'call' }>, 'kind'>;
}
