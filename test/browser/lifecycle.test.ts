// The demonstration in a real browser: submit, watch, work on the case, and read everything back.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hub, launch, openPage, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function fillForm(page: Page, description: string): Promise<void> {
  await page.getByLabel('Name').fill('Maren Holt');
  await page.getByLabel('E-mail address').fill('maren.holt@example.test');
  await page.getByLabel('Type of request').selectOption('INCIDENT_REPORT');
  await page.getByLabel('Priority').selectOption('high');
  await page.getByLabel('Team').selectOption('TECHNICAL_TEAM');
  await page.getByLabel('Description').fill(description);
}

describe('the console', () => {
  it('takes a request from the form to a completed case with its whole audit', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const description = `Login fails on two workstations ${Date.now()}`;

    await signIn(page, 'operator');
    await page.getByRole('link', { name: 'New request' }).click();
    await fillForm(page, description);
    await page.getByRole('button', { name: 'Submit request' }).click();
    await page.getByRole('heading', { name: 'The request has its case' }).waitFor();
    await page.getByRole('link', { name: 'Open the submission' }).click();
    await section(page, 'Request').getByText(description).waitFor();
    const workflow = section(page, 'Workflow');
    expect(await workflow.getByRole('radio', { name: /Complete/ }).isDisabled()).toBe(true);
    await workflow.getByText('A case that is open can become in progress or rejected first.').waitFor();

    await workflow.getByRole('radio', { name: /Start work/ }).check();
    await workflow.getByLabel('Reason').fill('The technical team takes it');
    await workflow.getByRole('button', { name: 'Start work' }).click();
    await section(page, 'Status history').getByText('The technical team takes it').waitFor();
    await workflow.getByRole('radio', { name: /Complete/ }).check();
    await workflow.getByLabel('Reason').fill('Session store was cleared');
    await workflow.getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('button', { name: 'Complete the case' }).click();
    await section(page, 'Status history').getByText('Session store was cleared').waitFor();

    const stages = page.getByRole('list', { name: 'Lifecycle stages' });
    await stages.getByRole('listitem').last().getByText('Completed').waitFor();
    await stages
      .getByRole('listitem')
      .last()
      .getByText(/^since /)
      .waitFor();
    await expect.poll(() => section(page, 'Events').getByText('OperationalCaseStatusChanged').count()).toBe(2);
    await expect.poll(() => section(page, 'Sync logs').getByText('Succeeded').count()).toBe(3);
    await section(page, 'Lineage')
      .getByRole('button', { name: /^Business object .* Completed, / })
      .waitFor();
    await workflow.getByText('The case is completed, which is final.').first().waitFor();
    await expectClean();
    await close();
  });

  it('shows a request that came in elsewhere without being reloaded', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const direct = await signInDirectly('operator');
    await signIn(page, 'viewer', '#/records');
    await page.getByRole('heading', { name: 'Submissions' }).waitFor();

    const submissionId = await direct.submit();

    await page.locator(`a[href="#/records/${submissionId}"]`).waitFor();
    await visit(page, '#/');
    await page.locator(`a[href="#/records/${submissionId}"]`).waitFor();
    await expectClean();
    await close();
  });

  it('says which fields are wrong and puts the focus on the first', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/submit');

    await page.getByLabel('E-mail address').fill('nobody');
    await page.getByRole('button', { name: 'Submit request' }).click();

    const name = page.getByLabel('Name');
    await expect.poll(() => name.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await name.getAttribute('aria-describedby')).toBe('requester_name-message');
    await page.getByText('Enter an e-mail address such as name@example.test.').waitFor();
    await expectClean();
    await close();
  });

  it('tells who was slower and shows the case as it is now', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const direct = await signInDirectly('operator');
    const submissionId = await direct.submit();
    const caseId = await direct.caseOf(submissionId);
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const workflow = section(page, 'Workflow');
    await workflow.getByRole('radio', { name: /Reject/ }).check();
    await workflow.getByLabel('Reason').fill('Sent twice');
    await workflow.getByRole('button', { name: 'Reject' }).click();

    let letRead = () => {};
    const readable = new Promise<void>((resolve) => {
      letRead = resolve;
    });
    await page.route(`**/operational/cases/${caseId}`, (route) => readable.then(() => route.continue()));
    await direct.changeStatus(caseId, 'in_progress', 'Faster');
    await page.getByRole('button', { name: 'Reject the case' }).click();

    await workflow.getByText('Somebody was faster').waitFor();
    await workflow.getByRole('button', { name: 'Show the current case' }).click();
    expect(await workflow.getByRole('button', { name: 'Reject' }).isDisabled()).toBe(true);
    letRead();
    await section(page, 'Status history').getByText('Faster').waitFor();
    expect(await workflow.getByLabel('Reason').inputValue()).toBe('Sent twice');
    expect(await workflow.getByRole('button', { name: 'Reject' }).isEnabled()).toBe(true);
    await expectClean();
    await close();
  });

  it('keeps what it has and says so while the hub cannot be reached', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer');
    await page.getByRole('heading', { name: 'Newest submissions' }).waitFor();

    await page.route('**/dashboard/overview', (route) => route.abort());
    await page.getByText('This may be out of date').waitFor();
    await page.getByRole('heading', { name: 'Newest submissions' }).waitFor();
    await page.unroute('**/dashboard/overview');
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByText('This may be out of date').waitFor({ state: 'detached' });
    await expectClean();
    await close();
  });

  it('says of an address without a submission id that there is no such submission', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'viewer', '#/records/SUB-NOPE');

    await page.getByText('There is no such submission').waitFor();
    await page.getByRole('link', { name: 'See all submissions' }).click();
    await page.getByRole('heading', { name: 'Submissions' }).waitFor();
    await expectClean();
    await close();
  });

  it('opens a deep link after sign-in', async () => {
    const { page, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();

    await signIn(page, 'viewer', `#/records/${submissionId}`);

    await page.getByRole('list', { name: 'Lifecycle stages' }).waitFor();
    expect(page.url()).toBe(`${hub.web}/#/records/${submissionId}`);
    await close();
  });
});
