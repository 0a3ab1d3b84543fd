/** Keys under which the writer notes, before its call, a record that it is about to create and that carries no marker. */

/** A contact or part with this number. */
export function numberKey(number: string | undefined): string | undefined {
  return number && `number:${number}`;
}

/** An address or a communication way of this contact. */
export function contactKey(contactId: string | undefined): string | undefined {
  return contactId && `contact:${contactId}`;
}

/** A document made from one of another model: an invoice from its order. */
export function originKey(origin: unknown): string | undefined {
  if (typeof origin !== 'object' || origin === null) return undefined;
  const { id, objectName } = origin as { id?: unknown; objectName?: unknown };
  return `origin:${String(objectName)}:${String(id)}`;
}
