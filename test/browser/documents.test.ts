// The nine steps of the demonstration with a document in a real browser, and what happens to uploads that fail.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

const textFile = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function fillForm(page: Page, description: string): Promise<void> {
  await page.getByLabel('Name').fill('Maren Holt');
  await page.getByLabel('E-mail address').fill('maren.holt@example.test');
  await page.getByLabel('Type of request').selectOption('INCIDENT_REPORT');
  await page.getByLabel('Priority').selectOption('high');
  await page.getByLabel('Team').selectOption('TECHNICAL_TEAM');
  await page.getByLabel('Description').fill(description);
}

async function changeStatus(page: Page, action: string, reason: string): Promise<void> {
  const workflow = section(page, 'Workflow');
  await workflow.getByRole('radio', { name: action, exact: true }).check();
  await workflow.getByLabel('Reason').fill(reason);
  await workflow.getByRole('button', { name: action, exact: true }).click();
}

describe('the demonstration', () => {
  it('goes from an empty form with a document to a completed case with its whole audit', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const description = `Two workstations cannot sign in ${Date.now()}`;

    await signIn(page, 'operator');
    await page.getByRole('heading', { name: 'Newest submissions' }).waitFor();
    await page.getByRole('link', { name: 'New request' }).click();
    await fillForm(page, description);
    await page.getByLabel('Add a supporting document').setInputFiles(textFile('what-happened.txt', 'It stopped.\n'));
    await page.getByText('what-happened.txt').waitFor();
    await page.getByRole('button', { name: 'Submit request' }).click();
    await page.getByText('Uploaded and checked').waitFor();
    await page.getByRole('heading', { name: 'The request has its case' }).waitFor();
    await visit(page, '#/records');
    await page.getByText(description).first().waitFor();
    await page.getByRole('link', { name: new RegExp(description) }).click();
    await changeStatus(page, 'Start work', 'The technical team takes it');
    await section(page, 'Status history').getByText('The technical team takes it').waitFor();
    await changeStatus(page, 'Complete', 'Session store was cleared');
    await page.getByRole('button', { name: 'Complete the case' }).click();
    await section(page, 'Status history').getByText('Session store was cleared').waitFor();

    const documents = section(page, 'Documents');
    await documents.getByText('what-happened.txt').first().waitFor();
    await documents.getByText('Available').first().waitFor();
    await expect.poll(() => section(page, 'Events').getByText('OperationalCaseStatusChanged').count()).toBe(2);
    await expect.poll(() => section(page, 'Sync logs').getByText('Succeeded').count()).toBe(3);
    await section(page, 'Workflow').getByText('The case is completed, which is final.').first().waitFor();
    await expectClean();
    await close();
  });

  it('makes one submission of a double click', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const description = `Clicked twice ${Date.now()}`;
    await signIn(page, 'operator', '#/submit');
    await fillForm(page, description);
    let posts = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/intake/submissions')) posts += 1;
    });

    await page.getByRole('button', { name: 'Submit request' }).dblclick();
    await page.getByRole('heading', { name: 'The request has its case' }).waitFor();

    expect(posts).toBe(1);
    await expectClean();
    await close();
  });
});

describe('an upload', () => {
  it('that failed goes on from there, without a second submission', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/submit');
    await fillForm(page, 'The line is bad');
    await page.getByLabel('Add a supporting document').setInputFiles(textFile('notes.txt', 'some notes'));
    let submissions = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/intake/submissions')) submissions += 1;
    });
    await page.route('**/uploads/**', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await page.getByRole('button', { name: 'Submit request' }).click();
    await page.getByText('The upload stopped').waitFor();
    await page.unroute('**/uploads/**');

    await page.getByRole('button', { name: 'Try the upload again' }).click();
    await page.getByText('Uploaded and checked').waitFor();

    expect(submissions).toBe(1);
    await expectClean();
    await close();
  });

  it('of a file in disguise is rejected, and the reason is shown', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const documents = section(page, 'Documents');

    await page
      .getByLabel('Add a document')
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') });

    await documents.getByText('Rejected').first().waitFor();
    await documents.getByText('TYPE_DIFFERS').waitFor();
    const preview = documents.getByRole('button', { name: 'Preview photo.png' });
    await preview.press('Enter');
    await documents.getByText('It was rejected, so it cannot be opened.').first().waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await expectClean();
    await close();
  });

  it('that cannot be right is refused before anything is sent', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/submit');

    await page
      .getByLabel('Add a supporting document')
      .setInputFiles({ name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });

    await page.getByText('Only TXT, CSV, PNG, JPG, JPEG or PDF files can be uploaded; this is .svg.').waitFor();
    await expectClean();
    await close();
  });
});

describe('a document', () => {
  it('is previewed as text, gets a version, is downloaded and deleted with a reason', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();
    await signIn(page, 'operator', `#/records/${submissionId}`);
    const documents = section(page, 'Documents');
    await page.getByLabel('Add a document').setInputFiles(textFile('list.txt', 'first list, 1 < 2'));
    await documents.getByText('Uploaded and checked').waitFor();

    await documents.getByRole('button', { name: 'Preview list.txt' }).click();
    await page.getByRole('dialog').getByText('first list, 1 < 2').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await documents
      .getByLabel('File of the new version of list.txt', { exact: true })
      .setInputFiles(textFile('list.txt', 'second list'));
    await documents.getByText('Version 2').waitFor();
    await expect.poll(() => documents.getByText('Uploaded and checked').count()).toBe(2);
    const downloading = page.waitForEvent('download');
    await documents.getByRole('button', { name: 'Download list.txt' }).click();
    expect((await downloading).suggestedFilename()).toBe('list.txt');
    await documents.getByRole('button', { name: 'Delete list.txt' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Belongs elsewhere');
    await page.getByRole('button', { name: 'Delete the document' }).click();

    await documents.getByText('Belongs elsewhere').waitFor();
    await documents.getByText('Deleted', { exact: true }).waitFor();
    await expectClean();
    await close();
  });

  it('shows an image from the documents origin under the page policy', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();
    await signIn(page, 'operator', `#/records/${submissionId}`);
    await page.getByLabel('Add a document').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: dot });
    await section(page, 'Documents').getByText('Uploaded and checked').waitFor();

    await page.getByRole('button', { name: 'Preview dot.png' }).click();

    const image = page.getByRole('dialog').getByRole('img', { name: 'dot.png' });
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1);
    await expectClean();
    await close();
  });

  it('is not opened by a viewer, who is told why', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const submissionId = await (await signInDirectly('operator')).submit();

    await signIn(page, 'viewer', `#/records/${submissionId}`);

    await section(page, 'Documents').getByText('Your role, viewer, cannot upload documents').waitFor();
    await expectClean();
    await close();
  });
});

/** The smallest PNG: one pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
