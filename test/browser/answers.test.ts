// Where a person stands after an answer: at the first mistake, at the outcome, or before words on what could not be read.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../shared/contracts/dead-letter.ts';
import { inSight, launch, openPage, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const phone = { viewport: { width: 390, height: 844 } };
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const hasFocus = (place: Locator) => place.evaluate((element) => element === document.activeElement);

describe('a mistake', () => {
  it('in a dialog has the focus, here and when the API finds it', async () => {
    const { page, expectClean, close } = await openPage(browser, phone);
    await signIn(page, 'admin', '#/reference');
    await page.getByRole('button', { name: 'Add a request type' }).click();
    const dialog = page.getByRole('dialog');

    await dialog.getByRole('button', { name: 'Add it' }).click();

    await expect.poll(() => hasFocus(dialog.getByLabel('Code'))).toBe(true);
    expect(await inSight(dialog.getByLabel('Code'))).toBe(true);
    await dialog.getByLabel('Code').fill('NEVER_ADDED');
    await dialog.getByLabel('English').fill('Never added');
    await dialog.getByLabel('Reason').fill('To see it refused');
    await page.route('**/reference/**', (route) =>
      route.request().method() === 'POST' ? route.fulfill(refusal('#/labels/en')) : route.continue(),
    );
    await dialog.getByRole('button', { name: 'Add it' }).click();
    await dialog.getByText('Is taken.').waitFor();
    await expect.poll(() => hasFocus(dialog.getByLabel('English'))).toBe(true);
    await expectClean();
    await close();
  });

  it('in a comment has the focus', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const comments = section(page, 'Comments');

    await comments.getByRole('button', { name: 'Add comment' }).press('Enter');

    await expect.poll(() => hasFocus(comments.getByLabel('Add a comment'))).toBe(true);
    await expectClean();
    await close();
  });
});

describe('on a phone, what became of a status change', () => {
  it('is in sight and has the focus, whether somebody was faster or it was made', async () => {
    const { page, expectClean, close } = await openPage(browser, phone);
    const direct = await signInDirectly('operator');
    const submissionId = await direct.submit();
    const caseId = await direct.caseOf(submissionId);
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const workflow = section(page, 'Workflow');
    await workflow.getByRole('radio', { name: 'Start work' }).check();
    await workflow.getByLabel('Reason').fill('Mine');
    // The case must not be read again before the change is sent.
    await page.route(`**/operational/cases/${caseId}`, (route) => route.abort());
    await direct.changeStatus(caseId, 'in_progress', 'Theirs');

    await workflow.getByRole('button', { name: 'Start work' }).click();

    const landing = workflow.locator('.workflow__landing');
    await workflow.getByText('Somebody was faster').waitFor();
    await expect.poll(() => hasFocus(landing)).toBe(true);
    await expect.poll(() => inSight(workflow.getByText('Somebody was faster'))).toBe(true);
    await page.unroute(`**/operational/cases/${caseId}`);
    await workflow.getByRole('button', { name: 'Show the current case' }).click();
    await workflow.getByRole('radio', { name: 'Complete' }).check();
    await workflow.getByRole('button', { name: 'Complete', exact: true }).click();
    await page.getByRole('button', { name: 'Complete the case' }).click();
    await landing.getByText('Completed').waitFor();
    await expect.poll(() => hasFocus(landing)).toBe(true);
    await expect.poll(() => inSight(landing.getByText('Completed'))).toBe(true);
    await expectClean();
    await close();
  });
});

