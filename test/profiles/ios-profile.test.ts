import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'plist';
import { iosProfile, type IosProfileOrder } from '../../src/core/profiles/ios-profile.js';
import { profileXml } from '../../src/core/profiles/profile-xml.js';
import { nameUuid } from '../../src/core/profiles/uuid.js';
import { fixtureCertificate } from '../certificates/fixtures.js';
import { faults, PAYLOADS, TOP_LEVEL } from './apple-payload-keys.js';

const ORDER: IosProfileOrder = {
  fleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
  fleetName: 'sales',
  user: 'ana@example.com',
  p12: Buffer.from('a PKCS#12 file'),
  roots: [fixtureCertificate('chain/root.pem')],
};

const order = (change: Partial<IosProfileOrder>): IosProfileOrder => ({ ...ORDER, ...change });

describe('a configuration profile', () => {
  it('is valid by Apple’s rules for its keys', () => {
    for (const each of [ORDER, order({ password: 'secret', roots: [] })]) {
      const profile = iosProfile(each);
      assert.deepEqual(faults(profile, TOP_LEVEL), []);
      for (const payload of profile.PayloadContent) {
        const rules = PAYLOADS[payload.PayloadType];
        assert.ok(rules !== undefined, payload.PayloadType);
        assert.deepEqual(faults(payload, rules), []);
      }
    }
  });

  it('is judged by rules that find fault', () => {
    const wrong = { ...iosProfile(ORDER), PayloadVersion: '1', Extra: 1 };
    const { PayloadVersion, Extra, PayloadContent, PayloadType } = wrong;
    const few = { PayloadVersion, Extra, PayloadContent, PayloadType, PayloadIdentifier: 'a' };
    assert.deepEqual(faults(few, TOP_LEVEL), [
      'PayloadVersion is string, not integer',
      "Extra is no key of Apple's",
      'PayloadUUID is missing',
    ]);
  });

  it('has the settings of the guide, and the VPN present the identity beside it', () => {
    const { PayloadContent: payloads } = iosProfile(ORDER);
    assert.deepEqual(
      payloads.map(({ PayloadType: type }) => type),
      ['com.apple.security.root', 'com.apple.security.pkcs12', 'com.apple.vpn.managed'],
    );
    const [, identity, vpn] = payloads;
    assert.equal(vpn?.['UserDefinedName'], 'Amazon WorkLink');
    assert.equal(vpn['VPNType'], 'VPN');
    assert.equal(vpn['VPNSubType'], 'com.amazon.worklink');
    assert.deepEqual(vpn['VPN'], {
      RemoteAddress: '54.190.62.41',
      AuthenticationMethod: 'Certificate',
      PayloadCertificateUUID: identity?.PayloadUUID,
      ProviderBundleIdentifier: 'com.amazon.worklink.tunnel',
    });
  });

  it('is the same profile when it is made anew, with another file or password', () => {
    const ids = (each: IosProfileOrder): string[] => {
      const profile = iosProfile(each);
      return [profile, ...profile.PayloadContent].flatMap((one) => [one.PayloadIdentifier, one.PayloadUUID]);
    };
    const first = ids(ORDER);
    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(ids(order({ p12: Buffer.from('another'), password: 'x', fleetName: 'Sales!' })), first);
    for (const other of [order({ user: 'ben@example.com' }), order({ fleetArn: `${ORDER.fleetArn}2` })]) {
      assert.ok(ids(other).every((id) => !first.includes(id)));
    }
  });

  it('leaves the password out unless it is given', async () => {
    assert.ok(!(await profileXml(iosProfile(ORDER))).includes('Password</key>'));
    assert.match(
      await profileXml(iosProfile(order({ password: 'a&b' }))),
      /<key>Password<\/key>\s*<string>a&amp;b</,
    );
  });

  it('comes back from its XML as it was, whatever the strings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom(']]>', '<!--', '&lt;', '</string>', '\u0000\r\n\ud800'),
        ),
        fc.uint8Array(),
        async (user, fleetName, p12) => {
          const profile = iosProfile(order({ user, fleetName, p12 }));
          const parsed = parse(await profileXml(profile));
          assert.deepEqual(normalise(parsed), normalise(profile));
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Bytes of any kind as one kind. */
function normalise(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normalise(member)]));
  }
  return value;
}

describe('a UUID of a name', () => {
  it('is of version 5 and of the variant of RFC 4122', () => {
    assert.match(nameUuid('a'), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('tells lists of parts apart, and not the forms of a letter', () => {
    assert.notEqual(nameUuid('a', 'b'), nameUuid('ab'));
    assert.notEqual(nameUuid('a","b'), nameUuid('a', 'b'));
    assert.equal(nameUuid('\u00e9'), nameUuid('e\u0301'));
  });
});
