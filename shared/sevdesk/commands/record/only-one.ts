/** What is answered bare, or as a list of one: sevdesk does either, and documents either. */
export function onlyOne(objects: unknown): unknown {
  return Array.isArray(objects) ? objects[0] : objects;
}
