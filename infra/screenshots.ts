// Entry of `npm run screenshots`: starts its own hub with demonstration data, walks through the console in Chromium and
// saves the screenshots of the README in docs/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { chromiumPlaces, findChromium } from './chromium.ts';
import { projectRoot } from './dist-dir.ts';
import { startHost } from './local/process/host.ts';
import type { RunningHost } from './local/process/host-model.ts';
import { prepare } from './local/process/prepare.ts';
import { seed } from './local/process/seed.ts';

const folder = join(projectRoot, 'docs', 'screenshots');
/** Wide enough for every column; the height suits the README. */
const viewport = { width: 1440, height: 900 } as const;
const formHeight = 1160;
/** Smaller than the gap between two sections, so that no other section is visible. */
const margin = 12;
/** Maximum height of a screenshot. */
const mostHeight = 1400;

const document = [
  'Protocol of the visit at the north gate',
  '',
  'The gate does not close since Monday. The hinge is worn and was photographed.',
  '',
].join('\n');

async function main(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(`no Chromium found; set CHROMIUM or install it as one of ${chromiumPlaces.join(', ')}`);
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-screenshots-'));
  const { assembly, siteFolder } = await prepare((step) => say(step));
  const host = await startHost({ assembly, siteFolder, dataDir });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await seed(host.apiUrl);
    mkdirSync(folder, { recursive: true });
    await shoot(browser, host);
  } finally {
    await browser.close();
    await host.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function shoot(browser: Browser, host: RunningHost): Promise<void> {
  const context = await browser.newContext({
    viewport,
    colorScheme: 'light',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(host.siteUrl);
  await page.locator('.person-card', { has: page.locator('.person-card__role', { hasText: 'operator' }) }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();

  await fillForm(page);
  await page.setViewportSize({ ...viewport, height: formHeight });
  await keep(page, 'form');
  await page.setViewportSize(viewport);
  await page.getByRole('button', { name: 'Submit request' }).click();
  await page.getByRole('heading', { name: 'The request has its case' }).waitFor();
  await page.getByRole('link', { name: 'Open the submission' }).click();
  await section(page, 'Lifecycle').getByText('Available').waitFor();
  await page.getByRole('radio', { name: /Start work/ }).waitFor();
  await keep(page, 'lifecycle');

  await changeStatus(page, /Start work/, 'Start work', 'The technical team takes it');
  await keepSections(page, 'workflow', [section(page, 'Workflow'), section(page, 'Status history')]);
  await page.getByRole('radio', { name: /Complete/ }).check();
  await page.getByLabel('Reason', { exact: false }).first().fill('The hinge was replaced');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await page.getByRole('button', { name: 'Complete the case' }).click();
  await until(() => section(page, 'Sync logs').getByText('Succeeded').count(), 3);
  await page.locator('.lineage__node').nth(6).waitFor();
  await keepSections(page, 'lineage', [section(page, 'Sync logs'), section(page, 'Lineage')]);

  await page.goto(`${host.siteUrl}/#/`);
  await page.locator('.activity__plot canvas').waitFor();
  await keep(page, 'overview');

  await page.goto(`${host.apiUrl.replace(/\/+$/, '')}/docs`);
  await page.locator('.opblock').first().waitFor();
  await keep(page, 'api');
}

async function fillForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New request' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Maren Holt');
  await page.getByLabel('E-mail address').fill('maren.holt@example.test');
  await page.getByLabel('Type of request').selectOption('INCIDENT_REPORT');
  await page.getByLabel('Priority').selectOption('high');
  await page.getByLabel('Team').selectOption('TECHNICAL_TEAM');
  await page
    .getByLabel('Description')
    .fill('The north gate does not close since Monday. A protocol of the visit is attached.');
  const file = { name: 'visit-protocol.txt', mimeType: 'text/plain', buffer: Buffer.from(document) };
  await page.locator('input[type=file]').setInputFiles(file);
}

async function changeStatus(page: Page, choice: RegExp, button: string, reason: string): Promise<void> {
  await page.getByRole('radio', { name: choice }).check();
  await page.getByLabel('Reason', { exact: false }).first().fill(reason);
  await page.getByRole('button', { name: button, exact: true }).click();
  await section(page, 'Status history').getByText(reason).waitFor();
  await page.getByText('canonical follows…').waitFor({ state: 'detached' });
}

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Captures the window from the top of the page. */
async function keep(page: Page, name: string): Promise<void> {
  await settle(page);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  say(name);
}

/** Captures the full width of the page around the given sections. */
async function keepSections(page: Page, name: string, sections: readonly Locator[]): Promise<void> {
  await settle(page);
  const boxes = (await Promise.all(sections.map((each) => each.boundingBox()))).filter((box) => box !== null);
  const top = Math.min(...boxes.map(({ y }) => y)) - margin;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin;
  const left = Math.min(...boxes.map(({ x }) => x)) - margin;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin;
  const clip = { x: left, y: top, width: right - left, height: Math.min(mostHeight, bottom - top) };
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip, animations: 'disabled' });
  say(name);
}

/** Scrolls to the top and dismisses messages. */
async function settle(page: Page): Promise<void> {
  for (const dismiss of await page.getByRole('button', { name: 'Dismiss this message' }).all()) await dismiss.click();
  await page.evaluate('scrollTo(0, 0)');
}

async function until(count: () => Promise<number>, wanted: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await count()) < wanted) {
    if (Date.now() > deadline) throw new Error(`there were never ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

await main();
