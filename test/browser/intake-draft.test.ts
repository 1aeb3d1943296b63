// The intake form over time: left, sent twice, signed in again elsewhere, and what the next person sees of it.
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hub, launch, openPage, signIn, visit } from './browser.ts';
import { accessToken } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('Maren Holt');
  await page.getByLabel('E-mail address').fill('maren.holt@example.test');
  await page.getByLabel('Type of request').selectOption('INCIDENT_REPORT');
  await page.getByLabel('Team').selectOption('TECHNICAL_TEAM');
  await page.getByLabel('Description').fill(`Sent twice ${Date.now()}`);
}

describe('a request whose answer was lost', () => {
  it('is the same request when the form is left, found again and sent again', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const keys: (string | undefined)[] = [];
    const accepted: unknown[] = [];
    await page.route('**/intake/submissions', async (route: Route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push(route.request().headers()['idempotency-key']);
      const response = await route.fetch();
      accepted.push(((await response.json()) as { submission_id: string }).submission_id);
      return accepted.length === 1 ? route.abort() : route.fulfill({ response });
    });
    await signIn(page, 'operator', '#/submit');
    await fillForm(page);
    await page.getByRole('button', { name: 'Submit request' }).click();
    await page.getByText('The hub cannot be reached').waitFor();

    await visit(page, '#/records');
    await visit(page, '#/submit');
    await page.getByRole('button', { name: 'Submit request' }).click();

    await page.getByRole('heading', { name: 'The request has its case' }).waitFor();
    expect([new Set(keys).size, new Set(accepted).size, accepted.length]).toEqual([1, 1, 2]);
    await expectClean();
    await close();
  });
});

describe('what was typed', () => {
  it('is there again after the page was left to sign in at the authority', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const authority = await openAuthority(page);
    await page.goto(`${hub.web}/#/submit`);
    await authority.signIn();
    await page.getByLabel('Name').fill('Half a form');

    await page.route('**/dashboard/overview', (route) => route.fulfill({ status: 401, json: {}, headers: anyOrigin }));
    await visit(page, '#/');
    await page.getByText('Your session ended').waitFor();
    await page.unroute('**/dashboard/overview');
    await authority.signIn();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await visit(page, '#/submit');

    expect(await page.getByLabel('Name').inputValue()).toBe('Half a form');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Half a form');
    await expectClean();
    await close();
  });

  it('is gone for the next person after a sign-out, with its document', async () => {
    const { page, expectClean, close } = await openPage(browser);
    await signIn(page, 'operator', '#/submit');
    await page.getByLabel('Name').fill('Half a form');
    const file = { name: 'private.txt', mimeType: 'text/plain', buffer: Buffer.from('some text') };
    await page.getByLabel('Add a supporting document').setInputFiles(file);
    await page.getByText('private.txt').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('.person-card').nth(2).click();
    await page.getByRole('heading', { name: 'New request' }).waitFor();

    expect(await page.getByLabel('Name').inputValue()).toBe('');
    expect(await page.getByText('private.txt').count()).toBe(0);
    await expectClean();
    await close();
  });
});

const anyOrigin = { 'access-control-allow-origin': '*' };

/** An OpenID Connect authority in front of this console, whose access tokens are those of the hub. */
async function openAuthority(page: Page) {
  const issuer = `${hub.web}/authority`;
  const auth = { kind: 'oidc', authority: issuer, clientId: 'console', scope: 'openid profile', roleClaim: 'role' };
  let nonce: string | null = null;
  await page.route('**/config.json', (route) => route.fulfill({ json: { apiUrl: hub.api, stage: 'dev', auth } }));
  await page.route(`${issuer}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('/openid-configuration')) {
      const endpoints = { authorization_endpoint: `${issuer}/page`, token_endpoint: `${issuer}/token` };
      return route.fulfill({ json: { issuer, ...endpoints } });
    }
    if (pathname.endsWith('/page')) {
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Authority</title>' });
    }
    const claims = { iss: issuer, aud: 'console', nonce, exp: Math.floor(Date.now() / 1000) + 600, name: 'Ada' };
    const id_token = `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
    return route.fulfill({ json: { id_token, access_token: await accessToken('operator'), expires_in: 600 } });
  });
  return {
    /** From the button to the authority and back. */
    async signIn(): Promise<void> {
      await page.getByRole('button', { name: 'Continue to sign-in' }).click();
      await page.waitForURL(`${issuer}/page?**`);
      const { searchParams } = new URL(page.url());
      nonce = searchParams.get('nonce');
      await page.goto(`${searchParams.get('redirect_uri')}?code=c&state=${searchParams.get('state')}`);
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
    },
  };
}
