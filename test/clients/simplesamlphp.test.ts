import assert from 'node:assert/strict';
import { type Page } from 'playwright-core';
import { readServiceProviderMetadata } from '../../src/core/saml/sp-metadata.js';
import { withWorld, type World } from '../server/sign-in/world.js';
import { WIDTHS, withPage } from './support/chromium.js';
import { useClient } from './support/clients.js';
import { type SimpleSamlPhp, withSimpleSamlPhp } from './support/simplesamlphp.js';

/** The fleet and SimpleSAMLphp told of each other, each by the other's own metadata. */
async function introduce(
  world: World,
  idp: SimpleSamlPhp,
  { encrypts }: { readonly encrypts: boolean },
): Promise<void> {
  const { fleetArn } = world;
  const metadata = await idp.metadata();
  await world.call('UpdateIdentityProviderConfiguration', {
    FleetArn: fleetArn,
    IdentityProviderType: 'SAML',
    IdentityProviderSamlMetadata: encrypts
      ? metadata.replace('<md:IDPSSODescriptor ', '<md:IDPSSODescriptor WantAuthnRequestsSigned="true" ')
      : metadata,
  });
  const { ServiceProviderSamlMetadata: document } = await world.call(
    'DescribeIdentityProviderConfiguration',
    {
      FleetArn: fleetArn,
    },
  );
  const { entityId, assertionConsumerServiceUrl } = readServiceProviderMetadata(String(document));
  const certificate = /<(?:\w+:)?X509Certificate>([^<]+)</.exec(String(document))?.[1] ?? '';
  await idp.trust({ entityId, acsUrl: assertionConsumerServiceUrl, certificate, encrypts });
}

async function signIn(page: Page, { url, companyCode }: World): Promise<string> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Company code').fill(companyCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('input[name=username]').fill('student');
  await page.locator('input[name=password]').fill('studentpass');
  await page.locator('button[type=submit], input[type=submit], #submit_button').first().click();
  await page.getByRole('heading', { name: /Signed in|Sign-in refused/ }).waitFor();
  return page.locator('main').innerText();
}

describe('SimpleSAMLphp', function () {
  this.timeout(120_000);
  const chromium = useClient('Chromium');
  const client = useClient('SimpleSAMLphp');

  for (const encrypts of [false, true]) {
    const how = encrypts ? 'signed requests and encrypted assertions' : 'its usual settings';
    it(`given ${how}, then its users sign in to a fleet, and are known by their e-mail addresses`, () =>
      withSimpleSamlPhp(client().program, (idp) =>
        withWorld(
          (world) =>
            withPage(chromium().program, WIDTHS.desktop, async (page) => {
              await introduce(world, idp, { encrypts });
              const shown = await signIn(page, world);
              assert.match(shown, /Signed in/);
              assert.match(shown, /student@example\.com/);
              if (encrypts) {
                await page.locator('summary').click();
                assert.match(
                  await page.locator('main').innerText(),
                  /The EncryptedAssertion could be decrypted/,
                );
              }
              const { Devices } = await world.call('ListDevices', { FleetArn: world.fleetArn });
              assert.equal((Devices as readonly unknown[]).length, 1);
            }),
          { startsAt: Date.now() },
        ),
      ));
  }

  it('given clocks an hour apart, then the fleet refuses what SimpleSAMLphp signed, and says what to set', () =>
    withSimpleSamlPhp(client().program, (idp) =>
      withWorld(
        (world) =>
          withPage(chromium().program, WIDTHS.phone, async (page) => {
            await introduce(world, idp, { encrypts: false });
            world.clock.advance(-3_600_000);
            const shown = await signIn(page, world);
            assert.match(shown, /Sign-in refused/);
            assert.match(
              shown,
              /Set the clock of the identity provider|set the clock of the identity provider/,
            );
          }),
        { startsAt: Date.now() },
      ),
    ));
});
