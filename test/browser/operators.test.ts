// Several people at work: conflicts that are shown and decided again, handling, reopening, comments, and many cases at once.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, settled, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function newCase() {
  const direct = await signInDirectly('operator');
  const submissionId = await direct.submit();
  return { direct, submissionId, caseId: await direct.caseOf(submissionId) };
}

describe('two operators at one case', () => {
  it('the slower one hears who was faster and why, keeps the reason, and decides again', async () => {
    const { submissionId, caseId } = await newCase();
    const first = await openPage(browser);
    const second = await openPage(browser);
    for (const { page } of [first, second]) await signIn(page, 'operator', `#/records/${submissionId}`);
    const slow = section(second.page, 'Workflow');
    await slow.getByRole('radio', { name: 'Reject' }).check();
    await slow.getByLabel('Reason').fill('Sent twice');
    await slow.getByRole('button', { name: 'Reject' }).click();

    const fast = section(first.page, 'Workflow');
    await fast.getByRole('radio', { name: 'Start work' }).check();
    await fast.getByLabel('Reason').fill('I take it');
    await fast.getByRole('button', { name: 'Start work' }).click();
    await section(first.page, 'Status history').getByText('I take it').waitFor();
    await second.page.getByRole('button', { name: 'Reject the case' }).click();

    await slow.getByText('Somebody was faster').waitFor();
    await slow.getByText('made it in progress').waitFor();
    await slow.getByText('I take it').waitFor();
    expect(await slow.getByLabel('Reason').inputValue()).toBe('Sent twice');
    await slow.getByRole('button', { name: 'Reject' }).click();
    await second.page.getByRole('button', { name: 'Reject the case' }).click();
    await section(second.page, 'Status history').getByText('Sent twice').waitFor();
    expect(caseId).toMatch(/^CASE-/);
    for (const each of [first, second]) {
      await each.expectClean();
      await each.close();
    }
  });

  it('who both change the handling: what was typed stays and what moved is named', async () => {
    const { submissionId } = await newCase();
    const first = await openPage(browser);
    const second = await openPage(browser);
    for (const { page } of [first, second]) {
      await signIn(page, 'operator', `#/records/${submissionId}`);
      await page.getByRole('button', { name: 'Change the handling' }).click();
    }

    await first.page.getByLabel('Priority').selectOption('urgent');
    await first.page.getByRole('dialog').getByLabel('Reason').fill('The customer called');
    await first.page.getByRole('button', { name: 'Save the change' }).click();
    await section(first.page, 'Handling').getByText('Urgent').waitFor();
    const dialog = second.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Assign to me' }).click();
    await dialog.getByLabel('Reason').fill('It is mine');
    await dialog.getByRole('button', { name: 'Save the change' }).click();

    await dialog.getByText('Somebody was faster').waitFor();
    expect(await dialog.getByLabel('Priority').inputValue()).toBe('urgent');
    expect(await dialog.getByLabel('Assignee').inputValue()).not.toBe('');
    expect(await dialog.getByLabel('Assignee').getAttribute('aria-required')).toBe('false');
    await dialog.getByRole('button', { name: 'Save the change' }).click();
    await section(second.page, 'Status history').getByText('It is mine').waitFor();
    expect(await section(second.page, 'Handling').getByText('nobody yet').count()).toBe(0);
    for (const each of [first, second]) {
      await each.expectClean();
      await each.close();
    }
  });
});

