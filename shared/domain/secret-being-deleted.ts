/** The secret that a tenant had is being deleted, and its name is not free yet: ask again. Nothing was stored. */
export class SecretBeingDeleted extends Error {
  constructor(options?: ErrorOptions) {
    super('The secret that the tenant had is still being deleted', options);
    this.name = 'SecretBeingDeleted';
  }
}
