/** What holds for a tenant's documents unless a command says otherwise. */
export interface TenantSettings {
  /** ISO code of where the tenant is taxed; Germany unless given. Only German tax rules are checked before a call. */
  readonly country?: string | undefined;
  /** Small business (Kleinunternehmer, § 19 UStG). */
  readonly smallBusiness?: boolean | undefined;
  /** Tax rule (Steuerregel) of revenue documents. */
  readonly taxRule?: string | undefined;
  /** SevUser that documents name (Ansprechpartner); the account's first one unless given. */
  readonly contactPersonId?: string | undefined;
}
