// Every page, in both themes and on a phone: nothing that axe finds, nothing wider than the screen, all by keyboard.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { hub, launch, openPage, settled, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
let submissionId: string;
beforeAll(async () => {
  browser = await launch();
  const direct = await signInDirectly('operator');
  submissionId = await direct.submit();
  await direct.changeStatus(await direct.caseOf(submissionId), 'in_progress', 'So that there is a history');
});
afterAll(() => browser.close());

const pages = [
  '#/',
  '#/records',
  '#/records?status=open,in_progress&priority=medium&sort=created_at',
  '#/records?q=there-is-no-such-text',
  '#/cases',
  '#/submit',
  '#/dead-letters',
  '#/reference',
  '#/privacy',
  '#/guide',
  '#/nowhere',
];

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it.each([390, 1440])('every page is accessible at %i pixels', async (width) => {
    const { page, expectClean, close } = await openPage(browser, { colorScheme, viewport: { width, height: 844 } });
    await page.goto(hub.web);
    await page.locator('.person-card').first().waitFor();
    await expectAccessible(page, 'sign-in');

    await signIn(page, 'operator');
    for (const hash of pages) {
      await visit(page, hash);
      await expectAccessible(page, hash);
    }
    await visit(page, '#/');
    await page.getByText('Show the numbers as a table').click();
    await page.locator('.activity__plot canvas').waitFor();
    await expectAccessible(page, 'the chart as a table');
    await visit(page, '#/records');
    await settled(page);
    if (width < 700) await page.getByRole('button', { name: /^Filters/ }).click();
    await page.locator('summary', { hasText: 'Team' }).click();
    await expectAccessible(page, 'the filters');
    await visit(page, '#/submit');
    await page.getByRole('button', { name: 'Submit request' }).click();
    await expectAccessible(page, 'the form with mistakes');
    await visit(page, `#/records/${submissionId}`);
    await page.locator('.lineage__node').first().waitFor();
    await expectAccessible(page, 'the submission');
    await page.getByRole('radio', { name: /Complete/ }).check();
    await page.getByLabel('Reason').fill('Done');
    await page.getByRole('button', { name: 'Complete', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, 'the dialog');

    await expectClean();
    await close();
  });
});

describe('by keyboard', () => {
  it('the first stop skips to the content, and a new page starts at its heading', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'viewer');
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.getByRole('link', { name: 'Guide' }).press('Enter');

    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Guide');
    await expect.poll(() => page.title()).toBe('Guide · Integration Hub');
    await expectClean();
    await close();
  });
});

describe('the theme', () => {
  it('follows the choice and is kept', async () => {
    const { page, close } = await openPage(browser, { colorScheme: 'light' });
    await signIn(page, 'viewer');
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();

    await page.getByRole('button', { name: /^Theme: system/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    const dark = await ground();
    await page.reload();
    await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();

    expect(dark).not.toBe(light);
    expect(await ground()).toBe(dark);
    await close();
  });
});
