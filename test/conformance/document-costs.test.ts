// A submission that brings a document along: one transaction for all of it, the same answer again for a repetition, and
// what documents cost by the engine's own accounting.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptSubmission } from '../../functions/intake/accept-submission.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import type { DocumentDeclaration } from '../../shared/contracts/document.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { declarationWrites } from '../../shared/table/documents/document-items.ts';
import { documentStore } from '../../shared/table/documents/document-store.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';
import { metered } from '../support/capacity.ts';
import { declarationOf, text } from '../support/document-files.ts';
import { sampleTraceparent } from '../support/lifecycle.ts';
import { sampleBody } from '../support/sample-body.ts';
import { startTestTable, type TestTable, testTableName } from '../support/table.ts';

let test: TestTable;
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

const shards = 4;
const newUlid = ulidSource();
const declaration = declarationOf({ name: 'note.txt', type: 'text/plain', bytes: text });

function intake() {
  const client = test.newDocuments();
  const cost = metered(client);
  const table = hubTable(client, testTableName);
  const submit = (document: DocumentDeclaration | undefined, idempotencyKeyHash?: string) =>
    acceptSubmission(
      {
        body: { ...sampleBody, ...(document === undefined ? {} : { document }) },
        submittedBy: { name: 'Uma', subject: 'person-uma' },
        traceparent: sampleTraceparent,
        idempotencyKeyHash,
      },
      {
        intake: intakeStore(table, shards),
        catalogue: async () => builtInCatalogue,
        documents: {
          limitBytes: 1000,
          declarationWrites: (declared) => declarationWrites(declared, shards),
          uploadLink: async (documentId, { version }, at) => ({
            method: 'PUT',
            url: `https://documents.example/uploads/${documentId}/${version}`,
            headers: {},
            expires_at: at.toISOString(),
          }),
        },
        now: () => new Date(),
        newUlid,
      },
    );
  return { cost, submit, documents: documentStore(table, shards) };
}

describe('a submission with a document', () => {
  it('is one call, which declares the document too', async () => {
    const { cost, submit, documents } = intake();

    const accepted = await submit(declaration);

    process.stdout.write(`submission with a document: accept ${cost.calls} call, ${cost.writeUnits} WRU\n`);
    expect(cost).toEqual({ calls: 1, writeUnits: 16, readUnits: 0 });
    const id = accepted.document?.document.document_id ?? '';
    expect(id.slice(4)).toBe(accepted.submission_id.slice(4));
    expect((await documents.get(id))?.document).toEqual(accepted.document?.document);
    expect((await documents.ofSubmission(accepted.submission_id, 10)).items).toHaveLength(1);
  });

  it('repeated with its key is answered with the same ids and document', async () => {
    const { submit } = intake();
    const key = `key-${newUlid()}`;
    const first = await submit(declaration, key);

    const again = await submit(declaration, key);

    expect({ ...again, document: again.document?.document }).toEqual({ ...first, document: first.document?.document });
    expect(again.document?.upload.url).toBe(first.document?.upload.url);
  });

  it.each([
    ['a byte too large', { ...declaration, size_bytes: 1001 }, 'DOCUMENT.TOO_LARGE', '#/document/size_bytes'],
    ['badly named', { ...declaration, file_name: '../x.txt' }, 'REQUEST.INVALID', '#/document/file_name'],
  ])('that is %s is refused whole, and says where', async (_what, document, code, pointer) => {
    const { cost, submit } = intake();

    await expect(submit(document)).rejects.toMatchObject({ code, fields: [{ pointer }] });

    expect(cost.calls).toBe(0);
  });
});

describe('documents', () => {
  it('cost what the data model says', async () => {
    const { cost, submit, documents } = intake();
    const accepted = await submit(undefined);
    const spent = async (work: () => Promise<unknown>): Promise<number> => {
      const before = cost.writeUnits;
      await work();
      return cost.writeUnits - before;
    };
    const documentId = `DOC-${newUlid()}`;
    const version = {
      version: 1,
      status: 'pending' as const,
      ...declaration,
      rejection: null,
      uploaded_by: 'Uma',
      created_at: new Date().toISOString(),
      verified_at: null,
    };
    const declared = { documentId, submissionId: accepted.submission_id, version, ownerId: 'person-uma' };
    const at = new Date().toISOString();

    expect(await spent(() => documents.declare(declared, undefined))).toBe(10);
    expect(await spent(() => documents.settle({ documentId, version: 1 }, { kind: 'available' }, at))).toBe(5);
    expect(
      await spent(() => documents.addVersion({ ...declared, version: { ...version, version: 2 } }, { keyHash: 'k' })),
    ).toBe(9);
    expect(await spent(() => documents.delete({ documentId, version: 2, at, by: 'Uma', reason: 'wrong' }))).toBe(3);
  });
});
