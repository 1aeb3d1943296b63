// The nine steps of the demonstration over HTTP: from an empty dashboard to the lineage of a completed request.
import { createHash } from 'node:crypto';
import type { HubApi } from './hub-api.ts';
import { type Narrator, StepFailed } from './narrator.ts';

/** State that steps pass to later steps. */
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
const giveUpAfterMs = 30_000;

/** @throws StepFailed when the hub's answer differs from the step's expectation */
export async function walk(operator: HubApi, tell: Narrator): Promise<void> {
  const state: Walk = { hub: operator, tell, submissionId: '', correlationId: '', caseId: '', caseVersion: 0 };
  for (const step of [overview, review, submit, attach, watch, openCase, start, finish, trace]) {
    await step(state);
  }
}

async function overview({ hub, tell }: Walk): Promise<void> {
  tell.step('Open the dashboard', 'The overview shows counts and whether anything needs attention.');
  const body = await tell.ask(hub, 'GET', '/dashboard/overview', {});
  for (const [name, value] of Object.entries(part(body['totals']))) {
    tell.show(name, value);
  }
  tell.show('attention_needed', body['attention_needed']);
  tell.means('These numbers come from a read model that projects all boundaries; the request reads no other boundary.');
}

async function review({ hub, tell }: Walk): Promise<void> {
  tell.step('Review the submissions', 'One row per submission, newest first, with its state in each boundary.');
  const body = await tell.ask(hub, 'GET', '/dashboard/records?limit=5', {});
  for (const row of rows(body)) {
    const submission = part(row['submission']);
    const { processing_status = 'no case' } = part(row['operation_case']);
    tell.show(String(submission['request_type']), `${processing_status} · ${submission['request_description']}`);
  }
  tell.means(
    rows(body).length === 0
      ? 'The store is empty; npm run demo:reset seeds the demonstration.'
      : 'Each row combines data of five boundaries, and each boundary owns only its own part.',
  );
}

async function submit(walk: Walk): Promise<void> {
  const { hub, tell } = walk;
  tell.step(
    'Submit a request',
    'The portal form sends the same request. The idempotency key makes a retry safe when an answer is lost.',
  );
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
  expectThat(again['submission_id'] === walk.submissionId, 'the retry created a second submission');
  tell.means('One transaction wrote submission, service request and event. The retry changed nothing.');
}

async function attach({ hub, tell, submissionId }: Walk): Promise<void> {
  tell.step('Attach a document', 'The declaration fixes name, type, size and checksum before the upload.');
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
  tell.means(
    'The hub read the bytes back and verified them against the declaration; only then is the document available.',
  );
}

async function watch(walk: Walk): Promise<void> {
  const { hub, tell, submissionId } = walk;
  tell.step('Watch the synchronisation', 'Relay, queue and sync run asynchronously; the row shows their progress.');
  const startedMs = performance.now();
  const row = await until(
    () => tell.ask(hub, 'GET', `/dashboard/records/${submissionId}`, { expect: [200, 404], quietly: true }),
    (found) => found['business_object'] !== undefined && found['business_object'] !== null,
    'the submission has no case; check relay, queue and sync',
  );
  walk.caseId = String(part(row['operation_case'])['operation_case_id']);
  tell.show('event', part(row['event'])['event_status']);
  tell.show('case', walk.caseId);
  tell.show('business object', part(row['business_object'])['business_object_id']);
  tell.show('seen after', `${Math.round(performance.now() - startedMs)} ms of polling`);
  tell.means('The event was delivered at least once; case and object exist exactly once.');
}

async function openCase(walk: Walk): Promise<void> {
  const { hub, tell, caseId } = walk;
  tell.step('Select the case', 'One read returns the case with its history and comments.');
  const body = await tell.ask(hub, 'GET', `/operational/cases/${caseId}`, {});
  walk.caseVersion = Number(body['version']);
  for (const name of ['processing_status', 'due_at', 'allowed_statuses']) {
    tell.show(name, body[name]);
  }
  tell.means('The case allows only the listed status changes and refuses all others.');
}

async function start(walk: Walk): Promise<void> {
  walk.tell.step('Take it over', 'The change names the version that was read, which prevents lost updates.');
  await changeStatus(walk, 'in_progress', 'taken over by the early shift');
  const stale = await walk.tell.ask(walk.hub, 'PATCH', `/operational/cases/${walk.caseId}/status`, {
    body: { new_status: 'completed', change_reason: 'decided on what was read before' },
    headers: { 'if-match': '"1"' },
    expect: [412],
  });
  walk.tell.show('refused', stale['detail']);
  walk.tell.means('The second change named an old version, so the hub refused it and wrote nothing.');
}

async function finish(walk: Walk): Promise<void> {
  walk.tell.step('Complete it', 'Completed is terminal: reopening creates a new, linked case.');
  await changeStatus(walk, 'completed', 'the cable was replaced');
  const refused = await walk.tell.ask(walk.hub, 'PATCH', `/operational/cases/${walk.caseId}/status`, {
    body: { new_status: 'open', change_reason: 'not allowed any more' },
    expect: [409],
  });
  walk.tell.show('refused', refused['detail']);
  walk.tell.means('The same rules apply to every client: page, script or other system.');
}

async function trace(walk: Walk): Promise<void> {
  const { hub, tell, caseId, correlationId, submissionId } = walk;
  tell.step(
    'Review history, events, sync logs and lineage',
    'The audit shows each change, its author and the function that processed it.',
  );
  await until(
    () => tell.ask(hub, 'GET', `/dashboard/records/${submissionId}`, { quietly: true }),
    (row) => part(row['business_object'])['lifecycle_status'] === 'completed',
    'the canonical object did not reach the status of its case',
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
  tell.means('The boundaries themselves explain every step; the dashboard keeps no data of its own.');
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
  const endMs = performance.now() + giveUpAfterMs;
  for (;;) {
    const value = await read();
    if (good(value)) {
      return value;
    }
    if (performance.now() > endMs) {
      throw new StepFailed(`${otherwise} (waited ${giveUpAfterMs / 1000} s)`);
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
