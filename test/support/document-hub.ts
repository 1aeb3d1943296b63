// The document boundary without functions: the product's use cases over a table of the embedded engine and an in-memory
// bucket, with an injected clock and faults at any call.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';
import { completeDocument } from '../../functions/documents/complete-document.ts';
import { declareDocument, declareVersion } from '../../functions/documents/declare-document.ts';
import { deleteDocument } from '../../functions/documents/delete-document.ts';
import { linkDocument } from '../../functions/documents/link-document.ts';
import { readDocument } from '../../functions/documents/read-documents.ts';
import { sweepDocuments } from '../../functions/documents/sweep-documents.ts';
import type { ScannerMark } from '../../functions/documents/verify-document.ts';
import { detectFileType } from '../../shared/adapters/file-kind.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { objectLinks } from '../../shared/adapters/object-links.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import { type ScanDocument, scanForTestFile } from '../../shared/adapters/scan-document.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';
import { documentStore } from '../../shared/table/documents/document-store.ts';
import { documentWorkStore } from '../../shared/table/documents/document-work-store.ts';
import { documentEraser } from '../../shared/table/documents/eraser.ts';
import { objectKeys } from '../../shared/table/documents/keys.ts';
import { uploadLinkBy } from '../../shared/table/documents/upload-link.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { declarationOf, type TestFile } from './document-files.ts';
import { type FaultMode, SimulatedFault } from './faults.ts';
import { type TestTable, testTableName } from './table.ts';

export const bucketName = 'documents';
export const uploader = { name: 'Uma', subject: 'person-uma' };
const shards = 4;

export interface TestBucket {
  newClient(): S3Client;
  /** Keys of all objects. */
  keys(): Promise<readonly string[]>;
  put(key: string, bytes: Buffer, type: string): Promise<void>;
  read(key: string): Promise<Buffer | undefined>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestBucket(): Promise<TestBucket> {
  const server = buildApp({ logger: false });
  const endpoint = await server.listen({ port: 0, host: '127.0.0.1' });
  const newClient = () =>
    new S3Client({
      endpoint,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  const s3 = newClient();
  await fetch(`${endpoint}/${bucketName}`, { method: 'PUT' });
  const keys = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucketName }));
    return Contents.map(({ Key = '' }) => Key);
  };
  return {
    newClient,
    keys,
    put: async (Key, Body, ContentType) => {
      await s3.send(new PutObjectCommand({ Bucket: bucketName, Key, Body, ContentType }));
    },
    read: async (Key) => {
      const found = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key })).catch(() => undefined);
      return found === undefined ? undefined : Buffer.from((await found.Body?.transformToByteArray()) ?? []);
    },
    clear: async () => {
      for (const Key of await keys()) await s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key }));
    },
    stop: async () => {
      s3.destroy();
      await server.close();
    },
  };
}

interface Options {
  readonly limitBytes?: number;
  readonly scannerMark?: ScannerMark;
  readonly scan?: ScanDocument;
}

/** The use cases with their own clients. */
export function documentHub(test: TestTable, bucket: TestBucket, options: Options = {}) {
  const documentsClient = test.newDocuments();
  const s3 = bucket.newClient();
  const faults = faultsOn(documentsClient, s3);
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const table = hubTable(documentsClient, testTableName);
  const links = objectLinks(
    { credentials: s3.config.credentials, region: s3.config.region, sha256: s3.config.sha256 },
    { origin: 'https://documents.s3.us-east-1.amazonaws.com', publicUrl: 'https://documents.example' },
  );
  const deps = {
    documents: documentStore(table, shards),
    work: documentWorkStore(table, shards),
    objects: objectStore(s3, bucketName),
    keys: objectKeys,
    detectType: detectFileType,
    scan: options.scan ?? scanForTestFile,
    scannerMark: options.scannerMark ?? (async () => 'clean' as const),
    links,
    uploadLink: uploadLinkBy(links),
    limitBytes: options.limitBytes ?? 1024 * 1024,
    now,
    newUlid: ulidSource(),
    onError: () => undefined,
  };
  const idempotency = (keyHash?: string, fingerprint?: string) =>
    keyHash === undefined ? undefined : { keyHash, fingerprint };
  return {
    ...deps,
    faults,
    /** Advances the clock of everything except the bucket. */
    later: (ms: number) => {
      aheadMs += ms;
    },
    declare: (submissionId: string, file: TestFile, keyHash?: string, fingerprint?: string) =>
      declareDocument(
        {
          submissionId,
          declaration: declarationOf(file),
          by: uploader,
          idempotency: idempotency(keyHash, fingerprint),
        },
        deps,
      ),
    declareVersion: (documentId: string, file: TestFile, keyHash?: string, by = uploader, role: Role = 'operator') =>
      declareVersion(
        { documentId, declaration: declarationOf(file), by: { ...by, role }, idempotency: idempotency(keyHash) },
        deps,
      ),
    /** Uploads like a client through its link. */
    upload: (documentId: string, version: number, { bytes, type }: TestFile) =>
      bucket.put(objectKeys.of('uploads', documentId, version), bytes, type),
    complete: (documentId: string) => completeDocument(documentId, deps),
    read: (documentId: string) => readDocument({ documentId, unmasked: true }, deps),
    link: (documentId: string, version?: number) =>
      linkDocument({ documentId, disposition: 'attachment', version }, deps),
    delete: (documentId: string, by = uploader, role: Role = 'operator') =>
      deleteDocument({ documentId, reason: 'not needed', by: { ...by, role } }, deps),
    /** @returns number of documents of the submission that are erased now */
    erase: (submissionId: string) => documentEraser(table, shards)(submissionId, { at: new Date().toISOString() }),
    sweep: (remainingMs = () => 60_000) => sweepDocuments(deps, remainingMs),
  };
}
export type DocumentHub = ReturnType<typeof documentHub>;

/** Members of an SDK client that faults need. */
interface Faultable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: unknown) => Promise<unknown>,
        context: { readonly commandName?: string },
      ) => (args: unknown) => Promise<unknown>,
      options: { readonly step: 'initialize'; readonly name: string; readonly override: boolean },
    ): void;
  };
}

/** Counts the calls of both clients in one sequence. */
function faultsOn(...clients: readonly unknown[]) {
  const calls: string[] = [];
  let armed: { readonly at: number; readonly mode: FaultMode } | undefined;
  for (const client of clients as readonly Faultable[]) {
    client.middlewareStack.add((next, context) => (args) => faulty(String(context.commandName), () => next(args)), {
      step: 'initialize',
      name: 'faults',
      override: true,
    });
  }
  async function faulty(name: string, call: () => Promise<unknown>): Promise<unknown> {
    calls.push(name);
    const mode = calls.length === armed?.at ? armed.mode : undefined;
    if (mode === undefined) return call();
    if (mode === 'response-lost') await call().catch(() => undefined);
    throw new SimulatedFault(mode, name);
  }
  return {
    calls,
    arm: (n: number, mode: FaultMode) => {
      armed = { at: calls.length + n, mode };
    },
    disarm: () => {
      armed = undefined;
    },
  };
}
