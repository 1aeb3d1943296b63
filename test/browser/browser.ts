// A real Chromium against a running hub: finds it, opens pages in it, and records everything a page must not do.
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPlaces, findChromium } from '../../infra/chromium.ts';

export type Role = 'viewer' | 'operator' | 'approver' | 'admin';

/** Addresses of the hub under test; whoever starts it sets them. */
export const hub = {
  get api(): string {
    return address('HUB_API');
  },
  get web(): string {
    return address('HUB_WEB');
  },
};

function address(name: 'HUB_API' | 'HUB_WEB'): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; the browser tests need a running hub`);
  return value.replace(/\/+$/, '');
}

function chromiumPath(): string {
  const path = findChromium();
  if (path === undefined) {
    throw new Error(`no Chromium found; set CHROMIUM or install it as one of ${chromiumPlaces.join(', ')}`);
  }
  return path;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export interface Watched {
  readonly page: Page;
  /** Fails when the page ran foreign script, broke its Content-Security-Policy or wrote an error to the console. */
  expectClean(): Promise<void>;
  close(): Promise<void>;
}

/** Hosts and hooks that the page is given before its own script runs. */
declare global {
  interface Window {
    foreignRuns: string[];
    policyViolations: string[];
  }
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    // The browser reports every 4xx answer as an error; which answers are right is for the tests themselves to say.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isAnswer) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => {
    errors.push(`a script opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    window.foreignRuns = [];
    window.policyViolations = [];
    window.alert = (text) => void window.foreignRuns.push(String(text));
    document.addEventListener('securitypolicyviolation', (event) => {
      window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  return {
    page,
    async expectClean() {
      const seen = await page.evaluate(() => ({ runs: window.foreignRuns, violations: window.policyViolations }));
      expect({ ...seen, errors }).toEqual({ runs: [], violations: [], errors: [] });
    },
    async close() {
      // An answer that a test makes up may still be under way; without its page it would fail outside of any test.
      await page.unrouteAll({ behavior: 'wait' });
      await context.close();
    },
  };
}

/** Signs in on the page that is open, or on the first page of the console. */
export async function signIn(page: Page, role: Role, hash = ''): Promise<void> {
  await page.goto(`${hub.web}/${hash}`);
  await page.locator('.person-card', { has: page.locator('.person-card__role', { hasText: role }) }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Goes to another page of the console as a link would, and is there when the page is drawn. */
export async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate(async (next) => {
    if (location.hash === next) return;
    const moved = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = next;
    await moved;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, hash);
  await page.locator('main h1').waitFor();
}

/** Waits until everything on the page is there, is of the question asked last, and has come to rest. */
export async function settled(page: Page): Promise<void> {
  const restless = () =>
    page.evaluate(() => {
      const moving = document.getAnimations().filter((animation) => {
        const endless = animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY;
        return animation.playState === 'running' && !endless;
      });
      return document.querySelectorAll('.loading, [aria-busy="true"]').length + moving.length;
    });
  await expect.poll(restless).toBe(0);
}

/** True when the whole of it can be seen, below the header and above the navigation of a phone. */
export const inSight = (place: Locator) =>
  place.evaluate((element) => {
    const { top, left, right, bottom } = element.getBoundingClientRect();
    const middle = (left + right) / 2;
    return [top + 2, bottom - 2].every((y) => element.contains(document.elementFromPoint(middle, y)));
  });
