// Reference data that changes the intake form, and erasure that is confirmed.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
