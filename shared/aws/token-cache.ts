import type { StoredToken, TokenStore } from './token-store.ts';

/** Reads tokens through a small cache with a time limit. Nothing but usable tokens is kept. */
export interface TokenCache {
  /** The token of that version if it is kept; else the current one, as Secrets Manager has it now. */
  read(tenantId: string, version?: string): Promise<StoredToken>;
  /** After a 401: the next read asks Secrets Manager again. */
  forget(tenantId: string): void;
}

export interface TokenCacheOptions {
  readonly ttlMs: number;
  readonly now: () => number;
  /** Told every token before it is used, so that logs can leave it out. */
  readonly onToken: (token: string) => void;
}

type Usable = Extract<StoredToken, { kind: 'token' }>;

export function tokenCache(store: Pick<TokenStore, 'read'>, { ttlMs, now, onToken }: TokenCacheOptions): TokenCache {
  const kept = new Map<string, { readonly stored: Usable; readonly untilMs: number }>();
  return {
    async read(tenantId, version) {
      const hit = kept.get(tenantId);
      if (hit && now() < hit.untilMs && hit.stored.version === version) return hit.stored;
      const stored = await store.read(tenantId);
      kept.delete(tenantId);
      if (stored.kind === 'token') {
        onToken(stored.token);
        kept.set(tenantId, { stored, untilMs: now() + ttlMs });
      }
      return stored;
    },
    forget: (tenantId) => void kept.delete(tenantId),
  };
}
