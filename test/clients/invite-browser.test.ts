import assert from 'node:assert/strict';
import { DEFAULT_TEMPLATE } from '../../src/core/invites/default-template.js';
import { type InviteFleet, makeInvite } from '../../src/core/invites/invite.js';
import { assertAccessible, assertFits, picture, withPage } from './support/chromium.js';
import { useClient } from './support/clients.js';

const WIDTHS = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const FLEET: InviteFleet = {
  companyCode: 'ab12cd34',
  fleetName: 'sales',
  displayName: 'Example & <Co>',
};
const USER = { email: 'ana@example.com', name: 'Ana', columns: new Map<string, string>() };
/** As long as the service has it (service model, CompanyCode and DisplayName). */
const LONG: InviteFleet = {
  companyCode: 'a1b2'.repeat(8),
  fleetName: 'sales',
  displayName: 'W'.repeat(100),
};
/** A mail is shown within a page of the mail program's, whose landmarks are its own. */
const LANDMARKS = ['landmark-one-main', 'region'];
const LINK = 'https://go.example.com/enter?code={{companyCode}}';

describe('the invitation in a browser', function () {
  this.timeout(120_000);
  const client = useClient('Chromium');

  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [what, fleet, link] of [
        ['usual', FLEET, ''],
        ['with a link', FLEET, LINK],
        ['of long words', LONG, LINK],
      ] as const) {
        it(`given a ${width}, ${colorScheme}, the invitation ${what} is read without scrolling sideways`, () =>
          withPage(client().program, viewport, async (page) => {
            const trouble: string[] = [];
            page.on('console', (message) => trouble.push(message.text()));
            page.on('request', (request) => trouble.push(request.url()));
            await page.emulateMedia({ colorScheme });
            await page.setContent(makeInvite({ ...DEFAULT_TEMPLATE, link }, fleet, USER).html);
            await picture(page, `invite-${width}-${colorScheme}-${what.replaceAll(' ', '-')}`);

            await assertFits(page);
            await assertAccessible(page, LANDMARKS);
            const code = page.locator('.code b');
            assert.equal(await code.innerText(), fleet.companyCode);
            const box = await code.boundingBox();
            assert.ok(box !== null && box.width > 0 && box.height > 0);
            assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, 'all of the code is on the screen');
            const text = await page.locator('body').innerText();
            assert.ok(text.includes(`for ${fleet.displayName}.`), text);
            const links = await page
              .locator('a')
              .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
            assert.deepEqual(links, link === '' ? [] : [link.replace('{{companyCode}}', fleet.companyCode)]);
            assert.deepEqual(trouble, []);
          }));
      }
    }
  }
});