describe('a case', () => {
  it('that is closed is reopened as a new one, and each leads to the other', async () => {
    const { direct, submissionId, caseId } = await newCase();
    await direct.changeStatus(caseId, 'rejected', 'Looked like a duplicate');
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', `#/records/${submissionId}`);

    await page.getByRole('button', { name: 'Reopen as a new case' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('It was none');
    await page.getByRole('button', { name: 'Create the new case' }).click();

    await page.getByText('This request reopens a closed case').waitFor();
    expect(page.url()).not.toContain(submissionId);
    await page.getByRole('link', { name: 'See the closed case' }).click();
    await page.getByText('This case was reopened').waitFor();
    await expectClean();
    await close();
  });

  it('is talked about', async () => {
    const { submissionId } = await newCase();
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const comments = section(page, 'Case comments');

    await comments.getByRole('button', { name: 'Add case comment' }).click();
    await comments.getByText('Write the comment first.').waitFor();
    await comments.getByLabel('Add a case comment').fill('Called back, <b>no answer</b>');
    await comments.getByRole('button', { name: 'Add case comment' }).click();

    await comments.getByText('Called back, <b>no answer</b>').waitFor();
    expect(await comments.getByLabel('Add a case comment').inputValue()).toBe('');
    await expectClean();
    await close();
  });
});

describe('many cases at once', () => {
  it('are chosen, changed, and each outcome is shown', async () => {
    const cases = [await newCase(), await newCase()];
    await cases[0]?.direct.changeStatus(cases[0].caseId, 'rejected', 'Closed already');
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/cases');

    for (const { caseId } of cases) await page.getByLabel(`Choose ${caseId}`).check();
    await page.getByRole('button', { name: 'Change status of the chosen cases' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Possible for 1 of 2; the others stay unchanged.').first().waitFor();
    await dialog.getByRole('radio', { name: 'Start work' }).check();
    await dialog.getByLabel('Reason').fill('Monday morning');
    await dialog.getByRole('button', { name: 'Change the status' }).click();

    await page.getByText('1 done, 1 not.').waitFor();
    await page.getByRole('dialog').getByText('Refused').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page
      .getByRole('row', { name: new RegExp(cases[1]?.caseId ?? '') })
      .getByText('In progress')
      .waitFor();
    await expectClean();
    await close();
  });

  it('show their outcome when the change takes the last of them out of the filtered list', async () => {
    const { caseId } = await newCase();
    const { page, expectClean, close } = await openPage(browser);
    await page.route('**/operational/cases?*', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch();
      const list = (await response.json()) as { readonly data: readonly { readonly operation_case_id: string }[] };
      const data = list.data.filter(({ operation_case_id }) => operation_case_id === caseId);
      return route.fulfill({ response, json: { data, pagination: { limit: 25, next: null } } });
    });
    await signIn(page, 'operator', '#/cases?status=open');

    await page.getByLabel(`Choose ${caseId}`).check();
    await page.getByRole('button', { name: 'Change status of the chosen cases' }).click();
    await page.getByRole('radio', { name: 'Start work' }).check();
    await page.getByRole('dialog').getByLabel('Reason').fill('Monday morning');
    await page.getByRole('button', { name: 'Change the status', exact: true }).click();

    await page.getByText('No case matches these filters').waitFor();
    await page.getByRole('dialog').getByText('Changed from open to in_progress.').waitFor();
    await expectClean();
    await close();
  });

  it('are filtered in the address, which a link keeps', async () => {
    const { caseId } = await newCase();
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer', '#/cases?status=completed,rejected&sort=created_at');
    await page.getByRole('heading', { name: 'Cases', exact: true }).waitFor();
    await settled(page);
    expect(await page.getByLabel(`Choose ${caseId}`).count()).toBe(0);

    await page.getByRole('button', { name: 'Clear all' }).click();
    await visit(page, '#/cases?status=open');

    await page.getByLabel(`Choose ${caseId}`).waitFor();
    await page.locator('summary', { hasText: 'Status' }).click();
    await page.getByRole('checkbox', { name: 'In progress' }).check();
    await expect.poll(() => page.url()).toContain('status=open,in_progress');
    await expectClean();
    await close();
  });

  it('are exported as CSV', async () => {
    const { caseId } = await newCase();
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/cases');

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV of these cases' }).click();
    const download = await downloading;

    expect(download.suggestedFilename()).toMatch(/^cases-\d{4}-\d{2}-\d{2}\.csv$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString('utf8')).toContain(caseId);
    await expectClean();
    await close();
  });
});
