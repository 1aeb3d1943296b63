// Text of people is text: a corpus of script injections in every free field runs nothing and is shown as written.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, signIn, visit } from './browser.ts';
import { signInDirectly } from './direct-api.ts';

const corpus = [
  '<script>alert("script")</script>',
  '<img src=x onerror=alert("img")>',
  '"><svg onload=alert("svg")>',
  "' autofocus onfocus=alert('focus') x='",
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  'javascript:alert("url")',
  '<a href="javascript:alert(1)">go</a>',
  '<style>@import "https://evil.test/x.css";</style>',
  '<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
  '{{constructor.constructor("alert(1)")()}} <%= alert(1) %>',
  '</title></textarea><details open ontoggle=alert("details")>',
  '=HYPERLINK("https://evil.test","go")',
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('hostile text', () => {
  it('is shown as written in the list, on its page and in the history, and runs nothing', async () => {
    const { page, expectClean, close } = await openPage(browser);
    const direct = await signInDirectly('operator');
    const ids: string[] = [];
    for (const text of corpus) {
      const id = await direct.submit({ requester_name: text, request_description: text });
      await direct.changeStatus(await direct.caseOf(id), 'in_progress', text);
      ids.push(id);
    }

    await signIn(page, 'operator', '#/records');
    await page.locator(`a[href="#/records/${ids.at(-1)}"]`).waitFor();
    for (const [index, id] of ids.entries()) {
      const text = corpus[index] ?? '';
      await visit(page, `#/records/${id}`);
      await page
        .getByRole('region', { name: 'Request' })
        .getByText(text.slice(0, 119), { exact: false })
        .first()
        .waitFor();
      await page.getByRole('region', { name: 'Status history' }).getByText(text, { exact: true }).waitFor();
    }

    expect(await page.locator('main script, main iframe, main style, main img, main math').count()).toBe(0);
    await expectClean();
    await close();
  });

  it('in an address is shown as written and leads nowhere', async () => {
    const { page, expectClean, close } = await openPage(browser);

    await signIn(page, 'viewer', '#/<img src=x onerror=alert(1)>');

    await page.getByText('There is nothing at this address').waitFor();
    await expectClean();
    await close();
  });
});
