// What makes a page accessible, as far as a program can tell: nothing that axe finds, nothing wider than the screen.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { settled } from './browser.ts';

/** Looks at the page when it has come to rest. @param where What the page is, for the message */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await settled(page);
  const { violations: usual } = await new AxeBuilder({ page }).analyze();
  // Whoever says what is seen reaches it. Axe leaves this rule out unless asked, and cannot tell the words of a drawing apart.
  const said = new AxeBuilder({ page }).withRules(['label-content-name-mismatch']).exclude('.lineage__node');
  const violations = [...usual, ...(await said.analyze()).violations];
  const found = violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map((node) => node.target).join(', ')}`);
  expect(found).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
}
