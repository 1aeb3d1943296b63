// What is shown is as things are, below the first page too, and what somebody types outlives what happens meanwhile.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, signIn } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function newCases(count: number) {
  const direct = await signInDirectly('operator');
  const oldest = await direct.caseOf(await direct.submit());
  for (let more = 1; more < count; more += 1) await direct.caseOf(await direct.submit());
  return { direct, oldest };
}

/** Has the API give so few cases in a page that a test can see what becomes of later ones. */
const smallPages = (page: Page, limit: number) =>
  page.route('**/operational/cases?*', (route) =>
    route.continue({ url: route.request().url().replace('limit=50', `limit=${limit}`) }),
  );

async function reject(page: Page, caseId: string): Promise<void> {
  await page.getByLabel(`Choose ${caseId}`).check();
  await page.getByRole('button', { name: 'Change status of the chosen cases' }).click();
  await page.getByRole('radio', { name: 'Reject' }).check();
  await page.getByRole('dialog').getByLabel('Reason').fill('Sent twice');
  await page.getByRole('button', { name: 'Change the status', exact: true }).click();
  await page.getByRole('button', { name: 'Close' }).click();
}

describe('rows of later pages', () => {
  it('follow what others do, and what is done to them here', async () => {
    const { direct, oldest } = await newCases(3);
    const { page, expectClean, close } = await openPage(browser);
    await smallPages(page, 2);
    await signIn(page, 'operator', '#/cases');
    const row = page.getByRole('row', { name: new RegExp(oldest) });
    await page.getByText('2 cases shown; there are more.').waitFor();
    expect(await row.count()).toBe(0);
    await page.getByRole('button', { name: 'Show more' }).click();
    await row.getByText('Open', { exact: true }).waitFor();

    await direct.changeStatus(oldest, 'in_progress', 'Somebody else took it');
    await row.getByText('In progress').waitFor();
    await reject(page, oldest);

    await row.getByText('Rejected').waitFor();
    await expectClean();
    await close();
  });
});

describe('rows beyond the pages that are polled', () => {
  it('are read again after an action, and never shown as they were before it', async () => {
    const { oldest } = await newCases(6);
    const { page, expectClean, close } = await openPage(browser);
    await smallPages(page, 1);
    await signIn(page, 'operator', '#/cases');
    const row = page.getByRole('row', { name: new RegExp(oldest) });
    const showUpTo = async (shown: number, upTo: number) => {
      for (let count = shown; count < upTo; count += 1) {
        await page.getByText(new RegExp(`^${count} cases? shown; there are more.$`)).waitFor();
        await page.getByRole('button', { name: 'Show more' }).click();
      }
    };
    await showUpTo(1, 6);
    await row.getByText('Open', { exact: true }).waitFor();

    await reject(page, oldest);

    await row.waitFor({ state: 'detached' });
    await showUpTo(4, 6);
    await row.getByText('Rejected').waitFor();
    await expectClean();
    await close();
  });
});

describe('an edit', () => {
  it('that meets a change by somebody else keeps what was typed, and overwrites nothing unseen', async () => {
    const submissionId = await (await signInDirectly('operator')).submit({ priority: 'low' });
    const { page, expectClean, close } = await openPage(browser);
    let changed = false;
    const sent: { readonly tag: string | undefined; readonly body: unknown }[] = [];
    await page.route(`**/dashboard/records/${submissionId}`, async (route) => {
      const { 'if-none-match': _, ...headers } = route.request().headers();
      const response = await route.fetch({ headers });
      const row = (await response.json()) as { event: object };
      const event = { ...row.event, event_status: 'pending', completed_at: null };
      await route.fulfill({ response, json: { ...row, event, operation_case: null, business_object: null } });
    });
    await page.route(`**/intake/submissions/${submissionId}`, async (route) => {
      const { 'if-none-match': _, ...headers } = route.request().headers();
      const response = await route.fetch({ method: 'GET', headers });
      const now = { ...(await response.json()), ...(changed ? { priority: 'urgent', version: 2 } : {}) };
      const answer = { response, headers: { ...response.headers(), etag: changed ? '"2"' : '"1"' } };
      if (route.request().method() === 'GET') return route.fulfill({ ...answer, json: now });
      sent.push({ tag: headers['if-match'], body: route.request().postDataJSON() });
      const code = 'SUBMISSION.CHANGED_MEANWHILE';
      return headers['if-match'] === '"2"'
        ? route.fulfill({ ...answer, json: now })
        : route.fulfill({ ...answer, status: 412, json: { code, title: 'Stale', detail: 'it is at version 2 now' } });
    });
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const request = section(page, 'Request');
    await request.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Description').fill('Two doors do not close');

    changed = true;
    await request.locator('.priority', { hasText: 'Urgent' }).waitFor();
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.getByText('Somebody was faster').waitFor();

    expect(await dialog.getByLabel('Priority').inputValue()).toBe('urgent');
    expect(await dialog.getByLabel('Description').inputValue()).toBe('Two doors do not close');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.waitFor({ state: 'detached' });
    const body = { request_description: 'Two doors do not close' };
    expect(sent).toEqual([
      { tag: '"1"', body },
      { tag: '"2"', body },
    ]);
    await expectClean();
    await close();
  });
});

describe('what is typed', () => {
  it('into the search goes on after a pause behind a space', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/records');
    const field = page.getByLabel('Search the text of submissions');

    await field.pressSequentially('north ');
    await expect.poll(() => page.url()).toContain('q=north');
    await field.pressSequentially('gate');

    await expect.poll(() => page.url()).toContain('q=north+gate');
    expect(await field.inputValue()).toBe('north gate');
    await expectClean();
    await close();
  });

  it('about one document stays when the upload of another ends', async () => {
    const submissionId = await (await signInDirectly('operator')).submit();
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const documents = section(page, 'Documents');
    const upload = (name: string) =>
      page
        .getByLabel('Add a document')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(`This is ${name}`) });
    await upload('first.txt');
    await documents.getByText('Uploaded and checked').waitFor();
    let letPass = () => {};
    const passable = new Promise<void>((resolve) => {
      letPass = resolve;
    });
    await page.route('**/uploads/**', (route) => passable.then(() => route.continue()));

    await upload('second.txt');
    await documents.getByRole('button', { name: 'Delete first.txt' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Belongs elsewhere');
    letPass();
    await expect.poll(() => documents.getByText('Uploaded and checked').count()).toBe(2);
    await expect.poll(() => page.locator('.document__name', { hasText: 'second.txt' }).count()).toBe(1);

    expect(await page.getByRole('dialog').getByLabel('Reason').inputValue()).toBe('Belongs elsewhere');
    await expectClean();
    await close();
  });
});

describe('a day', () => {
  it('is the reader’s own, from its first moment to its last', async () => {
    const { page, expectClean, close } = await openPage(browser, { timezoneId: 'Pacific/Auckland' });
    const asking = page.waitForRequest(/\/dashboard\/records\?.*created_from/);

    await signIn(page, 'operator', '#/records?created_from=2026-01-31&created_to=2026-01-31');

    const asked = new URL((await asking).url()).searchParams;
    expect(asked.get('created_from')).toBe('2026-01-30T11:00:00.000Z');
    expect(asked.get('created_to')).toBe('2026-01-31T10:59:59.999Z');
    await page.getByText('Nothing matches these filters').waitFor();
    await expectClean();
    await close();
  });

  it('that the API refuses is named with what is wrong with it', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'operator', '#/records?created_from=2026-01-31&created_to=2026-01-30');

    await page.getByText('Until: must not be before created_from').waitFor();
    await expectClean();
    await close();
  });
});
