// Fills the hub with the demonstration by the same use cases that clients reach, and waits until its cases are there.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { SubmissionBody, SubmissionEdit } from '../../shared/contracts/intake.ts';
import type { CaseChangeBody, CaseStatus } from '../../shared/contracts/operations.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { type DemoRequest, type DemoStep, demonstration } from './demonstration.ts';

export interface SeedDemoDeps {
  /** Accepts a submission and answers with its id. */
  readonly submit: (body: SubmissionBody) => Promise<string>;
  readonly edit: (submissionId: string, edit: SubmissionEdit) => Promise<unknown>;
  readonly withdraw: (submissionId: string, reason: string) => Promise<unknown>;
  readonly commentOnSubmission: (submissionId: string, text: string) => Promise<unknown>;
  readonly caseExists: (caseId: string) => Promise<boolean>;
  readonly changeStatus: (caseId: string, status: CaseStatus, reason: string) => Promise<unknown>;
  readonly changeCase: (caseId: string, body: CaseChangeBody) => Promise<unknown>;
  readonly commentOnCase: (caseId: string, text: string) => Promise<unknown>;
  /** Reopens a case and answers with the id of the new one. */
  readonly reopen: (caseId: string, reason: string) => Promise<string>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
}

const pollMs = 100;
/** 150 polls of 100 ms: 15 s, half of what API Gateway waits. */
const mostPolls = 150;

export async function seedDemo(deps: SeedDemoDeps): Promise<void> {
  const submitted: { readonly caseId: string; readonly request: DemoRequest; readonly withdrawn: boolean }[] = [];
  // One after the other, so that the newest-first lists show them in this order each time.
  for (const request of demonstration) {
    const submissionId = await deps.submit(request.body);
    const changed = await changeEarly(submissionId, request, deps);
    if (request.comment !== undefined) await deps.commentOnSubmission(submissionId, request.comment);
    const withdrawn = changed && request.early?.do === 'withdraw';
    submitted.push({ caseId: makeId('case', ulidOf(submissionId)), request, withdrawn });
  }
  for (const { caseId, request } of submitted.filter(({ withdrawn }) => !withdrawn)) {
    await takeSteps(caseId, request.steps, deps);
  }
}

/** @returns `false` when there was nothing to change, or somebody picked the request up first. */
async function changeEarly(submissionId: string, { early }: DemoRequest, deps: SeedDemoDeps): Promise<boolean> {
  if (early === undefined) return false;
  try {
    if (early.do === 'edit') await deps.edit(submissionId, early.edit);
    else await deps.withdraw(submissionId, early.reason);
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === 'SUBMISSION.PICKED_UP') return false;
    throw error;
  }
}

async function takeSteps(caseId: string, steps: readonly DemoStep[], deps: SeedDemoDeps): Promise<void> {
  await untilThere(caseId, deps);
  for (const step of steps) await takeStep(caseId, step, deps);
}

async function takeStep(caseId: string, step: DemoStep, deps: SeedDemoDeps): Promise<void> {
  switch (step.do) {
    case 'status':
      await deps.changeStatus(caseId, step.status, step.reason);
      break;
    case 'assign':
      await deps.changeCase(caseId, { assignee: step.assignee, change_reason: step.reason });
      break;
    case 'due-now':
      await deps.changeCase(caseId, { due_at: deps.now().toISOString(), change_reason: step.reason });
      break;
    case 'comment':
      await deps.commentOnCase(caseId, step.text);
      break;
    case 'reopen':
      await takeSteps(await deps.reopen(caseId, step.reason), step.afterwards, deps);
      break;
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
