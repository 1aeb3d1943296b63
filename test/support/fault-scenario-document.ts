// The scenario of a submission with a document, and the parts that all scenarios share.
import { createHash } from 'node:crypto';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import type { Scenario } from './crash-sweep.ts';
import type { World } from './fault-world.ts';
import { sampleBody } from './sample-body.ts';

export const post = { method: 'POST', resource: '/intake/submissions', body: sampleBody } as const;

export const ofEntity = (items: readonly Item[], entity: string) => items.filter((item) => item['entity'] === entity);

export function countWrong(items: readonly Item[], entity: string, expected: number): readonly string[] {
  const count = ofEntity(items, entity).length;
  return count === expected ? [] : [`there are ${count} of ${entity}, not ${expected}`];
}

const bytes = new TextEncoder().encode('Delivery window, as agreed.\n');
const declaration = {
  file_name: 'agreement.txt',
  content_type: 'text/plain',
  size_bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};

/** The document is declared with the submission, uploaded by its link and completed. */
export const submissionWithDocument: Scenario = {
  name: 'submission with document',
  prepare: async () => '',
  act: async (world, _, client) => {
    const { document } = await client({ ...post, body: { ...sampleBody, document: declaration } });
    const { upload, document: declared } = document as { upload: { url: string }; document: Item };
    world.bucket.set(new URL(upload.url).pathname.slice(1), { bytes, modifiedAt: new Date() });
    const params = { document_id: String(declared['document_id']) };
    await client({ method: 'POST', resource: '/documents/{document_id}/complete', params });
    await world.pump();
  },
  // The sweep finishes an aborted verification after a minute and deletes orphaned objects after an hour.
  later: async (world) => {
    for (const minutes of [2, 7 * 60]) {
      world.advance(minutes * 60_000);
      await world.sweepDocuments();
    }
  },
  judge: (items, world) => [
    ...countWrong(items, 'submission', 1),
    ...countWrong(items, 'document', 1),
    ...countWrong(items, 'document_version', 1),
    ...documentWrongs(items, world),
  ],
};

/** Available documents have their bytes, others have none, and no work is left. */
function documentWrongs(items: readonly Item[], world: World): readonly string[] {
  const versions = ofEntity(items, 'document_version');
  const kept = [...world.bucket].map(([key, object]) => `${key} ${Buffer.from(object.bytes).toString()}`);
  const expected = versions
    .filter(({ status }) => status === 'available')
    .map((item) => `documents/${String(item['pk']).slice('DOC#'.length)}/1 ${Buffer.from(bytes).toString()}`);
  return [
    ...[...versions, ...ofEntity(items, 'document')]
      .filter(({ status, pending_pk }) => status !== 'available' || pending_pk !== undefined)
      .map(({ pk, status }) => `${pk} is ${status}`),
    ...(kept.join() === expected.join() ? [] : [`the bucket has ${kept.join()} and not ${expected.join()}`]),
  ];
}
