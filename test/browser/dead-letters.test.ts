// The desk of dead letters: one, several and all of one cause are redriven or dismissed, each with its outcome.
import type { Browser, Page, Route as PageRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetter, DeadLetterGroup } from '../../shared/contracts/dead-letter.ts';
import { expectAccessible } from './accessible.ts';
import { inSight, launch, openPage, signIn } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const dialogOf = (page: Page) => page.getByRole('dialog');

describe('dead letters', () => {
  it('are redriven with a reason, one and several, and what cannot be redriven says why', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const sent: unknown[] = [];
    await page.route('**/integration/dead-letters**', async (route) => {
      const request = route.request();
      if (request.method() === 'OPTIONS') return route.continue();
      if (request.method() === 'GET') return route.fulfill({ json: page1, headers: anyOrigin });
      const { pathname } = new URL(request.url());
      sent.push({ path: pathname, body: request.postDataJSON() });
      return route.fulfill({
        json: pathname === '/integration/dead-letters/redrive' ? bulk : letters[0],
        headers: anyOrigin,
      });
    });
    await signIn(page, 'operator', '#/dead-letters');

    await page.getByText('Not redriven: It was redriven 3 times already.').waitFor();
    await page.getByRole('button', { name: `Redrive ${ids[0]}` }).click();
    await dialogOf(page).getByRole('button', { name: 'Redrive' }).click();
    await dialogOf(page).getByText('Give a reason; it is kept in the history.').waitFor();
    await dialogOf(page).getByLabel('Reason').fill('The cause is gone');
    await dialogOf(page).getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('The dead letter was redriven.').waitFor();
    await page.getByLabel('Choose all that are shown').check();
    await page.getByRole('button', { name: 'Redrive of the chosen dead letters' }).click();
    await dialogOf(page).getByLabel('Reason').fill('All of them');
    await dialogOf(page).getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('1 done, 1 not.').waitFor();

    expect(sent).toEqual([
      { path: `/integration/dead-letters/${ids[0]}/redrive`, body: { reason: 'The cause is gone' } },
      {
        path: '/integration/dead-letters/redrive',
        body: { dead_letter_ids: ids, reason: 'All of them' },
      },
    ]);
    await expectClean();
    await close();
  });

  it('that cannot be redriven are dismissed as one choice', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const { sent, answer } = decided();
    await page.route('**/integration/dead-letters**', answer);
    await signIn(page, 'operator', '#/dead-letters');

    await page.getByLabel(`Choose ${ids[2]}`).check();
    await expect
      .poll(() =>
        page.getByRole('button', { name: 'Redrive of the chosen dead letters' }).getAttribute('aria-disabled'),
      )
      .toBe('true');
    await page.getByRole('button', { name: 'Dismiss of the chosen dead letters' }).click();
    await dialogOf(page).getByRole('heading', { name: 'Dismiss one dead letter?' }).waitFor();
    await dialogOf(page).getByLabel('Reason').fill('It is a test');
    await dialogOf(page).getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('1 done, 1 not.').waitFor();

    expect(sent).toEqual([
      { path: '/integration/dead-letters/dismiss', body: { dead_letter_ids: [ids[2]], reason: 'It is a test' } },
    ]);
    await expectClean();
    await close();
  });

  it('are shown by cause, with what was done before, and a cause is decided about as a whole', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const { sent, answer } = decided();
    await page.route('**/integration/dead-letters**', answer);
    await signIn(page, 'operator', '#/dead-letters');
    await page.getByRole('link', { name: 'By cause' }).click();

    await page.getByText('200 parked').waitFor();
    await page.getByText('The sender was repaired').waitFor();
    await page.getByRole('button', { name: 'Dismiss all 200 with MESSAGE.NOT_JSON' }).click();
    await dialogOf(page).getByRole('heading', { name: 'Dismiss 200 dead letters with MESSAGE.NOT_JSON?' }).waitFor();
    await dialogOf(page).getByLabel('Reason').fill('Nobody needs them');
    await dialogOf(page).getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('100 done, 100 not.').waitFor();
    expect(await dialogOf(page).getByRole('listitem').count()).toBe(200);
    expect(await inSight(dialogOf(page).getByRole('button', { name: 'Close' }))).toBe(true);
    await expectAccessible(page, 'outcomes of a cause');
    await dialogOf(page).getByRole('button', { name: 'Close' }).click();
    await expectAccessible(page, 'dead letters by cause');
    await page.getByRole('link', { name: 'Show 200 dead letters' }).click();
    await page.getByText('Only letters of one cause.').waitFor();

    const filter = { status: 'parked', fingerprint: group.fingerprint };
    expect(sent).toEqual([
      { path: '/integration/dead-letters/dismiss', body: { filter, reason: 'Nobody needs them' } },
      {
        path: '/integration/dead-letters/dismiss',
        body: { filter: { ...filter, cursor: 'page-2' }, reason: 'Nobody needs them' },
      },
    ]);
    await expectClean();
    await close();
  });

  it('have a tab for what became of them', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'viewer', '#/dead-letters');
    await page.getByRole('link', { name: 'Dismissed' }).click();

    await expect.poll(() => page.url()).toContain('status=dismissed');
    await expect.poll(() => page.getByRole('link', { name: 'Dismissed' }).getAttribute('aria-current')).toBe('page');
    await expectClean();
    await close();
  });
});

