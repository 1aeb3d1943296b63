// The nine steps of the demonstration over HTTP: from an empty look at the dashboard to the lineage of a finished request.
import { createHash } from 'node:crypto';
import type { HubApi } from './hub-api.ts';
import { type Narrator, StepFailed } from './narrator.ts';

/** What the steps find out for the later ones. */
interface Walk {
  readonly hub: HubApi;
  readonly tell: Narrator;
  submissionId: string;
  correlationId: string;
  caseId: string;
  caseVersion: number;
}

type Part = Readonly<Record<string, unknown>>;

const requestBody = {
  intake_method: 'manual_form',
  requester_name: 'Alex Example',
  requester_email: 'alex@example.test',
  request_description: 'The scanner at gate two reads no labels since this morning.',
  request_type: 'INCIDENT_REPORT',
  priority: 'high',
  assigned_team: 'TECHNICAL_TEAM',
};
const attachment = { name: 'scanner-log.txt', text: 'gate 2, 06:12: label not read\ngate 2, 06:13: label not read\n' };
const lookEveryMs = 50;
const patienceMs = 30_000;

/** @throws StepFailed with the step's own words when the hub does not do what the step says */
export async function walk(operator: HubApi, tell: Narrator): Promise<void> {
  const state: Walk = { hub: operator, tell, submissionId: '', correlationId: '', caseId: '', caseVersion: 0 };
  for (const step of [overview, review, submit, attach, watch, openCase, start, finish, trace]) {
    await step(state);
  }
}

async function overview({ hub, tell }: Walk): Promise<void> {
  tell.step('Open the dashboard', 'The overview counts what there is and says whether anything needs attention.');
  const body = await tell.ask(hub, 'GET', '/dashboard/overview', {});
  for (const [name, value] of Object.entries(part(body['totals']))) {
    tell.show(name, value);
  }
  tell.show('attention_needed', body['attention_needed']);
  tell.means('These numbers come from a read model that follows all boundaries; no other boundary was asked.');
}

async function review({ hub, tell }: Walk): Promise<void> {
  tell.step('Review what is there', 'One row a request, newest first, with its way through all boundaries.');
  const body = await tell.ask(hub, 'GET', '/dashboard/records?limit=5', {});
  for (const row of rows(body)) {
    const submission = part(row['submission']);
    const { processing_status = 'no case' } = part(row['operation_case']);
    tell.show(String(submission['request_type']), `${processing_status} · ${submission['request_description']}`);
  }
  tell.means(
    rows(body).length === 0
      ? 'The store is empty; npm run demo:reset seeds the demonstration.'
      : 'Each row was put together from five boundaries, each of which keeps only its own part.',
  );
}

async function submit(walk: Walk): Promise<void> {
  const { hub, tell } = walk;
  tell.step('Submit a request', 'As the portal form does. The key makes it safe to repeat when an answer gets lost.');
  const options = {
    body: requestBody,
    headers: { 'idempotency-key': `walk-${Date.now()}-${process.pid}` },
    expect: [201],
  };
  const body = await tell.ask(hub, 'POST', '/intake/submissions', options);
  walk.submissionId = String(body['submission_id']);
  walk.correlationId = String(body['correlation_id']);
  for (const name of ['submission_id', 'request_number', 'event_id', 'correlation_id']) {
    tell.show(name, body[name]);
  }
  const again = await tell.ask(hub, 'POST', '/intake/submissions', options);
  expectThat(again['submission_id'] === walk.submissionId, 'the repetition made a second submission');
  tell.means('Submission, service request and event were written in one transaction. The repetition changed nothing.');
}

