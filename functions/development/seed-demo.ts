// Seeds the demonstration through the API. Each step waits for the effects of the previous one, so that each seeding
// gives the same data.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { SubmissionBody, SubmissionEdit } from '../../shared/contracts/intake.ts';
import type { CaseChangeBody, CaseStatus } from '../../shared/contracts/operations.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { type DemoRequest, type DemoStep, demonstration } from './demonstration.ts';

export interface SeedDemoDeps {
  /** Creates a submission. @returns its id */
  readonly submit: (body: SubmissionBody) => Promise<string>;
  readonly edit: (submissionId: string, edit: SubmissionEdit) => Promise<unknown>;
  readonly withdraw: (submissionId: string, reason: string) => Promise<unknown>;
  readonly commentOnSubmission: (submissionId: string, text: string) => Promise<unknown>;
  readonly caseExists: (caseId: string) => Promise<boolean>;
  /** @returns the version of the case after the change */
  readonly changeStatus: (caseId: string, status: CaseStatus, reason: string) => Promise<number>;
  /** Version of the case in its canonical object. */
  readonly shownVersion: (caseId: string) => Promise<number>;
  readonly changeCase: (caseId: string, body: CaseChangeBody) => Promise<unknown>;
  readonly commentOnCase: (caseId: string, text: string) => Promise<unknown>;
  /** Reopens a case. @returns the id of the new case */
  readonly reopen: (caseId: string, reason: string) => Promise<string>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
}

/** Error code for a seeding that sync overtook. */
export const overtaken = 'DEMO.OVERTAKEN';

const pollMs = 100;
/** 150 polls of 100 ms: 15 s, half of the time limit of API Gateway. */
const mostPolls = 150;

export async function seedDemo(deps: SeedDemoDeps): Promise<void> {
  let cases: CaseWork[] = [];
  // In sequence, so that lists show them in the same order each time.
  for (const request of demonstration) {
    const submissionId = await deps.submit(request.body);
    await changeEarly(submissionId, request, deps);
    if (request.comment !== undefined) await deps.commentOnSubmission(submissionId, request.comment);
    const caseId = makeId('case', ulidOf(submissionId));
    if (request.early?.do !== 'withdraw') cases.push({ caseId, steps: request.steps });
  }
  while (cases.length > 0) cases = await takeRound(cases, deps);
}

/** Remaining steps of a case. */
interface CaseWork {
  readonly caseId: string;
  readonly steps: readonly DemoStep[];
}

/** Does the next step of each case in order, then waits for the effects. */
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
  // Waits, because sync would skip the earlier one of two status events that arrive together.
  for (const { caseId, version } of changed) {
    const isShown = async () => (await deps.shownVersion(caseId)) >= version;
    await until(isShown, `version ${version} of ${caseId} did not reach its canonical object`, deps);
  }
  return left;
}

/** @throws HubError `DEMO.OVERTAKEN` (transient) when sync processed the request first; another seeding may succeed. */
async function changeEarly(submissionId: string, { early }: DemoRequest, deps: SeedDemoDeps): Promise<void> {
  try {
    if (early?.do === 'edit') await deps.edit(submissionId, early.edit);
    else if (early?.do === 'withdraw') await deps.withdraw(submissionId, early.reason);
  } catch (cause) {
    if (!(cause instanceof HubError) || cause.code !== 'SUBMISSION.PICKED_UP') throw cause;
    const message = 'a request of the demonstration was processed before its change; reset again';
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
    message: `${otherwise} within 15 s; check relay, queue and sync`,
  });
}
