// What makes a page accessible, as far as a program can tell: nothing that axe finds, nothing wider than the screen.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { settled } from './browser.ts';

/** Whoever says what is seen reaches it. Axe leaves this rule out unless asked, and cannot tell the words of a drawing apart. */
const saysWhatIsSeen = 'label-content-name-mismatch';

/** Looks at the page when it has come to rest. @param where What the page is, for the message */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await settled(page);
  // The pages have no frames, for which the other mode opens a second page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ rules: { [saysWhatIsSeen]: { enabled: true } } });
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) => {
    const wrong = nodes.filter(({ html }) => id !== saysWhatIsSeen || !html.includes('lineage__node'));
    return wrong.length === 0 ? [] : [`${where}: ${id} at ${wrong.map((node) => node.target).join(', ')}`];
  });
  expect(found).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
}