async function attach({ hub, tell, submissionId }: Walk): Promise<void> {
  tell.step('Attach a document', 'Declared first: name, type, size and checksum are fixed before a byte is sent.');
  const bytes = Buffer.from(attachment.text);
  const declared = await tell.ask(hub, 'POST', `/intake/submissions/${submissionId}/documents`, {
    body: {
      file_name: attachment.name,
      content_type: 'text/plain',
      size_bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
    expect: [201],
  });
  const upload = part(declared['upload']);
  const put = await fetch(String(upload['url']), {
    method: 'PUT',
    headers: upload['headers'] as Record<string, string>,
    body: bytes,
  });
  expectThat(put.ok, `the upload was answered ${put.status}`);
  tell.show('uploaded', `${bytes.length} bytes straight to the document store, past the API`);
  const id = String(part(declared['document'])['document_id']);
  const document = await tell.ask(hub, 'POST', `/documents/${id}/complete`, {});
  tell.show('status', document['status']);
  expectThat(document['status'] === 'available', `the document is ${String(document['status'])}`);
  tell.means('The bytes were read back and compared with what was declared; only then is the document available.');
}

async function watch(walk: Walk): Promise<void> {
  const { hub, tell, submissionId } = walk;
  tell.step('Watch it being carried on', 'Relay, queue and sync work by themselves; the row shows how far they are.');
  const startedMs = performance.now();
  const row = await until(
    () => tell.ask(hub, 'GET', `/dashboard/records/${submissionId}`, { expect: [200, 404], quietly: true }),
    (found) => found['business_object'] !== undefined && found['business_object'] !== null,
    'the request did not get its case; look at relay, queue and sync',
  );
  walk.caseId = String(part(row['operation_case'])['operation_case_id']);
  tell.show('event', part(row['event'])['event_status']);
  tell.show('case', walk.caseId);
  tell.show('business object', part(row['business_object'])['business_object_id']);
  tell.show('seen after', `${Math.round(performance.now() - startedMs)} ms of looking`);
  tell.means('The event was delivered at least once; case and object exist exactly once.');
}

async function openCase(walk: Walk): Promise<void> {
  const { hub, tell, caseId } = walk;
  tell.step('Select the case', 'One read brings the case with its history and comments.');
  const body = await tell.ask(hub, 'GET', `/operational/cases/${caseId}`, {});
  walk.caseVersion = Number(body['version']);
  for (const name of ['processing_status', 'due_at', 'allowed_statuses']) {
    tell.show(name, body[name]);
  }
  tell.means('Only the statuses listed are allowed from here; everything else is refused with this list.');
}

async function start(walk: Walk): Promise<void> {
  walk.tell.step('Take it over', 'The change names the version that was read, so that nobody is overwritten.');
  await changeStatus(walk, 'in_progress', 'taken over by the early shift');
  const stale = await walk.tell.ask(walk.hub, 'PATCH', `/operational/cases/${walk.caseId}/status`, {
    body: { new_status: 'completed', change_reason: 'decided on what was read before' },
    headers: { 'if-match': '"1"' },
    expect: [412],
  });
  walk.tell.show('refused', stale['detail']);
  walk.tell.means('The second change was based on an old version and was refused; nothing was written for it.');
}

async function finish(walk: Walk): Promise<void> {
  walk.tell.step('Complete it', 'Completed is terminal: a case that comes back is reopened as a new, linked one.');
  await changeStatus(walk, 'completed', 'the cable was replaced');
  const refused = await walk.tell.ask(walk.hub, 'PATCH', `/operational/cases/${walk.caseId}/status`, {
    body: { new_status: 'open', change_reason: 'not allowed any more' },
    expect: [409],
  });
  walk.tell.show('refused', refused['detail']);
  walk.tell.means('The rules are the same for everybody, whether page, script or other system.');
}

async function trace(walk: Walk): Promise<void> {
  const { hub, tell, caseId, correlationId, submissionId } = walk;
  tell.step(
    'Review history, events, sync logs and lineage',
    'What happened, who did it, and which function carried it.',
  );
  await until(
    () => tell.ask(hub, 'GET', `/dashboard/records/${submissionId}`, { quietly: true }),
    (row) => part(row['business_object'])['lifecycle_status'] === 'completed',
    'the canonical object did not follow its case',
  );
  const one = await tell.ask(hub, 'GET', `/operational/cases/${caseId}`, {});
  for (const entry of rows({ data: one['history'] })) {
    tell.show(
      `version ${entry['version']}`,
      `${entry['new_status']} by ${entry['changed_by']}: ${entry['change_reason']}`,
    );
  }
  const events = await tell.ask(hub, 'GET', `/integration/events?correlation_id=${correlationId}`, {});
  for (const event of rows(events)) {
    tell.show(String(event['event_type']), event['event_status']);
  }
  const logs = await tell.ask(hub, 'GET', `/integration/sync-logs?correlation_id=${correlationId}`, {});
  for (const log of rows(logs)) {
    tell.show(String(log['outcome']), log['message']);
  }
  const graph = await tell.ask(hub, 'GET', `/canonical/lineage-graph?id=${submissionId}&direction=forward`, {});
  for (const edge of rows({ data: graph['edges'] })) {
    tell.show(String(edge['relation']), `${edge['from']} → ${edge['to']}`);
  }
  expectThat(rows(events).length === 3, `there are ${rows(events).length} events instead of 3`);
  expectThat(rows(logs).length === 3, `there are ${rows(logs).length} sync logs instead of 3`);
  expectThat(rows({ data: graph['edges'] }).length > 0, 'the lineage is empty');
  tell.means('Every step can be explained from the records themselves, without anything the dashboard keeps.');
}

async function changeStatus(walk: Walk, newStatus: string, reason: string): Promise<void> {
  const body = await walk.tell.ask(walk.hub, 'PATCH', `/operational/cases/${walk.caseId}/status`, {
    body: { new_status: newStatus, change_reason: reason },
    headers: { 'if-match': `"${walk.caseVersion}"` },
  });
  walk.caseVersion = Number(body['version']);
  walk.tell.show('processing_status', body['processing_status']);
  walk.tell.show('version', body['version']);
}

async function until(read: () => Promise<Part>, good: (value: Part) => boolean, otherwise: string): Promise<Part> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (good(value)) {
      return value;
    }
    if (performance.now() > endMs) {
      throw new StepFailed(`${otherwise} (waited ${patienceMs / 1000} s)`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) {
    throw new StepFailed(otherwise);
  }
}

function part(value: unknown): Part {
  return typeof value === 'object' && value !== null ? (value as Part) : {};
}

function rows(body: Part): readonly Part[] {
  return Array.isArray(body['data']) ? (body['data'] as readonly Part[]) : [];
}
