// The acting pages with their dialogs, in both themes and on a phone: nothing that axe finds, nothing wider than the
// screen, and the focus goes where a keyboard needs it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { launch, openPage, settled, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
let submissionId: string;
beforeAll(async () => {
  browser = await launch();
  const direct = await signInDirectly('operator');
  submissionId = await direct.submit();
  await direct.caseOf(submissionId);
});
afterAll(() => browser.close());

/** Opens a dialog by its button, looks at it, and leaves it with Escape; the focus is back on the button then. */
async function expectDialog(page: Page, button: string | RegExp): Promise<void> {
  const opener = page.getByRole('button', { name: button }).first();
  await opener.focus();
  await opener.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page, `the dialog of ${button}`);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
}

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it.each([390, 1440])('what is acted with is accessible at %i pixels', async (width) => {
    const { page, expectClean, close } = await openPage(browser, { colorScheme, viewport: { width, height: 844 } });
    await signIn(page, 'admin', '#/cases');
    await page.locator('table .check').first().check();
    await expectDialog(page, /^Change status of the chosen/);

    await visit(page, '#/reference');
    await settled(page);
    await expectDialog(page, 'Add a request type');
    await expectDialog(page, 'Edit GENERAL_INQUIRY');
    await expectDialog(page, 'Retire GENERAL_INQUIRY');
    await page.getByRole('button', { name: 'History GENERAL_INQUIRY' }).focus();
    await expectAccessible(page, 'a reason why not');
    await visit(page, '#/privacy');
    await settled(page);
    await expectDialog(page, "Erase a person's data");

    await visit(page, `#/records/${submissionId}`);
    await settled(page);
    await expectDialog(page, 'Change the handling');
    const name = `${colorScheme}-${width}.txt`;
    const file = { name, mimeType: 'text/plain', buffer: Buffer.from('some text') };
    await page.getByLabel('Add a document').setInputFiles(file);
    await page.getByRole('button', { name: `Hide the upload of ${name}` }).waitFor();
    await expectAccessible(page, 'a finished upload');
    await expectDialog(page, `Preview ${name}`);
    await expectDialog(page, `Versions ${name}`);
    await expectDialog(page, `Delete ${name}`);
    await visit(page, '#/submit');
    await page
      .getByLabel('Add a supporting document')
      .setInputFiles({ ...file, name: 'page.html', mimeType: 'text/html' });
    await page.getByText('this is .html').waitFor();
    await expectAccessible(page, 'the form with a refused file');
    await expectClean();
    await close();
  });
});

describe('on a phone', () => {
  it('the further pages are behind a button that says whether it is open', async () => {
    const { page, expectClean, close } = await openPage(browser, { viewport: { width: 390, height: 844 } });
    await signIn(page, 'viewer');
    const more = page.getByRole('button', { name: 'More' });

    await more.press('Enter');
    expect(await more.getAttribute('aria-expanded')).toBe('true');
    await expectAccessible(page, 'the further pages');
    await page.getByRole('link', { name: 'Reference data' }).click();

    await page.getByRole('heading', { name: 'Reference data' }).waitFor();
    await expect.poll(() => more.getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Reference data');
    await expectClean();
    await close();
  });
});
