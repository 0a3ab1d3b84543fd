import type { StoredMessage } from '../fifo-queue.ts';
import { type SimulatedType, simulatedCommand, type Wish } from '../simulated-commands.ts';
import { AskedCommand } from './asked-command.ts';

/** A message as a product sends it. */
export interface Asking {
  readonly type: SimulatedType;
  readonly wish: Wish;
  readonly body: string;
}

/** All commands that were asked for. */
export class AskedCommands {
  readonly #byName = new Map<string, AskedCommand>();
  readonly #byMarker = new Map<string, AskedCommand[]>();

  ask({ type, wish, body }: Asking, nowMs: number): void {
    const { tenantId, commandId } = wish;
    const marker = simulatedCommand(type).marker(wish);
    const known = this.of(tenantId, commandId);
    const asked = known ?? new AskedCommand({ tenantId, commandId, type, marker, firstSentAtMs: nowMs });
    asked.wishes.set(body, wish);
    if (known) return;
    this.#byName.set(asked.name, asked);
    const key = markerKey(tenantId, simulatedCommand(type).model, marker);
    this.#byMarker.set(key, [...(this.#byMarker.get(key) ?? []), asked]);
  }

  /** A message that SQS took, of whoever sent it. */
  sent(message: StoredMessage): void {
    const { commandId } = JSON.parse(message.body) as { readonly commandId: string };
    this.of(message.group, commandId)?.messages.push(message);
  }

  of(tenantId: string, commandId: string): AskedCommand | undefined {
    return this.#byName.get(`${tenantId}/${commandId}`);
  }

  /** Whoever asked for something with the record that has this marker. */
  about(tenantId: string, model: string, marker: string): readonly AskedCommand[] {
    return this.#byMarker.get(markerKey(tenantId, model, marker)) ?? [];
  }

  /** Whoever asked for the same record to be made: one of them may get it. */
  rivals({ tenantId, type, marker }: AskedCommand): readonly AskedCommand[] {
    const { model, creation } = simulatedCommand(type);
    return this.about(tenantId, model, marker).filter((one) => creation && simulatedCommand(one.type).creation);
  }

  get all(): Iterable<AskedCommand> {
    return this.#byName.values();
  }
}

function markerKey(tenantId: string, model: string, marker: string): string {
  return JSON.stringify([tenantId, model, marker]);
}
