// The reading pages: filters live in the address, lineage is a drawing that a keyboard reaches, the chart has its numbers
// as a table, and the guide explains every status.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, signIn, visit } from './browser.ts';
import { type Direct, signInDirectly } from './direct-api.ts';

let browser: Browser;
let direct: Direct;
const mark = `Filtertest${Date.now()}`;
/** One request of each priority; the urgent one is being worked on. */
const ids: Record<'low' | 'high' | 'urgent', string> = { low: '', high: '', urgent: '' };

beforeAll(async () => {
  browser = await launch();
  direct = await signInDirectly('operator');
  for (const priority of ['low', 'high', 'urgent'] as const) {
    ids[priority] = await direct.submit({ priority, request_description: `${mark} of ${priority} priority` });
  }
  await direct.changeStatus(await direct.caseOf(ids.urgent), 'in_progress', 'It burns');
  await direct.caseOf(ids.high);
  await direct.caseOf(ids.low);
});
afterAll(() => browser.close());

const row = (page: Page, id: string) => page.locator(`a[href="#/records/${id}"]`);
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const choose = async (page: Page, filter: string, value: string) => {
  await page.locator('summary', { hasText: filter }).click();
  await page.getByRole('checkbox', { name: value, exact: true }).check();
};

describe('the filters of the list', () => {
  it('are in the address: chosen, taken away by a chip, and undone by going back', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/records');
    await row(page, ids.low).waitFor();

    await page.getByLabel('Search the text of submissions').fill(mark);
    await expect.poll(() => page.url()).toContain(`q=${mark}`);
    await choose(page, 'Priority', 'High');
    await page.getByRole('checkbox', { name: 'Urgent', exact: true }).check();
    await row(page, ids.low).waitFor({ state: 'detached' });
    expect(page.url()).toContain('priority=high,urgent');
    await choose(page, 'Status', 'In progress');
    await row(page, ids.high).waitFor({ state: 'detached' });
    await row(page, ids.urgent).waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove the filter Status: In progress' }).click();
    await row(page, ids.high).waitFor();
    await page.goBack();
    await row(page, ids.high).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear all' }).click();
    await row(page, ids.low).waitFor();
    expect(page.url()).toMatch(/#\/records$/);
    await expectClean();
    await close();
  });

  it('can be kept as a bookmark, and say when nothing matches', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'operator', `#/records?priority=low,high&q=${mark}&sort=created_at`);
    await row(page, ids.low).waitFor();
    const links = page.locator('main table a[href^="#/records/SUB-"]');
    expect(await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')))).toEqual([
      `#/records/${ids.low}`,
      `#/records/${ids.high}`,
    ]);
    await page.getByText('2 submissions shown; there are no more.').waitFor();
    await visit(page, `#/records?q=${mark}x`);

    await page.getByText('Nothing matches these filters').waitFor();
    await page.getByRole('link', { name: 'Show all submissions' }).click();
    await row(page, ids.low).waitFor();
    await expectClean();
    await close();
  });

  it('follow the address with what was typed, and keep the focus where it is', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', `#/records?q=${mark}`);
    const field = page.getByLabel('Search the text of submissions');
    await row(page, ids.low).waitFor();

    expect(await field.inputValue()).toBe(mark);
    await field.pressSequentially(' urgent');
    await row(page, ids.low).waitFor({ state: 'detached' });

    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: /^Remove the filter Text/ }).click();
    await expect.poll(() => field.inputValue()).toBe('');
    await expectClean();
    await close();
  });

  it('offer a viewer no search in personal data, and no export', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'viewer', '#/records');
    await row(page, ids.low).waitFor();

    expect(await page.getByLabel('Search the text of submissions').count()).toBe(0);
    expect(await page.locator('summary', { hasText: 'Requester' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Export CSV' }).count()).toBe(0);
    await expectClean();
    await close();
  });

  it('decide what an export holds', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', `#/records?q=${mark}&priority=low,high&status=open`);
    await row(page, ids.low).waitFor();

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const file = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n');

    expect((await download).suggestedFilename()).toMatch(/^cases-\d{4}-\d\d-\d\d\.csv$/);
    expect(file).toHaveLength(3);
    expect(file[0]).toContain('operation_case_id');
    expect(file.slice(1).map((line) => line.split(',')[2])).toEqual([ids.high, ids.low]);
    await page.getByText('Exported 2 cases.').waitFor();
    await expectClean();
    await close();
  });

  it('say why there is no export that holds the same', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/records?priority=low');
    const button = page.getByRole('button', { name: 'Export CSV' });

    await page.getByText('To export by team or priority, choose statuses of cases.').waitFor();
    expect(await button.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Clear all' }).click();

    await expect.poll(() => button.isEnabled()).toBe(true);
    await expectClean();
    await close();
  });

  it('go on through short pages until somebody has to decide', async () => {
    const { page, expectClean, close } = await openPage(browser);
    let calls = 0;
    await signIn(page, 'operator');
    await page.route('**/dashboard/records?**', async (route) => {
      calls += 1;
      const json = { data: [], pagination: { limit: 25, next: `page-${calls}` } };
      await route.fulfill({ json, headers: { 'access-control-allow-origin': '*' } });
    });

    await visit(page, '#/records?status=rejected');
    await page.getByText('0 submissions found so far. The search has not covered all submissions yet.').waitFor();
    const before = calls;
    await page.unroute('**/dashboard/records?**');
    await page.route('**/dashboard/records?**', (route) =>
      route.fulfill({
        json: { data: [], pagination: { limit: 25, next: null } },
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    await page.getByRole('button', { name: 'Search further' }).click();

    await page.getByText('Nothing matches these filters').waitFor();
    expect(before).toBeGreaterThanOrEqual(4);
    await expectClean();
    await close();
  });
});

describe('the lineage of a submission', () => {
  it('is a drawing whose nodes a keyboard chooses, with each step in a table', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer', `#/records/${ids.urgent}`);
    const lineage = section(page, 'Lineage');
    const steps = lineage.getByRole('table', { name: 'Steps of the lineage' });
    const object = lineage.getByRole('button', { name: /^Business object/ });

    await object.focus();
    await expect.poll(() => steps.getByRole('row').count()).toBe(7);
    expect(await steps.getByText('RequestCreated').count()).toBeGreaterThan(0);
    expect(await steps.getByText(/^\d+\.\d+\.\d+/).count()).toBeGreaterThan(0);
    await page.keyboard.press('Enter');

    await expect.poll(() => object.getAttribute('aria-pressed')).toBe('true');
    await lineage.getByText(/^Steps around Business object/).waitFor();
    await expect.poll(() => steps.getByRole('row').count()).toBe(3);
    await lineage.getByRole('button', { name: 'Show all steps' }).click();
    await expect.poll(() => steps.getByRole('row').count()).toBe(7);
    await expectClean();
    await close();
  });

  it('is not drawn but still told when the drawing cannot be loaded', async () => {
    const { page, close } = await openPage(browser);
    await page.route('**/lineage-layout-*.js', (route) => route.abort());

    await signIn(page, 'viewer', `#/records/${ids.urgent}`);

    await section(page, 'Lineage').getByText('The drawing could not be loaded').waitFor();
    await section(page, 'Lineage').getByRole('table').waitFor();
    await close();
  });
});

