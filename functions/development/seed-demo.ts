// Fills the hub with the demonstration by the requests that clients make, step by step: each waits for what the last one sets off, so
// that every seeding leaves the same records behind.
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
  /** Answers with the version that the case has since. */
  readonly changeStatus: (caseId: string, status: CaseStatus, reason: string) => Promise<number>;
  /** Version of the case that its canonical object shows. */
  readonly shownVersion: (caseId: string) => Promise<number>;
  readonly changeCase: (caseId: string, body: CaseChangeBody) => Promise<unknown>;
  readonly commentOnCase: (caseId: string, text: string) => Promise<unknown>;
  /** Reopens a case and answers with the id of the new one. */
  readonly reopen: (caseId: string, reason: string) => Promise<string>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
}

/** Code of the error of a seeding that was too slow for itself. */
export const overtaken = 'DEMO.OVERTAKEN';

const pollMs = 100;
/** 150 polls of 100 ms: 15 s, half of what API Gateway waits. */
const mostPolls = 150;

export async function seedDemo(deps: SeedDemoDeps): Promise<void> {
  let cases: CaseWork[] = [];
  // One after the other, so that the newest-first lists show them in this order each time.
  for (const request of demonstration) {
    const submissionId = await deps.submit(request.body);
    await changeEarly(submissionId, request, deps);
    if (request.comment !== undefined) await deps.commentOnSubmission(submissionId, request.comment);
    const caseId = makeId('case', ulidOf(submissionId));
    if (request.early?.do !== 'withdraw') cases.push({ caseId, steps: request.steps });
  }
  while (cases.length > 0) cases = await takeRound(cases, deps);
}

/** What is still to be done to a case. */
interface CaseWork {
  readonly caseId: string;
  readonly steps: readonly DemoStep[];
}

/** The next step of each case, in order; then waits for what these have set off. */
async function takeRound(cases: readonly CaseWork[], deps: SeedDemoDeps): Promise<CaseWork[]> {
  for (const { caseId } of cases) {
    await until(() => deps.caseExists(caseId), `the demonstration's case ${caseId} did not appear`, deps);
  }
  const left: CaseWork[] = [];
  const changed: { readonly caseId: string; readonly version: number }[] = [];
  for (const { caseId, steps } of cases) {
    const [step, ...rest] = steps;
    if (step === undefined) continue;
    if (step.do === 'status') {
      changed.push({ caseId, version: await deps.changeStatus(caseId, step.status, step.reason) });
    } else if (step.do === 'reopen') {
      left.push({ caseId: await deps.reopen(caseId, step.reason), steps: step.afterwards });
    } else {
      await takeStep(caseId, step, deps);
    }
    left.push({ caseId, steps: rest });
  }
  // Two changes at once would be one for the canonical object, and the earlier event would be skipped.
  for (const { caseId, version } of changed) {
    const isShown = async () => (await deps.shownVersion(caseId)) >= version;
    await until(isShown, `version ${version} of ${caseId} did not reach its canonical object`, deps);
  }
  return left;
}

/** @throws HubError `DEMO.OVERTAKEN` (transient) when the request was picked up first: seeding it again may be faster. */
async function changeEarly(submissionId: string, { early }: DemoRequest, deps: SeedDemoDeps): Promise<void> {
  try {
    if (early?.do === 'edit') await deps.edit(submissionId, early.edit);
    else if (early?.do === 'withdraw') await deps.withdraw(submissionId, early.reason);
  } catch (cause) {
    if (!(cause instanceof HubError) || cause.code !== 'SUBMISSION.PICKED_UP') throw cause;
    const message = 'a request of the demonstration was picked up before it was changed; reset again';
    throw new HubError({ kind: 'transient', code: overtaken, message, cause });
  }
}

function takeStep(
  caseId: string,
  step: Exclude<DemoStep, { do: 'status' | 'reopen' }>,
  deps: SeedDemoDeps,
): Promise<unknown> {
  switch (step.do) {
    case 'assign':
      return deps.changeCase(caseId, { assignee: step.assignee, change_reason: step.reason });
    case 'due-now':
      return deps.changeCase(caseId, { due_at: deps.now().toISOString(), change_reason: step.reason });
    case 'comment':
      return deps.commentOnCase(caseId, step.text);
  }
}

async function until(holds: () => Promise<boolean>, otherwise: string, deps: SeedDemoDeps): Promise<void> {
  for (let poll = 0; poll < mostPolls; poll += 1) {
    if (await holds()) return;
    await deps.pause(pollMs);
  }
  throw new HubError({
    kind: 'transient',
    code: 'DEMO.NOT_CARRIED_ON',
    message: `${otherwise} within 15 s; look at relay, queue and sync`,
  });
}
