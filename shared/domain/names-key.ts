/** A key of AWS KMS, by all that Secrets Manager may call it: its ARN, its id, its alias, or the alias' ARN. */
export interface TokensKey {
  readonly arn: string;
  /** `alias/…` */
  readonly alias: string;
}

/** Whether `keyId`, as a list of secrets shows it, is this key. None is AWS' own key. */
export function namesKey(keyId: string | undefined, { arn, alias }: TokensKey): boolean {
  const [place = '', id = ''] = arn.split('key/');
  return keyId !== undefined && [arn, id, alias, `${place}${alias}`].includes(keyId);
}