const anyOrigin = { 'access-control-allow-origin': '*' };
const ids = [
  'DL-01JD0000000000000000000003',
  'DL-01JD0000000000000000000002',
  'DL-01JD0000000000000000000001',
] as const;
const may = { allowed: true, why: null };

const letters: readonly DeadLetter[] = ids.map((dead_letter_id, index) => ({
  dead_letter_id,
  kind: 'queue',
  status: 'parked',
  fingerprint: '0123456789abcdef',
  event_id: dead_letter_id.replace('DL', 'EVT'),
  event_type: 'RequestCreated',
  correlation_id: dead_letter_id.replace('DL', 'COR'),
  trace_id: 'a'.repeat(32),
  cause: { code: 'MESSAGE.INVALID', message: 'the message is not valid' },
  attempts: 5,
  parked_at: `2026-01-31T08:0${3 - index}:00.000Z`,
  redrives: index === 2 ? 3 : 0,
  actions: {
    redrive: index === 2 ? { allowed: false, why: 'it was redriven 3 times already' } : may,
    dismiss: may,
  },
  decisions: [],
  body: '{"id":"x"}',
}));
const page1 = { data: letters, pagination: { limit: 25, next: null } };
const group: DeadLetterGroup = {
  fingerprint: '0123456789abcdef',
  count: 200,
  first_seen_at: '2026-01-31T06:00:00.000Z',
  last_seen_at: '2026-01-31T08:03:00.000Z',
  event_type: null,
  cause: { code: 'MESSAGE.NOT_JSON', message: 'the message is no JSON: unexpected end at position 17' },
  sample_id: ids[0],
  last_decision: {
    action: 'dismissed',
    decided_by: 'Olga',
    decided_by_id: 'person-olga',
    reason: 'The sender was repaired',
    decided_at: '2026-01-30T08:00:00.000Z',
  },
};

/** Answers as a hub with 200 letters of one cause; a set takes two calls. */
function decided() {
  const sent: unknown[] = [];
  const answer = async (route: PageRoute) => {
    const request = route.request();
    if (request.method() === 'OPTIONS') return route.continue();
    const { pathname } = new URL(request.url());
    if (request.method() === 'GET') return route.fulfill({ json: listed(pathname), headers: anyOrigin });
    const body = request.postDataJSON();
    sent.push({ path: pathname, body });
    return route.fulfill({ json: outcomesOf(body), headers: anyOrigin });
  };
  return { sent, answer };
}

function outcomesOf({ filter }: { readonly filter?: { readonly cursor?: string } }) {
  if (filter === undefined) return { ...bulk, remaining: 0, next: null };
  return filter.cursor === undefined
    ? { ...hundred(1), remaining: 100, next: 'page-2' }
    : { ...hundred(2), remaining: 0, next: null };
}

const listed = (pathname: string) => ({
  data: pathname.endsWith('/groups') ? [group] : letters,
  pagination: { limit: 50, next: null },
});

const bulk = {
  done: 1,
  refused: 1,
  outcomes: [
    { id: ids[0], outcome: 'done', code: null, detail: 'its event is owed again', version: null },
    { id: ids[1], outcome: 'refused', code: 'DEAD_LETTER.DECIDED', detail: 'it was dismissed', version: null },
  ],
};

/** Outcomes of a hundred letters, half of them refused. */
const hundred = (page: number) => ({
  done: 50,
  refused: 50,
  outcomes: Array.from({ length: 50 }, (_, index) =>
    bulk.outcomes.map((outcome, which) => ({
      ...outcome,
      id: `DL-01JD00000000000000000${page}${which}${padded(index)}`,
    })),
  ).flat(),
});

const padded = (index: number): string => String(index).padStart(3, '0');
