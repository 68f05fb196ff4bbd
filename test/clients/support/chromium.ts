import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A desktop's window and a phone's. */
export const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** Opens a browser with a page of its own, closed once `body` is done. */
export async function withPage<T>(
  program: string,
  viewport: { readonly width: number; readonly height: number },
  body: (page: Page) => Promise<T>,
): Promise<T> {
  const browser: Browser = await chromium.launch({ executablePath: program, args: FLAGS });
  try {
    const page = await (await browser.newContext({ viewport })).newPage();
    return await body(page);
  } finally {
    await browser.close();
  }
}

/**
 * That a page is fit for everybody, as far as a program can tell: WCAG 2.2 A and AA.
 *
 * @param except rules that do not hold for it
 */
export async function assertAccessible(page: Page, except: readonly string[] = []): Promise<void> {
  const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: ${JSON.stringify(rules)} })`,
  );
  assert.deepEqual(
    results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
    page.url(),
  );
}

/** That nothing of a page lies beside the screen. */
export async function assertFits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  assert.ok(content <= window, `${page.url()} is ${String(content)} wide in ${String(window)}.`);
}

/** Keeps a picture where WORKLINK_SCREENSHOTS names a folder, for somebody to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['WORKLINK_SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
