import assert from 'node:assert/strict';
import { createHash, randomUUID, sign, X509Certificate } from 'node:crypto';
import { createAuthority, issueCertificate } from '../../../src/core/certificates/issue.js';
import { issueDeviceCertificate } from '../../../src/core/certificates/issue-device.js';
import { readAuthnRequest } from '../../../src/core/saml/authn-request.js';
import { issueResponse } from '../../../src/core/saml/mock-idp/issue-response.js';
import {
  type KnownServiceProvider,
  readKnownServiceProvider,
} from '../../../src/core/saml/mock-idp/service-providers.js';
import { MISBEHAVIOURS } from '../../../src/core/saml/mock-idp/misbehaviours.js';
import { formOf, post, refreshed, type Seen, submit, visit } from '../../support/visitor.js';
import { idpKey, responseIn, withWorld, type World } from './world.js';

/** What a person is told of each way to go wrong, and how to mend it. */
const TOLD: Readonly<Record<string, readonly RegExp[]>> = {
  expired: [/ended at/, /set the clock/],
  'clock-ahead': [/clock/],
  'wrong-audience': [/audience/i],
  'wrong-recipient': [/recipient/i],
  'wrong-destination': [/destination|ACS URL/i],
  'wrong-in-response-to': [/request/i, /Sign in again/],
  'wrong-issuer': [/issuer/i],
  unsigned: [/signed/i],
  tampered: [/changed since it was signed/],
  'wrong-key': [/signing certificate in the identity provider's metadata/],
  sha1: [/SHA-1/],
  'encrypted-wrong-key': [/no key to decrypt the EncryptedAssertion/, /Turn off assertion encryption/],
  'no-name-id': [/NameID/],
  refused: [/status|refuse|fail/i],
};

async function devices(world: World): Promise<readonly { readonly DeviceId: string }[]> {
  return (await world.call('ListDevices', { FleetArn: world.fleetArn }))['Devices'] as {
    readonly DeviceId: string;
  }[];
}

describe('sign-in with the emulator', () => {
  it('given a user of the identity provider, when they sign in, then their device is enrolled', () =>
    withWorld(async (world) => {
      const login = await world.toLogin({ model: 'iPhone 12', operatingSystem: 'iOS' });
      const result = await submit(await world.handOver(login));
      assert.equal(result.status, 200, result.text);
      assert.match(result.text, /Signed in/);
      assert.match(result.text, /alice@example\.com/);
      const [device, ...others] = await devices(world);
      assert.equal(others.length, 0);
      assert.ok(device !== undefined && result.text.includes(device.DeviceId), result.text);
      const { Username, Model, OperatingSystem } = await world.call('DescribeDevice', {
        FleetArn: world.fleetArn,
        DeviceId: device.DeviceId,
      });
      assert.deepEqual([Username, Model, OperatingSystem], ['alice@example.com', 'iPhone 12', 'iOS']);
    }));

  it('given every way to go wrong but two, there is something a person is told of it', () => {
    // A response that is sent again answers another request, and an encrypted one is right: they have tests of their own.
    assert.deepEqual(
      [...Object.keys(TOLD), 'encrypted', 'replayed'].sort(),
      Object.keys(MISBEHAVIOURS).sort(),
    );
  });

  for (const [misbehaviour, words] of Object.entries(TOLD)) {
    it(`given an identity provider gone wrong (${misbehaviour}), then sign-in is refused, saying why`, () =>
      withWorld(async (world) => {
        const result = await world.signIn({ misbehaviour });
        assert.equal(result.status, 403);
        assert.match(result.text, /Sign-in refused/);
        const [failed = ''] = result.text.split('checks passed');
        for (const word of words) assert.match(failed, word);
        assert.deepEqual(await devices(world), []);
      }));
  }

  it('given the service provider’s metadata, when the identity provider encrypts to it, then the user is signed in', async () => {
    const serviceProviders: KnownServiceProvider[] = [];
    await withWorld(
      async (world) => {
        const unknown = await world.handOver(await world.toLogin(), { misbehaviour: 'encrypted' });
        assert.equal(unknown.status, 403);
        assert.match(unknown.text, /No certificate of urn:amazon:worklink:sp:\w+ is known/);
        const { ServiceProviderSamlMetadata: document } = await world.call(
          'DescribeIdentityProviderConfiguration',
          { FleetArn: world.fleetArn },
        );
        serviceProviders.push(readKnownServiceProvider(Buffer.from(String(document))));
        const handOver = await world.handOver(await world.toLogin(), { misbehaviour: 'encrypted' });
        const xml = Buffer.from(responseIn(handOver)['SAMLResponse'] ?? '', 'base64').toString();
        assert.ok(xml.includes('EncryptedAssertion') && !xml.includes('alice@example.com'), xml);
        const result = await submit(handOver);
        assert.equal(result.status, 200, result.text);
        assert.match(result.text, /could be decrypted/);
        assert.match(result.text, /alice@example\.com/);
      },
      { idp: { serviceProviders } },
    );
  });

  it('given a sign-in that succeeded, when the same response is posted again, then it counts once', () =>
    withWorld(async (world) => {
      const handOver = await world.handOver(await world.toLogin());
      assert.equal((await submit(handOver)).status, 200);
      const again = await submit(handOver);
      assert.equal(again.status, 403);
      assert.match(again.text, /used already/);
      assert.equal((await devices(world)).length, 1);
    }));

  it('given two posts of one response at once, then one of them counts', () =>
    withWorld(async (world) => {
      const handOver = await world.handOver(await world.toLogin());
      const statuses = (await Promise.all([1, 2, 3].map(() => submit(handOver)))).map(({ status }) => status);
      assert.deepEqual(statuses.sort(), [200, 403, 403]);
      assert.equal((await devices(world)).length, 1);
    }));

  it('given a response of an earlier sign-in, when a later one is answered with it, then it is refused', () =>
    withWorld(async (world) => {
      const earlier = responseIn(await world.handOver(await world.toLogin()));
      const later = await world.handOver(await world.toLogin());
      const { SAMLResponse = '' } = earlier;
      const result = await submit(later, { SAMLResponse });
      assert.equal(result.status, 403);
      assert.match(result.text, /request/);
      assert.deepEqual(await devices(world), []);
    }));

  it('given a response without relay state, as one begun at the identity provider, then it is refused, and judged', () =>
    withWorld(async (world) => {
      const { SAMLResponse = '' } = responseIn(await world.handOver(await world.toLogin()));
      const result = await post(`${world.url}/saml/${world.companyCode}/acs`, { SAMLResponse });
      assert.equal(result.status, 403);
      assert.match(result.text, /begun at the identity provider/);
      assert.match(result.text, /checks passed/);
    }));

  it('given somebody who took too long, then the sign-in is over', () =>
    withWorld(async (world) => {
      const login = await world.toLogin();
      world.clock.advance(11 * 60_000);
      const result = await submit(await world.handOver(login));
      assert.equal(result.status, 403);
      assert.match(result.text, /took too long/);
    }));

  it('given an emulator far ahead in time, then responses are judged by the machine’s clock', () =>
    withWorld(async (world) => {
      world.account.emulator().advanceClock(400 * 24 * 3_600_000);
      assert.equal((await world.signIn()).status, 200);
    }));

  it('given a response for another fleet’s ACS, then it is refused', () =>
    withWorld(async (world) => {
      await world.call('CreateFleet', { FleetName: 'other' });
      world.account.emulator().advanceClock(24 * 3_600_000);
      const FleetArn = 'arn:aws:worklink::123456789012:fleet/other';
      await world.call('UpdateIdentityProviderConfiguration', {
        FleetArn,
        IdentityProviderType: 'SAML',
        IdentityProviderSamlMetadata: world.idp.metadata,
      });
      const { CompanyCode } = await world.call('DescribeFleetMetadata', { FleetArn });
      const fields = responseIn(await world.handOver(await world.toLogin()));
      const result = await post(`${world.url}/saml/${String(CompanyCode)}/acs`, fields);
      assert.equal(result.status, 403);
      assert.match(result.text, /no sign-in that is under way/);
      assert.deepEqual((await world.call('ListDevices', { FleetArn }))['Devices'], []);
    }));

  it('given an identity provider that wants signed requests over HTTP-POST, then it gets them', () =>
    withWorld(
      async (world) => {
        const start = await visit(`${world.url}/sign-in`);
        const onward = await submit(start, { companyCode: world.companyCode });
        const { fields } = formOf(onward);
        const request = Buffer.from(fields['SAMLRequest'] ?? '', 'base64').toString();
        assert.match(request, /<ds:SignatureValue>/);
        const result = await submit(await world.handOver(await submit(onward)));
        assert.equal(result.status, 200, result.text);
      },
      {
        metadata: (metadata) =>
          metadata
            .replace('WantAuthnRequestsSigned="false"', 'WantAuthnRequestsSigned="true"')
            .replace(/<md:SingleSignOnService Binding="[^"]*HTTP-Redirect"[^>]*>/, ''),
      },
    ));

  describe('the company code', () => {
    it('given codes that no fleet has, then each is refused in the same words, and no more than twenty', () =>
      withWorld(async ({ url, companyCode }) => {
        const answers = new Set<string>();
        for (let count = 0; count < 20; count += 1) {
          const code = `WRONG${String(count).padStart(2, '0')}`;
          const { status, text } = await post(`${url}/sign-in`, { companyCode: code });
          answers.add(`${String(status)} ${text.replaceAll(code, 'CODE')}`);
        }
        assert.equal(answers.size, 1);
        assert.match([...answers].join(), /^404 .*The company code 'CODE' is invalid/);
        assert.equal((await post(`${url}/sign-in`, { companyCode })).status, 429);
      }));

    it('given a fleet that is being deleted, then nobody signs in', () =>
      withWorld(async (world) => {
        const login = await world.toLogin();
        await world.call('DeleteFleet', { FleetArn: world.fleetArn });
        const { status, text } = await post(`${world.url}/sign-in`, { companyCode: world.companyCode });
        assert.equal(status, 409);
        assert.match(text, /DELETING/);
        const result = await submit(await world.handOver(login));
        assert.equal(result.status, 403);
        assert.match(result.text, /DELETING/);
      }));

    it('given a fleet with the type of an identity provider only, then the guide’s own words say so', () =>
      withWorld(async (world) => {
        await world.call('CreateFleet', { FleetName: 'bare' });
        world.account.emulator().advanceClock(24 * 3_600_000);
        const FleetArn = 'arn:aws:worklink::123456789012:fleet/bare';
        await world.call('UpdateIdentityProviderConfiguration', { FleetArn, IdentityProviderType: 'SAML' });
        const { CompanyCode } = await world.call('DescribeFleetMetadata', { FleetArn });
        const { status, text } = await post(`${world.url}/sign-in`, { companyCode: String(CompanyCode) });
        assert.equal(status, 409);
        assert.match(text, /WorkLink is unable to connect to your company's Identity Provider/);
      }));
  });

  describe('a device policy', () => {
    it('given one, then a certificate is asked for, and only one of the device CA will do', () =>
      withWorld(async (world) => {
        const now = new Date(world.account.emulator().clock().now.getTime() - 3_600_000);
        const ca = await createAuthority({ name: 'Device CA', now });
        const stranger = await createAuthority({ name: 'Device CA', now });
        await world.call('UpdateDevicePolicyConfiguration', {
          FleetArn: world.fleetArn,
          DeviceCaCertificate: ca.certificatePem,
        });
        const order = { domainName: 'phone.example.com', subjectAltNames: [], now, days: 30 };
        const wrong = await issueCertificate({ ...order, authority: stranger });
        const start = await submit(await visit(`${world.url}/sign-in`), { companyCode: world.companyCode });
        assert.match(start.text, /Device certificate/);
        const refused = await submit(start, { certificate: wrong.certificatePem });
        assert.equal(refused.status, 409);
        assert.match(refused.text, /does not meet the device policies/);
        const rubbish = await submit(start, { certificate: 'rubbish' });
        assert.equal(rubbish.status, 409);
        assert.deepEqual(await devices(world), []);
        const right = await issueDeviceCertificate({ authority: ca, user: 'ana', now, days: 30 });
        const onward = await submit(start, { certificate: right.certificatePem });
        const result = await submit(await world.handOver(await refreshed(onward)));
        assert.equal(result.status, 200, result.text);
        assert.equal((await devices(world)).length, 1);
      }));
  });

  describe('the private key of a device certificate', () => {
    it('given a signature over what the page gives, then it must be by that key, and each page is good for one', () =>
      withWorld(async (world) => {
        const now = new Date(world.account.emulator().clock().now.getTime() - 3_600_000);
        const ca = await createAuthority({ name: 'Device CA', now });
        const DeviceCaCertificate = ca.certificatePem;
        await world.call('UpdateDevicePolicyConfiguration', {
          FleetArn: world.fleetArn,
          DeviceCaCertificate,
        });
        const device = await issueDeviceCertificate({ authority: ca, user: 'ana', now, days: 30 });
        const certificate = device.certificatePem;
        const start = await submit(await visit(`${world.url}/sign-in`), { companyCode: world.companyCode });
        assert.match(start.text, /nobody looks whether the device has the private key/);
        const signature = (page: Seen, key: string): string =>
          sign('sha256', Buffer.from(formOf(page).fields['challenge'] ?? ''), key).toString('base64');
        const stranger = await issueDeviceCertificate({ authority: ca, user: 'eve', now, days: 30 });
        const wrong = await submit(start, {
          certificate,
          signature: signature(start, stranger.privateKeyPem),
        });
        assert.equal(wrong.status, 409);
        assert.match(wrong.text, /has not shown that it has the private key of the certificate/);
        const used = await submit(start, { certificate, signature: signature(start, device.privateKeyPem) });
        assert.equal(used.status, 409);
        assert.match(used.text, /is not this page’s, or was used already/);
        const rubbish = await submit(used, { certificate, signature: 'not base64!' });
        assert.match(rubbish.text, /The signature is not base64/);
        const lines = signature(rubbish, device.privateKeyPem).replaceAll(/(.{64})/g, '$1\n');
        const onward = await submit(rubbish, { certificate, signature: lines });
        const result = await submit(await world.handOver(await refreshed(onward)));
        assert.equal(result.status, 200, result.text);
        assert.equal((await devices(world)).length, 1);
      }));
  });

  describe('an encrypted assertion', () => {
    it('given one for the fleet, then it is decrypted with the key that the service provider metadata has', () =>
      withWorld(async (world) => {
        const { ServiceProviderSamlMetadata } = await world.call('DescribeIdentityProviderConfiguration', {
          FleetArn: world.fleetArn,
        });
        const metadata = String(ServiceProviderSamlMetadata);
        assert.match(metadata, /<KeyDescriptor use="signing">.*<KeyDescriptor use="encryption">/);
        const der = /X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? '';
        const { publicKey } = new X509Certificate(Buffer.from(der, 'base64'));
        const login = await world.toLogin();
        const { SAMLRequest = '', RelayState = '' } = formOf(login).fields;
        const request = readAuthnRequest(SAMLRequest, 'redirect');
        const acsUrl = request.assertionConsumerServiceUrl ?? '';
        const { samlResponse } = await issueResponse({
          identityProvider: { ...(await idpKey), entityId: `${world.idp.url}/metadata` },
          request: { id: request.id, issuer: request.issuer, acsUrl },
          user: { nameId: 'ana@example.com' },
          at: world.clock.now(),
          newId: () => `_${randomUUID()}`,
          encryption: { publicKey },
        });
        const result = await post(acsUrl, { SAMLResponse: samlResponse, RelayState });
        assert.equal(result.status, 200, result.text);
        assert.match(result.text, /ana@example\.com/);
      }));
  });

  describe('a trial', () => {
    it('given one, when somebody signs in, then who it was is known and nothing is stored', () =>
      withWorld(async (world) => {
        const signIns = await world.account.emulator().signIns();
        const trial = signIns.beginTrial(world.fleetArn, 60_000);
        assert.equal(signIns.outcomeOf(trial.id), undefined);
        const result = await submit(await world.handOver(await visit(trial.url)));
        assert.equal(result.status, 200);
        assert.match(result.text, /Nothing was stored/);
        const outcome = signIns.outcomeOf(trial.id);
        assert.ok(outcome?.verdict === 'accepted');
        assert.equal(outcome.nameId, 'alice@example.com');
        assert.deepEqual(outcome.attributes['department'], ['Sales']);
        assert.match(outcome.signedBy ?? '', /^[0-9a-f]{64}$/);
        assert.deepEqual(await devices(world), []);
        assert.equal((await visit(trial.url)).status, 410);
        signIns.endTrial(trial.id);
        assert.equal(signIns.outcomeOf(trial.id), undefined);
      }));

    it('given its address, then no log has it', () =>
      withWorld(async (world) => {
        const trial = (await world.account.emulator().signIns()).beginTrial(world.fleetArn, 60_000);
        await visit(trial.url);
        assert.ok(world.events.length > 0);
        assert.ok(!JSON.stringify(world.events).includes(trial.id));
      }));
  });

  describe('the pages', () => {
    it('given any of them, then nothing can be run, framed, kept or loaded', () =>
      withWorld(async (world) => {
        const login = await world.toLogin();
        const handOver = await world.handOver(login);
        const pages = [
          await visit(`${world.url}/sign-in`),
          login,
          handOver,
          await submit(handOver),
          await submit(handOver),
          await visit(`${world.url}/sign-in/trial/none`),
        ];
        for (const { headers, html } of pages) {
          const policy = headers.get('content-security-policy') ?? '';
          assert.match(
            policy,
            /^default-src 'none'; style-src 'sha256-[^']+'; form-action [^;*]+; frame-ancestors 'none'/,
          );
          assert.ok(!policy.includes('unsafe'));
          assert.equal(headers.get('cache-control'), 'no-store');
          assert.equal(headers.get('x-content-type-options'), 'nosniff');
          assert.equal(headers.get('referrer-policy'), 'same-origin');
          assert.equal(headers.get('set-cookie'), null);
          assert.match(html, /<html lang="en">/);
          const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
          assert.ok(policy.includes(createHash('sha256').update(style).digest('base64')));
          assert.ok(!/<script|\son\w+=|\sstyle=/i.test(html));
        }
      }));

    it('given text that looks like HTML, then it stays text', () =>
      withWorld(async ({ url }) => {
        const companyCode = '"><script>alert(1)</script>\u202e';
        const { html, text } = await post(`${url}/sign-in`, { companyCode });
        assert.ok(!html.includes('<script>'));
        assert.match(text, /<script>alert\(1\)/);
      }));

    it('given another host’s name, as by DNS rebinding, then nothing is answered', () =>
      withWorld(async ({ url, companyCode, idp }) => {
        const { port } = new URL(url);
        const { request } = await import('node:http');
        for (const target of [`${url}/sign-in`, `${url}/saml/${companyCode}/acs`, `${idp.url}/metadata`]) {
          const status = await new Promise((resolve, reject) => {
            request(target, { headers: { Host: `evil.example:${port}` } }, (response) => {
              response.resume();
              resolve(response.statusCode);
            })
              .on('error', reject)
              .end();
          });
          assert.equal(status, 421);
        }
      }));

    it('given a form sent by another site, then it is refused', () =>
      withWorld(async ({ url, companyCode }) => {
        const { status } = await post(`${url}/sign-in`, { companyCode }, { Origin: 'https://evil.example' });
        assert.equal(status, 403);
      }));

    it('given what is no post of a form, then it is refused', () =>
      withWorld(async ({ url, companyCode }) => {
        const acs = `${url}/saml/${companyCode}/acs`;
        assert.equal((await visit(acs)).status, 405);
        assert.equal((await visit(acs, { method: 'POST', body: '{}' })).status, 415);
        assert.equal((await post(acs, { RelayState: 'x' })).status, 400);
        const twice = new URLSearchParams([
          ['SAMLResponse', 'a'],
          ['SAMLResponse', 'b'],
        ]);
        assert.equal((await visit(acs, { method: 'POST', body: twice })).status, 400);
        assert.equal((await post(acs, { SAMLResponse: 'A'.repeat(1_100_000) })).status, 413);
        assert.equal((await visit(`${url}/sign-in`, { method: 'DELETE' })).status, 405);
      }));

    it('given a company code that is no fleet’s in the ACS URL, then it says no more than that', () =>
      withWorld(async ({ url }) => {
        const { status, text } = await post(`${url}/saml/NOBODY/acs`, { SAMLResponse: 'AAAA' });
        assert.equal(status, 403);
        assert.match(text, /no sign-in that is under way/);
      }));
  });
});
