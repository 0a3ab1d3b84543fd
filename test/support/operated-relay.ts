import { setTimeout as pause } from 'node:timers/promises';
import { runCli } from '../../infra/cli/run-cli.ts';
import type { EventType, RelayEvent } from '../../shared/contract/event.ts';
import { cliWorld } from '../unit/cli/cli-world.ts';
import { anInvoiceCommand, invoiceData } from './builders.ts';
import type { RunningRelay } from './running-relay.ts';

export const of = (tenantId: string) => (event: RelayEvent) => event.tenantid === tenantId;

/** A running relay as its operator and its product use it. */
export function operatedRelay(relay: RunningRelay) {
  /** The command-line tool; `stdin` is a token. */
  const tool = async (args: readonly string[], stdin = '') => {
    const { context, written } = cliWorld({ stdin, env: { AWS_ENDPOINT_URL: relay.account.url }, now: Date.now });
    const exitCode = await runCli(['--stage', 'local', ...args], { ...context, pause });
    return { exitCode, ...written };
  };
  return {
    tenant: (...args: string[]) => tool(['tenant', ...args]),
    poll: (tenantId: string, resource: string) => tool(['poll', tenantId, '--resource', resource]),
    give: (name: 'connect' | 'rotate', tenantId: string, token: string) =>
      tool(['tenant', name, tenantId, '--sevdesk-url', relay.sevdeskUrl], token),
    /** How often something was told: under how many ids. */
    told(tenantId: string, type: EventType): number {
      const events = relay.witness.all().filter((event) => of(tenantId)(event) && event.type === type);
      return new Set(events.map(({ id }) => id)).size;
    },
    seeCreated: (tenantId: string, contactId: unknown) =>
      relay.witness.see('contact.created', (event) => {
        return of(tenantId)(event) && event.subject === `Contact/${String(contactId)}`;
      }),
    /** Subjects of created records, with the ids under which that was told. */
    created(tenantId: string): readonly string[] {
      const events = relay.witness.all().filter((event) => of(tenantId)(event) && event.type.endsWith('.created'));
      return [...new Set(events.map(({ subject, id }) => `${subject} ${id}`))];
    },
    async send(tenantId: string, contactId: string, ids: readonly string[]): Promise<void> {
      for (const commandId of ids) {
        const data = invoiceData({ reference: commandId, contact: { id: contactId } });
        await relay.product.send(anInvoiceCommand({ commandId, tenantId, data }));
      }
    },
    async seeCommands(type: 'command.parked' | 'command.succeeded', tenantId: string, ids: readonly string[]) {
      for (const id of ids) {
        await relay.witness.see(type, (event) => event.correlationid === id && of(tenantId)(event));
      }
    },
    /** What commands made, in the order in which it was made. */
    async made(token: string, ids: readonly string[]): Promise<string[]> {
      const notes = (await relay.sevdesk.records(token, 'Invoice')).map((row) => String(row.customerInternalNote));
      return notes.filter((note) => ids.includes(note));
    },
    calls: async (token: string) => (await relay.sevdesk.requests({ token })).length,
  };
}
