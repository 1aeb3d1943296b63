// Who may do what in the console, and what happens when a session ends.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hub, launch, openPage, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('a viewer', () => {
  it('sees everything, can do nothing, and is told why', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const direct = await signInDirectly('operator');
    const submissionId = await direct.submit();
    await direct.caseOf(submissionId);

    await signIn(page, 'viewer', `#/records/${submissionId}`);
    const workflow = page.getByRole('region', { name: 'Workflow' });
    await workflow
      .getByText('Your role, viewer, cannot change the status of a case; the role operator can.')
      .first()
      .waitFor();
    for (const radio of await workflow.getByRole('radio').all()) expect(await radio.isDisabled()).toBe(true);
    expect(await workflow.getByRole('button').count()).toBe(0);
    await visit(page, '#/submit');

    await page.getByText('Your role, viewer, cannot submit requests; the role operator can.').waitFor();
    expect(await page.getByRole('button', { name: 'Submit request' }).isDisabled()).toBe(true);
    await expectClean();
    await close();
  });
});

describe('a session', () => {
  it('that is no longer accepted leads to sign-in and back to the same place, with the form as it was', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/submit');
    await page.getByLabel('Name').fill('Half a form');

    await page.route('**/dashboard/overview', (route) => route.fulfill({ status: 401, json: {}, headers: anyOrigin }));
    await visit(page, '#/');
    await page.getByText('Your session ended').waitFor();
    await page.unroute('**/dashboard/overview');
    await page.locator('.person-card').nth(1).click();

    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('link', { name: 'New request' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Half a form');
    await expectClean();
    await close();
  });

  it('survives a reload and ends with sign-out', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'admin');

    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await expectClean();
    await close();
  });

  it('is there in a second tab of the same browser, and ends in both', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator');

    const second = await page.context().newPage();
    await second.goto(`${hub.web}/#/records`);
    await second.getByRole('heading', { name: 'Submissions' }).waitFor();
    expect(await second.evaluate(() => JSON.stringify(localStorage))).not.toContain('accessToken');
    await second.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await expectClean();
    await close();
  });
});

const anyOrigin = { 'access-control-allow-origin': '*' };
