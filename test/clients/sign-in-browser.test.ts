import assert from 'node:assert/strict';
import { type Page } from 'playwright-core';
import { createAuthority } from '../../src/core/certificates/issue.js';
import {
  type KnownServiceProvider,
  readKnownServiceProvider,
} from '../../src/core/saml/mock-idp/service-providers.js';
import { withWorld, type World } from '../server/sign-in/world.js';
import { assertAccessible, assertFits, picture, WIDTHS, withPage } from './support/chromium.js';
import { useClient } from './support/clients.js';

/** Goes through the pages as a person does, looking at each. */
async function signIn(page: Page, world: World, misbehaviour: string, width: string): Promise<string> {
  const look = async (name: string): Promise<void> => {
    await assertAccessible(page);
    await assertFits(page);
    await picture(page, `${width}-${misbehaviour === '' ? 'good' : misbehaviour}-${name}`);
  };
  await page.goto(`${world.url}/sign-in`);
  await look('1-code');
  await page.getByLabel('Company code').fill(world.companyCode);
  await page.getByText('The device (optional)').click();
  await page.getByLabel('Model').fill('iPhone 12');
  await page.getByRole('button', { name: 'Continue' }).click();
  // The way on to the identity provider needs no click.
  await page.getByRole('heading', { name: 'Mock identity provider' }).waitFor();
  await look('2-login');
  await page.getByLabel('User (e-mail address)').fill('bob@example.com');
  await page.getByLabel('What goes wrong').selectOption(misbehaviour);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Back to the service provider' }).waitFor();
  await look('3-back');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: /Signed in|Sign-in refused/ }).waitFor();
  await look('4-result');
  await page.locator('summary').first().click();
  await look('5-checks');
  return page.locator('main').innerText();
}

describe('sign-in in a browser', function () {
  this.timeout(120_000);
  const client = useClient('Chromium');

  for (const [width, viewport] of Object.entries(WIDTHS)) {
    it(`given a ${width}, then somebody gets from the company code to a signed-in device`, () =>
      withWorld((world) =>
        withPage(client().program, viewport, async (page) => {
          const problems: string[] = [];
          page.on('console', (message) => problems.push(message.text()));
          assert.match(await signIn(page, world, '', width), /bob@example\.com/);
          assert.deepEqual(problems, []);
          const { Devices } = await world.call('ListDevices', { FleetArn: world.fleetArn });
          assert.equal((Devices as readonly unknown[]).length, 1);
        }),
      ));

    for (const [misbehaviour, told] of [
      ['wrong-audience', /audience/],
      ['tampered', /changed since it was signed/],
      ['clock-ahead', /Set the clock/i],
      ['encrypted-wrong-key', /no key to decrypt the EncryptedAssertion/],
    ] as const) {
      it(`given a ${width} and an identity provider gone wrong (${misbehaviour}), then it is told what to mend`, () =>
        withWorld((world) =>
          withPage(client().program, viewport, async (page) => {
            assert.match(await signIn(page, world, misbehaviour, width), told);
          }),
        ));
    }
  }

  it('given an identity provider that encrypts to the service provider, then somebody is signed in', async () => {
    const serviceProviders: KnownServiceProvider[] = [];
    await withWorld(
      async (world) => {
        const { ServiceProviderSamlMetadata: document } = await world.call(
          'DescribeIdentityProviderConfiguration',
          { FleetArn: world.fleetArn },
        );
        serviceProviders.push(readKnownServiceProvider(Buffer.from(String(document))));
        await withPage(client().program, WIDTHS.desktop, async (page) => {
          const shown = await signIn(page, world, 'encrypted', 'desktop');
          assert.match(shown, /bob@example\.com/);
          assert.match(shown, /could be decrypted/);
        });
      },
      { idp: { serviceProviders } },
    );
  });

  it('given a device policy, then the page asks for a certificate, and says how its key is proven', () =>
    withWorld(async (world) => {
      const now = new Date(world.account.emulator().clock().now.getTime() - 3_600_000);
      const { certificatePem } = await createAuthority({ name: 'Device CA', now });
      await world.call('UpdateDevicePolicyConfiguration', {
        FleetArn: world.fleetArn,
        DeviceCaCertificate: certificatePem,
      });
      await withPage(client().program, WIDTHS.phone, async (page) => {
        await page.goto(`${world.url}/sign-in`);
        await page.getByLabel('Company code').fill(world.companyCode);
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByLabel('Device certificate').waitFor();
        await page.getByLabel('Signature by its private key').waitFor();
        const command = await page.locator('pre').innerText();
        assert.match(
          command.trim(),
          /^printf %s [\w-]{43} \| openssl dgst -sha256 -sign device\.key \| openssl base64 -A$/,
        );
        await assertAccessible(page);
        await assertFits(page);
        await picture(page, 'phone-device-certificate');
      });
    }));

  it('given a wrong company code, then the page says so, keeps it, and is reached by the keyboard alone', () =>
    withWorld((world) =>
      withPage(client().program, WIDTHS.phone, async (page) => {
        await page.goto(`${world.url}/sign-in`);
        await page.keyboard.press('Tab');
        await page.keyboard.type('WRONG');
        await page.keyboard.press('Enter');
        await page.getByRole('alert').waitFor();
        assert.match(await page.getByRole('alert').innerText(), /The company code 'WRONG' is invalid/);
        assert.equal(await page.getByLabel('Company code').inputValue(), 'WRONG');
        await assertAccessible(page);
        await assertFits(page);
        await picture(page, 'phone-wrong-code');
      }),
    ));

  it('given an identity provider that takes HTTP-POST only, then the browser is let through to it', () =>
    withWorld(
      (world) =>
        withPage(client().program, WIDTHS.desktop, async (page) => {
          await page.goto(`${world.url}/sign-in`);
          await page.getByLabel('Company code').fill(world.companyCode);
          await page.getByRole('button', { name: 'Continue' }).click();
          await page.getByRole('heading', { name: 'Continue at your identity provider' }).waitFor();
          await assertAccessible(page);
          await page.getByRole('button', { name: 'Continue' }).click();
          await page.getByRole('heading', { name: 'Mock identity provider' }).waitFor();
        }),
      {
        metadata: (text) => text.replace(/<md:SingleSignOnService Binding="[^"]*HTTP-Redirect"[^>]*>/, ''),
      },
    ));
});
