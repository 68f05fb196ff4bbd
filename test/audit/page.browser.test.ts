import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderPage } from '../../src/core/audit/page/page.js';
import { withTemporaryFolder } from '../support/account.js';
import { type AuditRecord } from '../../src/core/audit/record.js';
import { hostileRecords, reportFor, usualRecords } from './records.js';

const CHROMIUM = process.env['WORKLINK_CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDTHS = [1280, 390];
/** A4 between margins of 15 mm, at 96 pixels to the inch. */
const PAPER_WIDTH = Math.floor(((210 - 30) / 25.4) * 96);

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe('the page of an audit report in Chromium', function () {
  this.timeout(120_000);
  let browser: Browser | undefined;

  before(async function () {
    if (!existsSync(CHROMIUM)) {
      this.test?.parent?.tests.forEach((test) => {
        test.title += ` (skipped: there is no ${CHROMIUM})`;
      });
      this.skip();
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  after(() => browser?.close());

  /** Opens a report's page from a file, and notes what the browser complains of and what it asks the network for. */
  async function opened(
    records: readonly AuditRecord[],
    width: number,
    body: (page: Page, seen: { readonly trouble: string[]; readonly asked: string[] }) => Promise<void>,
    javaScriptEnabled = true,
  ): Promise<void> {
    await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'report.html');
      const facts = { subject: 'fleet <b>sales</b>', madeAt: new Date('2026-03-01T00:00:00Z') };
      await writeFile(file, renderPage(reportFor(records), facts));
      assert.ok(browser);
      const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled });
      try {
        const page = await context.newPage();
        const seen = { trouble: [] as string[], asked: [] as string[] };
        page.on('console', (message) => seen.trouble.push(message.text()));
        page.on('pageerror', (error) => seen.trouble.push(error.message));
        page.on('dialog', (dialog) => seen.trouble.push(dialog.message()));
        page.on('request', (request) => seen.asked.push(request.url().slice(0, 40)));
        await page.goto(pathToFileURL(file).href);
        await body(page, seen);
      } finally {
        await context.close();
      }
    });
  }

  for (const width of WIDTHS) {
    for (const [what, records] of [
      ['usual', usualRecords()],
      ['hostile', hostileRecords()],
      ['no', []],
    ] as const) {
      it(`given ${what} records at ${String(width)} px, then shows them without trouble, network or sideways scrolling`, () =>
        opened(records, width, async (page, { trouble, asked }) => {
          const found = await page.evaluate(() => ({
            scripts: document.scripts.length,
            pictures: [...document.images].map((image) => image.complete && image.naturalWidth > 0),
            sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            styled: getComputedStyle(document.querySelector('dl') ?? document.body).display,
          }));
          assert.deepEqual(trouble, []);
          assert.ok(
            asked.every((url) => /^(?:file|data):/.test(url)),
            asked.join(),
          );
          assert.equal(found.scripts, 0);
          assert.equal(found.pictures.length, records.length === 0 ? 0 : 5);
          assert.ok(found.pictures.every(Boolean), 'every picture is one');
          assert.ok(found.sideways <= 0, `${String(found.sideways)} px`);
          assert.equal(found.styled, 'grid');
          const shots = process.env['WORKLINK_SCREENSHOTS'];
          if (shots !== undefined) {
            await page.screenshot({ path: join(shots, `${what}-${String(width)}.png`), fullPage: true });
            await page.emulateMedia({ media: 'print' });
            await page.screenshot({
              path: join(shots, `${what}-${String(width)}-print.png`),
              fullPage: true,
            });
          }
        }));

      it(`given ${what} records at ${String(width)} px, then axe finds nothing against it`, () =>
        opened(records, width, async (page) => {
          const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
          // Through the debugger: the page's own policy lets no script in.
          const { readFile } = await import('node:fs/promises');
          await page.evaluate(await readFile(axe, 'utf8'));
          const { violations } = await page.evaluate<AxeResult>('axe.run(document)');
          assert.deepEqual(
            violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))]),
            [],
          );
        }));
    }
  }

  it('given a script put into the page, then its policy does not let it run', () =>
    opened(usualRecords(), 1280, async (page, { trouble }) => {
      const ran = await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "ran"';
        document.body.append(script);
        return document.title;
      });
      assert.notEqual(ran, 'ran');
      assert.match(trouble.join(), /Content Security Policy/);
    }));

  for (const [what, records] of [
    ['usual', usualRecords()],
    ['hostile', hostileRecords()],
  ] as const) {
    it(`given ${what} records on paper, then nothing is cut off at its side`, () =>
      opened(records, PAPER_WIDTH, async (page) => {
        await page.emulateMedia({ media: 'print' });
        const over = await page.evaluate(() => {
          const { clientWidth } = document.documentElement;
          return [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
            .map(({ outerHTML }) => outerHTML.slice(0, 120));
        });
        assert.deepEqual(over, []);
        const shots = process.env['WORKLINK_SCREENSHOTS'];
        if (shots !== undefined)
          await page.screenshot({ path: join(shots, `${what}-paper.png`), fullPage: true });
      }));
  }

  it('is printed on whole pages', () =>
    opened(usualRecords(), 1280, async (page) => {
      const pdf = await page.pdf({ format: 'A4' });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
      assert.ok(pages.length >= 2 && pages.length <= 12, String(pages.length));
      const shots = process.env['WORKLINK_SCREENSHOTS'];
      if (shots !== undefined) await writeFile(join(shots, 'usual.pdf'), pdf);
    }));
});