describe('a submission', () => {
  it('takes comments, and says why its request cannot be changed any more', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', `#/records/${ids.low}`);
    const comments = section(page, 'Comments');

    await comments.getByRole('button', { name: 'Add comment' }).click();
    await comments.getByText('Write the comment first.').waitFor();
    await comments.getByLabel('Add a comment').fill('<b>Called back</b>');
    await comments.getByRole('button', { name: 'Add comment' }).click();
    await comments.getByText('<b>Called back</b>', { exact: true }).waitFor();

    const request = section(page, 'Request');
    await request.getByText('Its case exists already: change the case instead.').waitFor();
    expect(await request.getByRole('button', { name: 'Edit' }).isDisabled()).toBe(true);
    expect(await request.getByRole('button', { name: 'Withdraw' }).isDisabled()).toBe(true);
    await expectClean();
    await close();
  });

  it('offers an edit while its event is owed, and shows the reason of the API when it was too late', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await page.route(`**/dashboard/records/${ids.high}`, async (route) => {
      const { 'if-none-match': _, ...headers } = route.request().headers();
      const response = await route.fetch({ headers });
      const row = (await response.json()) as { event: object };
      const event = { ...row.event, event_status: 'pending', completed_at: null };
      await route.fulfill({ response, json: { ...row, event, operation_case: null, business_object: null } });
    });
    await signIn(page, 'approver', `#/records/${ids.high}`);

    await section(page, 'Request').getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Description').fill('Something else');
    await dialog.getByRole('button', { name: 'Save changes' }).click();

    await dialog.getByText('SUBMISSION.PICKED_UP').waitFor();
    await page.keyboard.press('Escape');
    await section(page, 'Request').getByText(mark).waitFor();
    await expectClean();
    await close();
  });
});

describe('the overview', () => {
  it('shows submissions over time, in hours or days, and the same numbers as a table', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer');
    const chart = section(page, 'Submissions and outcomes');

    await chart.locator('canvas').waitFor();
    await expect.poll(() => chart.getByRole('img').getAttribute('aria-label')).toMatch(/^In the last 48 hours: [1-9]/);
    await chart.getByText('Show the numbers as a table').click();
    const table = chart.getByRole('table', { name: 'Submissions and outcomes by hour' });
    await table.getByRole('columnheader', { name: 'Completed' }).waitFor();
    await chart.getByText('Days', { exact: true }).click();

    await expect.poll(() => chart.getByRole('img').getAttribute('aria-label')).toMatch(/^In the last 30 days: [1-9]/);
    await expectClean();
    await close();
  });

  it('leads from a count to what it counts, and explains the boundaries', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer');

    await expect.poll(() => section(page, 'Schema roles').locator('dt').count()).toBe(8);
    await page.getByRole('link', { name: 'Cases at work' }).click();

    await page.getByRole('button', { name: 'Remove the filter Status: Open' }).waitFor();
    await row(page, ids.urgent).waitFor();
    await expectClean();
    await close();
  });
});

describe('the guide', () => {
  it('has the three explainers and reaches each from the top', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer', '#/guide');

    await section(page, 'Schema roles').waitFor();
    expect(await section(page, 'Schema roles').locator('dt').count()).toBe(8);
    await section(page, 'Event flow')
      .getByRole('img', { name: /^Accepted requests/ })
      .waitFor();
    expect(await section(page, 'Status meanings').getByRole('heading', { level: 3 }).count()).toBe(8);
    await page.getByRole('button', { name: 'Status meanings' }).click();

    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Status meanings');
    expect(page.url()).toContain('#/guide');
    await expectClean();
    await close();
  });
});
