// What the API fuzzing finds in the hub: the demonstration, documents in several states, and parked dead letters.
import { parkMessage } from '../../functions/events/park-message.ts';
import { seed } from '../../infra/local/process/seed.ts';
import { ulidOfHash } from '../../shared/adapters/ids.ts';
import type { DocumentDeclared } from '../../shared/contracts/document.ts';
import { deadLetterStore } from '../../shared/table/desk/dead-letter-store.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { declarationOf, goodFiles, program } from '../support/document-files.ts';
import { type EmbeddedHub, pendingEvents, shards, submitOne } from '../support/embedded-hub.ts';
import { eventually } from '../support/hub-client.ts';

const letters = 6;

export async function fillWorld(hub: EmbeddedHub): Promise<void> {
  await seed(hub.host.apiUrl);
  const wrongs = await hub.wrongs();
  if (wrongs.length > 0) throw new Error(wrongs.join('\n'));
  await park(hub);
  await attach(hub);
}

/** Events that nothing could carry out, of submissions that nobody judges afterwards. A letter is parked as the function behind the dead-letter queue does it. */
async function park(hub: EmbeddedHub): Promise<void> {
  await hub.host.mappings.setEnabled('sync', false);
  for (let index = 0; index < letters; index += 1) await submitOne(hub.operator);
  const waiting = (bodies: readonly string[]) => bodies.length === letters;
  await eventually(() => hub.waiting(), waiting, { what: 'messages on the queue' });
  const deps = {
    deadLetters: deadLetterStore(hub.table),
    events: eventStore(hub.table, shards),
    now: () => new Date(),
    ulidOfHash,
  };
  for (const event of pendingEvents(await hub.items()) as unknown as readonly EventItem[]) {
    await parkMessage({ body: JSON.stringify(toEnvelope(event)), sentAtMs: Date.now() }, deps);
  }
  await hub.host.mappings.setEnabled('sync', true);
}

/** One document of each type, one that is not what it says, and one that was never uploaded. */
async function attach(hub: EmbeddedHub): Promise<void> {
  const [submissionId = ''] = await hub.submit(1);
  const [anyFile] = goodFiles;
  if (anyFile === undefined) throw new Error('there are no good files');
  for (const file of [...goodFiles, { ...anyFile, bytes: program }]) {
    const { document, upload } = await declare(hub, submissionId, file);
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(file.bytes) });
    await hub.operator.call('POST', `/documents/${document.document_id}/complete`);
  }
  await declare(hub, submissionId, anyFile);
}

async function declare(hub: EmbeddedHub, submissionId: string, file: Parameters<typeof declarationOf>[0]) {
  const path = `/intake/submissions/${submissionId}/documents`;
  const { status, body } = await hub.operator.call<DocumentDeclared>('POST', path, { body: declarationOf(file) });
  if (status !== 201) throw new Error(`a document was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
