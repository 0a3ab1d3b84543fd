/** A customer's key. Nothing is encrypted here: it is known, and who may use it. */
export interface LocalKey {
  readonly arn: string;
  /** With `alias/`. */
  readonly aliases: readonly string[];
}

/** The customer's keys of the account. */
export interface Keys {
  readonly add: (arn: string) => void;
  /** @throws Error when there is no such key. */
  readonly addAlias: (alias: string, keyId: string) => void;
  /** By ARN, id, alias, or ARN of the alias. */
  readonly find: (keyId: string) => LocalKey | undefined;
}

export function openKeys(): Keys {
  const keys: { arn: string; aliases: string[] }[] = [];
  const find: Keys['find'] = (keyId) =>
    keys.find(({ arn, aliases }) => {
      const [place = '', id = ''] = arn.split('key/');
      return [arn, id, ...aliases, ...aliases.map((alias) => `${place}${alias}`)].includes(keyId);
    });
  return {
    add: (arn) => void keys.push({ arn, aliases: [] }),
    addAlias: (alias, keyId) => {
      const found = keys.find(({ arn }) => arn === find(keyId)?.arn);
      if (!found) throw new Error(`there is no key ${keyId}`);
      found.aliases.push(alias);
    },
    find,
  };
}