describe('a dead letter that leaves the list', () => {
  it('gives the focus to the heading of the page', async () => {
    const { page, expectClean, close } = await openPage(browser);
    let data: readonly DeadLetter[] = [letter];
    await page.route('**/integration/dead-letters**', async (route) => {
      const request = route.request();
      if (request.method() === 'OPTIONS') return route.continue();
      if (request.method() === 'POST') data = [];
      const json = request.method() === 'POST' ? letter : { data, pagination: { limit: 25, next: null } };
      return route.fulfill({ json, headers: anyOrigin });
    });
    await signIn(page, 'operator', '#/dead-letters');
    await page.getByRole('button', { name: `Redrive ${letter.dead_letter_id}` }).press('Enter');
    await page.getByRole('dialog').getByLabel('Reason').fill('The cause is gone');

    await page.getByRole('dialog').getByRole('button', { name: 'Redrive' }).press('Enter');

    await page.getByText('Nothing is parked').waitFor();
    await expect.poll(() => hasFocus(page.getByRole('heading', { name: 'Dead letters' }))).toBe(true);
    await expectClean();
    await close();
  });
});

describe('what cannot be read or never will be', () => {
  it('is said where the form would be, and tried again', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await page.route('**/reference?**', (route) => route.abort());
    await page.route('**/reference', (route) => route.abort());
    await signIn(page, 'operator', '#/submit');

    await page.getByText('The hub cannot be reached').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.unrouteAll();

    await page.getByLabel('Type of request').selectOption('INCIDENT_REPORT');
    await expectClean();
    await close();
  });

  it('is not promised: a withdrawn request gets no case', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();
    await page.route(`**/dashboard/records/${submissionId}`, async (route) => {
      const { 'if-none-match': _, ...headers } = route.request().headers();
      const response = await route.fetch({ headers });
      const row = (await response.json()) as { submission: object };
      const submission = { ...row.submission, submission_status: 'withdrawn' };
      await route.fulfill({ response, json: { ...row, submission, operation_case: null, business_object: null } });
    });

    await signIn(page, 'viewer', `#/records/${submissionId}`);

    const identifiers = section(page, 'Identifiers');
    await expect.poll(() => identifiers.getByText('none', { exact: true }).count()).toBe(2);
    expect(await identifiers.getByText('not yet').count()).toBe(0);
    await expectClean();
    await close();
  });
});

describe('a name that is one long word', () => {
  it('ends with dots in the list, and is whole on its page', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const name = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(2);
    const submissionId = await (await signInDirectly('operator')).submit({ requester_name: name });
    await signIn(page, 'operator', '#/records');

    const cell = page.locator('.requester', { hasText: name }).first();
    await cell.waitFor();
    const style = await cell.evaluate((element) => {
      const { display, textOverflow } = getComputedStyle(element);
      return { display, textOverflow, cut: element.scrollWidth > element.clientWidth };
    });

    expect(style).toEqual({ display: 'block', textOverflow: 'ellipsis', cut: true });
    await visit(page, `#/records/${submissionId}`);
    await section(page, 'Request').getByText(name, { exact: true }).waitFor();
    await expectClean();
    await close();
  });
});

const anyOrigin = { 'access-control-allow-origin': '*' };
const letter: DeadLetter = {
  dead_letter_id: 'DL-01JD0000000000000000000001',
  kind: 'queue',
  status: 'parked',
  fingerprint: '0123456789abcdef',
  event_id: 'EVT-01JD0000000000000000000001',
  event_type: 'RequestCreated',
  correlation_id: 'COR-01JD0000000000000000000001',
  trace_id: null,
  cause: { code: 'MESSAGE.INVALID', message: 'the message is not valid' },
  attempts: 5,
  parked_at: '2026-01-31T08:00:00.000Z',
  redrives: 0,
  actions: { redrive: { allowed: true, why: null }, dismiss: { allowed: true, why: null } },
  decisions: [],
  body: '{}',
};

const refusal = (pointer: string) => ({
  status: 422,
  contentType: 'application/problem+json',
  headers: anyOrigin,
  body: JSON.stringify({
    type: 'urn:integration-hub:problem:request.invalid',
    title: 'The request is not valid',
    status: 422,
    code: 'REQUEST.INVALID',
    detail: '1 field was refused',
    errors: [{ pointer, detail: 'is taken' }],
  }),
});
