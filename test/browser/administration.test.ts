// Reference data that changes the intake form, dead letters that are decided, and erasure that is confirmed.
import type { Browser, Page, Route as PageRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetter, DeadLetterGroup } from '../../shared/contracts/dead-letter.ts';
import { expectAccessible } from './accessible.ts';
import { launch, openPage, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const unique = () => `T${Date.now().toString(36).toUpperCase()}`;
const dialogOf = (page: Page) => page.getByRole('dialog');

async function addType(page: Page, code: string, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a request type' }).click();
  await dialogOf(page).getByLabel('Code').fill(code);
  await dialogOf(page).getByLabel('English').fill(label);
  await dialogOf(page).getByLabel('German').fill(`${label} auf Deutsch`);
  await dialogOf(page).getByLabel('Reason').fill('People ask for it');
  await dialogOf(page).getByRole('button', { name: 'Add it' }).click();
  await page.getByText(code, { exact: true }).waitFor();
}

describe('reference data', () => {
  it('that an administrator adds and retires appears in the intake form and leaves it', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const code = unique();
    await signIn(page, 'admin', '#/reference');
    await addType(page, code, `Type ${code}`);
    await visit(page, '#/submit');
    await page.getByLabel('Type of request').selectOption({ label: `Type ${code}` });

    await visit(page, '#/reference');
    await page.getByRole('button', { name: `Retire ${code}` }).click();
    await dialogOf(page).getByLabel('Reason').fill('It was a mistake');
    await dialogOf(page).getByRole('button', { name: 'Retire it' }).click();
    await page.getByRole('button', { name: `Restore ${code}` }).waitFor();
    await visit(page, '#/submit');

    await expect.poll(() => page.getByRole('option', { name: `Type ${code}` }).count()).toBe(0);
    expect(await page.getByLabel('Type of request').inputValue()).toBe('');
    await visit(page, '#/reference');
    await page.getByRole('button', { name: `History ${code}` }).click();
    await dialogOf(page).getByText('It was a mistake').waitFor();
    await expectClean();
    await close();
  });

  it('is offered in the language of the browser', async () => {
    const { page, close } = await openPage(browser, { locale: 'de-AT' });

    await signIn(page, 'operator', '#/submit');

    await page.getByLabel('Type of request').selectOption({ label: 'Allgemeine Anfrage' });
    await close();
  });

  it('that two administrators change: the slower one keeps what was typed and decides again', async () => {
    const code = unique();
    const first = await openPage(browser);
    const second = await openPage(browser);
    await signIn(first.page, 'admin', '#/reference');
    await addType(first.page, code, `Old ${code}`);
    await signIn(second.page, 'admin', '#/reference');
    for (const { page } of [first, second]) await page.getByRole('button', { name: `Edit ${code}` }).click();

    for (const [{ page }, label] of [
      [first, `First ${code}`],
      [second, `Second ${code}`],
    ] as const) {
      await dialogOf(page).getByLabel('English').fill(label);
      await dialogOf(page).getByLabel('Reason').fill(label);
      await dialogOf(page).getByRole('button', { name: 'Save the change' }).click();
      if (page === first.page) await dialogOf(page).waitFor({ state: 'detached' });
    }

    const slow = dialogOf(second.page);
    await slow.getByText('Somebody was faster').waitFor();
    expect(await slow.getByLabel('English').inputValue()).toBe(`Second ${code}`);
    await slow.getByRole('button', { name: 'Save the change' }).click();
    await second.page.getByText(`Second ${code}`, { exact: true }).waitFor();
    for (const each of [first, second]) {
      await each.expectClean();
      await each.close();
    }
  });

  it('is read only for everybody else, who is told why', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'approver', '#/reference?kind=priorities');

    await page.getByText('Your role, approver, cannot change reference data; the role admin can.').first().waitFor();
    await page.getByText('Due after 24 h').waitFor();
    expect(await page.getByRole('button', { name: 'Add a priority' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Edit high' }).press('Enter');
    expect(await dialogOf(page).count()).toBe(0);
    await expectClean();
    await close();
  });
});

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
    await page.getByText('2 done, 2 not.').waitFor();
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

describe('erasure', () => {
  it('needs the typed word, replaces the person everywhere and stays in the list', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const email = `gone.${Date.now()}@example.test`;
    const direct = await signInDirectly('operator');
    const submissionId = await direct.submit({ requester_email: email, requester_name: 'Soon Forgotten' });
    await direct.caseOf(submissionId);
    await signIn(page, 'admin', '#/privacy');
    await page.getByRole('button', { name: "Erase a person's data" }).click();
    await dialogOf(page).getByLabel('E-mail address').fill(email);
    await dialogOf(page).getByLabel('Reason').fill('Asked for in writing');
    await dialogOf(page).getByRole('button', { name: 'Erase for good' }).click();
    await dialogOf(page).getByText('Type ERASE to confirm.').last().waitFor();

    await dialogOf(page).getByLabel('Type ERASE to confirm').fill('ERASE');
    await dialogOf(page).getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('The data were erased').waitFor();
    await page.getByText('Asked for in writing').first().waitFor();
    await visit(page, `#/records/${submissionId}`);

    await page.getByRole('region', { name: 'Request', exact: true }).waitFor();
    await expect.poll(() => page.getByText('Soon Forgotten').count()).toBe(0);
    await expectClean();
    await close();
  });

  it('is for administrators only', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'approver', '#/privacy');

    await page.getByText('Your role, approver, cannot erase personal data; the role admin can.').waitFor();
    expect(await page.getByRole('button', { name: "Erase a person's data" }).count()).toBe(0);
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

/** Answers as a hub with one cause; a set takes two calls. */
function decided() {
  const sent: unknown[] = [];
  const answer = async (route: PageRoute) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (request.method() === 'OPTIONS') return route.continue();
    if (request.method() === 'GET') {
      const data = pathname.endsWith('/groups') ? [group] : letters;
      return route.fulfill({ json: { data, pagination: { limit: 50, next: null } }, headers: anyOrigin });
    }
    const body = request.postDataJSON();
    sent.push({ path: pathname, body });
    const isFirst = body.filter !== undefined && body.filter.cursor === undefined;
    const outcomes = isFirst
      ? bulk.outcomes
      : bulk.outcomes.map((one) => ({ ...one, id: one.id?.replace('0000', '0009') }));
    return route.fulfill({
      json: { ...bulk, outcomes, remaining: 0, next: isFirst ? 'page-2' : null },
      headers: anyOrigin,
    });
  };
  return { sent, answer };
}

const bulk = {
  done: 1,
  refused: 1,
  outcomes: [
    { id: ids[0], outcome: 'done', code: null, detail: 'its event is owed again', version: null },
    { id: ids[1], outcome: 'refused', code: 'DEAD_LETTER.DECIDED', detail: 'it was dismissed', version: null },
  ],
};
