// What did not work or did not come to its end at the first try: it is said as it is, and tried again without harm.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, signIn } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('the labels and choices of all pages', () => {
  it('are read again when their first read failed', async () => {
    const { page, expectClean, close } = await openPage(browser);
    let refused = 0;
    await page.route(/\/reference\?/, (route) => {
      refused += 1;
      return route.abort();
    });
    await signIn(page, 'viewer', '#/records');
    const choices = page.locator('details', { has: page.locator('summary', { hasText: 'Type' }) });
    await choices.locator('summary').click();
    // A read is tried three times before it has failed.
    await expect.poll(() => refused).toBeGreaterThanOrEqual(3);
    expect(await choices.getByRole('checkbox').count()).toBe(0);

    await page.unrouteAll();

    await choices.getByRole('checkbox', { name: 'Incident report' }).waitFor();
    await expectClean();
    await close();
  });
});

describe('a retirement at once', () => {
  it('is the same retirement when its answer was lost and it is sent again', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const code = `R${Date.now().toString(36).toUpperCase()}`;
    const sent: string[] = [];
    await page.route(`**/reference/request_types/${code}`, async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      sent.push(`${route.request().headers()['idempotency-key']} ${route.request().postData()}`);
      const response = await route.fetch();
      return sent.length === 1 ? route.abort() : route.fulfill({ response });
    });
    const dialog = page.getByRole('dialog');
    await signIn(page, 'admin', '#/reference');
    await page.getByRole('button', { name: 'Add a request type' }).click();
    for (const optional of ['German', 'Place in the list']) {
      expect(await dialog.getByLabel(optional).getAttribute('aria-required')).toBe('false');
    }
    for (const required of ['Code', 'English', 'Reason']) {
      expect(await dialog.getByLabel(required).getAttribute('aria-required')).toBe('true');
    }
    await dialog.getByLabel('Code').fill(code);
    await dialog.getByLabel('English').fill(`Type ${code}`);
    await dialog.getByLabel('Reason').fill('To be retired');
    await dialog.getByRole('button', { name: 'Add it' }).click();

    await page.getByRole('button', { name: `Retire ${code}` }).click();
    await dialog.getByLabel('Reason').fill('Nobody asks for it');
    await dialog.getByRole('button', { name: 'Retire it' }).click();
    await dialog.getByText('The hub cannot be reached').waitFor();
    await dialog.getByRole('button', { name: 'Retire it' }).click();

    await page.getByText('The value was retired.').waitFor();
    expect([new Set(sent).size, sent.length]).toEqual([1, 2]);
    await expectClean();
    await close();
  });
});

describe('an erasure that was left before its end', () => {
  it('is told as not finished, and goes on with the same address', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const email = `left.${Date.now()}@example.test`;
    const reason = `Asked for in writing ${Date.now()}`;
    const erasure = {
      erasure_id: 'ERA-01JD0000000000000000000000',
      requester_hash: 'a'.repeat(64),
      submissions_erased: 25,
      documents_erased: 1,
      reason,
      requested_by: 'Ada',
      requested_at: '2026-01-31T08:00:00.000Z',
    };
    let status: 'running' | 'completed' = 'running';
    let answer = () => {};
    const asked: unknown[] = [];
    const now = () => ({ ...erasure, status, completed_at: status === 'running' ? null : erasure.requested_at });
    await page.route('**/intake/erasures?**', (route) => {
      const data = asked.length === 0 ? [] : [now()];
      return route.fulfill({ json: { data, pagination: { limit: 25, next: null } }, headers: anyOrigin });
    });
    await page.route('**/intake/erasures', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      asked.push(route.request().postDataJSON());
      if (status === 'running') await new Promise<void>((resolve) => (answer = resolve));
      return route.fulfill({ json: now(), headers: anyOrigin });
    });
    const dialog = page.getByRole('dialog');
    await signIn(page, 'admin', '#/privacy');
    await page.getByRole('button', { name: "Erase a person's data" }).click();
    await dialog.getByRole('button', { name: 'Erase nothing' }).waitFor();
    await dialog.getByLabel('E-mail address').fill(email);
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByLabel('Type ERASE to confirm').fill('ERASE');
    await dialog.getByRole('button', { name: 'Erase for good' }).click();

    await dialog.getByRole('button', { name: 'Stop erasing' }).click();
    answer();
    await page.getByText('The erasure is not finished').waitFor();
    expect(await page.getByText('under way', { exact: false }).count()).toBe(0);
    status = 'completed';
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await dialog.getByLabel('Type ERASE to confirm').fill('ERASE');
    await dialog.getByRole('button', { name: 'Erase for good' }).click();

    await page.getByText('The data were erased').waitFor();
    expect(asked).toEqual([
      { requester_email: email, reason },
      { requester_email: email, reason },
    ]);
    await expectClean();
    await close();
  });
});

const anyOrigin = { 'access-control-allow-origin': '*' };
