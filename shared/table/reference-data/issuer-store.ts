// Stores the development issuer's key pair: the private key for the issuer only, the public key for all functions.
import type { JWK } from 'jose';
import type { HubTable } from '../engine/hub-table.ts';
import { issuerKeysKey, issuerPrivateKeyKey } from './keys.ts';

export interface IssuerStore {
  privateKey(): Promise<JWK | undefined>;
  /** Stores the pair unless one exists. Of two issuers that start at once one wins, and both use its pair. */
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
