// Fills the hub with the demonstration by the same use cases that clients reach, and waits until its cases are there.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { SubmissionBody } from '../../shared/contracts/intake.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { type DemoRequest, demonstration } from './demonstration.ts';

export interface SeedDemoDeps {
  /** Accepts a submission and answers with its id. */
  readonly submit: (body: SubmissionBody) => Promise<string>;
  readonly caseExists: (caseId: string) => Promise<boolean>;
  readonly changeStatus: (caseId: string, status: CaseStatus, reason: string) => Promise<unknown>;
  readonly pause: (ms: number) => Promise<void>;
}

const pollMs = 100;
/** 150 polls of 100 ms: 15 s, half of what API Gateway waits. */
const mostPolls = 150;

export async function seedDemo(deps: SeedDemoDeps): Promise<void> {
  const submitted: { readonly caseId: string; readonly request: DemoRequest }[] = [];
  // One after the other, so that the newest-first lists show them in this order each time.
  for (const request of demonstration) {
    const submissionId = await deps.submit(request.body);
    submitted.push({ caseId: makeId('case', ulidOf(submissionId)), request });
  }
  for (const { caseId, request } of submitted) {
    await untilThere(caseId, deps);
    for (const { status, reason } of request.steps) await deps.changeStatus(caseId, status, reason);
  }
}

async function untilThere(caseId: string, deps: SeedDemoDeps): Promise<void> {
  for (let poll = 0; poll < mostPolls; poll += 1) {
    if (await deps.caseExists(caseId)) return;
    await deps.pause(pollMs);
  }
  throw new HubError({
    kind: 'transient',
    code: 'DEMO.NOT_CARRIED_ON',
    message: `the demonstration's case ${caseId} did not appear within 15 s; look at relay, queue and sync`,
  });
}
