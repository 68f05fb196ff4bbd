import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSamlKeyPair } from '../../src/core/certificates/issue.js';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { signingFingerprints, withKeysOf, withoutKeys } from '../../src/core/saml/metadata/merge-keys.js';
import { mockIdpMetadata } from '../../src/core/saml/mock-idp/metadata.js';

const OKTA = readFileSync(join(import.meta.dirname, '../../examples/okta-metadata.xml'), 'utf8');
const pairs = Promise.all(
  ['one', 'two'].map((name) => createSamlKeyPair({ name, now: new Date(Date.UTC(2026, 0, 1)) })),
);

async function metadata(...keys: readonly (0 | 1)[]): Promise<string> {
  const made = await pairs;
  return mockIdpMetadata({
    entityId: 'https://idp.example.com/metadata',
    redirectUrl: 'https://idp.example.com/sso',
    postUrl: 'https://idp.example.com/sso',
    signingCertificates: keys.map((index) => made[index]?.certificatePem ?? ''),
  });
}

describe('metadata with the keys of another document', () => {
  it('given one key each, then the merged document has both, the old one first, and all else of the old', async () => {
    const [old, fresh] = [await metadata(0), await metadata(1)];
    const merged = withKeysOf(old, fresh);
    assert.deepEqual(signingFingerprints(merged), [
      ...signingFingerprints(old),
      ...signingFingerprints(fresh),
    ]);
    const before = readIdentityProviderMetadata(old);
    const after = readIdentityProviderMetadata(merged);
    assert.equal(after.verdict, 'accepted');
    assert.equal(after.entityId, before.entityId);
    assert.deepEqual(
      after.identityProvider.singleSignOnServices,
      before.identityProvider?.singleSignOnServices,
    );
  });

  it('given a document that has the key already, then it is taken in once', async () => {
    const old = await metadata(0);
    const merged = withKeysOf(old, await metadata(0, 1));
    assert.equal(signingFingerprints(merged).length, 2);
    assert.deepEqual(signingFingerprints(withKeysOf(merged, await metadata(1))), signingFingerprints(merged));
  });

  it('given what the signer said of the document, then none of it is said of the merged one', async () => {
    const signed = (await metadata(0))
      .replace('entityID=', 'ID="_1" validUntil="2026-02-01T00:00:00Z" cacheDuration="PT1H" entityID=')
      .replace(
        '<md:IDPSSODescriptor ',
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/><md:IDPSSODescriptor validUntil="2026-02-01T00:00:00Z" ',
      )
      .replace(
        '</md:EntityDescriptor>',
        '<x:Own xmlns:x="urn:x" y="1">kept &amp; whole</x:Own></md:EntityDescriptor>',
      );
    const merged = withKeysOf(signed, await metadata(1));
    assert.ok(!/Signature|validUntil|cacheDuration|ID="_1"/.test(merged));
    assert.match(merged, /<x:Own xmlns:x="urn:x" y="1">kept &amp; whole<\/x:Own>/);
    assert.equal(signingFingerprints(merged).length, 2);
  });

  it('given other prefixes and an aggregate around it, then the names still mean the same', async () => {
    const fresh = (await metadata(1))
      .replace(/^<\?xml[^>]*>\s*/, '')
      .replaceAll('md:', 'q:')
      .replace('xmlns:md=', 'xmlns:q=');
    const wrapped = `<q:EntitiesDescriptor xmlns:q="urn:oasis:names:tc:SAML:2.0:metadata">${fresh.replace(/ xmlns:q="[^"]*"/, '')}</q:EntitiesDescriptor>`;
    for (const [old, newer] of [
      [OKTA, wrapped],
      [wrapped, OKTA],
    ] as const) {
      const merged = withKeysOf(old, newer);
      assert.deepEqual(signingFingerprints(merged), [
        ...signingFingerprints(old),
        ...signingFingerprints(newer),
      ]);
      assert.equal(readIdentityProviderMetadata(merged).verdict, 'accepted');
    }
  });

  it('given keys to go, then they are gone, and a document without them stays to the letter', async () => {
    const both = await metadata(0, 1);
    const old = signingFingerprints(await metadata(0));
    assert.deepEqual(signingFingerprints(withoutKeys(both, old)), signingFingerprints(await metadata(1)));
    const fresh = await metadata(1);
    assert.equal(withoutKeys(fresh, old), fresh);
  });
});
