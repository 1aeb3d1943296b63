// Keeps the development issuer's key pair: the private half where only the issuer may read, the public half for all.
import type { JWK } from 'jose';
import type { HubTable } from '../engine/hub-table.ts';
import { issuerKeysKey, issuerPrivateKeyKey } from './keys.ts';

export interface IssuerStore {
  privateKey(): Promise<JWK | undefined>;
  /** Keeps the pair unless there is one: of two issuers that start at once, one wins and both go on with its key. */
  keepFirst(pair: { readonly privateKey: JWK; readonly publicKey: JWK }): Promise<void>;
}

const unlessThere = { ConditionExpression: 'attribute_not_exists(pk)' } as const;

export function issuerStore(table: HubTable): IssuerStore {
  return {
    privateKey: async () => (await table.get<{ readonly key: JWK }>(issuerPrivateKeyKey))?.key,
    keepFirst: async ({ privateKey, publicKey }) => {
      await table.transact([
        { Put: { Item: { ...issuerPrivateKeyKey, entity: 'issuer_key', key: privateKey }, ...unlessThere } },
        { Put: { Item: { ...issuerKeysKey, entity: 'issuer_keys', keys: [publicKey] }, ...unlessThere } },
      ]);
    },
  };
}
