import type { StoredToken, TokenStore } from './token-store.ts';

/** Reads tokens through a small cache with a time limit. Nothing but usable tokens is kept. */
export interface TokenCache {
  read(tenantId: string): Promise<StoredToken>;
  /** After a 401: the next read asks Secrets Manager again. */
  forget(tenantId: string): void;
}

export interface TokenCacheOptions {
  readonly ttlMs: number;
  readonly now: () => number;
  /** Told every token before it is used, so that logs can leave it out. */
  readonly onToken: (token: string) => void;
}

export function tokenCache(store: Pick<TokenStore, 'read'>, { ttlMs, now, onToken }: TokenCacheOptions): TokenCache {
  const kept = new Map<string, { readonly stored: StoredToken; readonly untilMs: number }>();
  return {
    async read(tenantId) {
      const hit = kept.get(tenantId);
      if (hit && now() < hit.untilMs) return hit.stored;
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
