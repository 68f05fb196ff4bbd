import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { FED_ROLE, SP_ROLE } from './cases/case.js';
import {
  base64Of,
  EMAIL,
  errorIds,
  ids,
  keyInfo,
  metadataWith,
  NOW,
  roleWith,
  SAML2,
  signingKey,
  sso,
} from './support.js';

describe('what is acceptable in metadata', () => {
  const accepted: [name: string, document: Uint8Array | string][] = [
    ['the least there can be', metadataWith()],
    [
      'exactly as many characters as the service takes',
      metadataWith() + ' '.repeat(204_800 - metadataWith().length),
    ],
    [
      'as many code points, each of two UTF-16 units',
      metadataWith({ beside: `<!--${'𝒶'.repeat(204_800 - metadataWith().length - 7)}-->` }),
    ],
    ['an entity ID of 1,024 characters', metadataWith({ entity: `entityID="urn:${'𝒶'.repeat(1020)}"` })],
    ['an entity ID that is a URN', metadataWith({ entity: 'entityID="urn:example.us.auth0.com"' })],
    [
      'a key for both uses',
      metadataWith({ keys: signingKey(base64Of('okta')).replace(' use="signing"', '') }),
    ],
    ['elliptic-curve keys', metadataWith({ keys: signingKey(base64Of('ec-p256')) })],
    ['Edwards-curve keys', metadataWith({ keys: signingKey(base64Of('ed25519')) })],
    ['an RSASSA-PSS key', metadataWith({ keys: signingKey(base64Of('rsa-pss')) })],
    ['a certificate without a subject', metadataWith({ keys: signingKey(base64Of('no-subject')) })],
    [
      'a broken certificate for encryption only',
      metadataWith({ keys: signingKey(base64Of('okta')) + signingKey('!').replace('signing', 'encryption') }),
    ],
    [
      'white space around what is a URI',
      metadataWith({
        services: sso(' urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\n', '\n https://idp.example.com/ '),
      }),
    ],
    [
      'an international domain and path',
      metadataWith({ services: sso(undefined, 'https://bücher.example/ä?q=ü') }),
    ],
    ['an address in IPv6', metadataWith({ services: sso(undefined, 'https://[2001:db8::1]:8443/sso') })],
    ['an @ in the path', metadataWith({ services: sso(undefined, 'https://idp.example.com/realms/@corp') })],
    [
      'comments, CDATA and references inside values',
      metadataWith({
        keys: signingKey(
          `<![CDATA[${base64Of('okta').slice(0, 40)}]]><!-- - -->&#${base64Of('okta').charCodeAt(40)};${base64Of('okta').slice(41)}`,
        ),
      }),
    ],
    [
      'processing instructions',
      `<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>${metadataWith({ beside: '<?x y?>' })}<?z?>`,
    ],
    [
      'a role of SAML 1.1 beside',
      metadataWith({ beside: roleWith({ protocols: 'urn:oasis:names:tc:SAML:1.1:protocol' }) }),
    ],
    ['a service provider and WS-Federation beside', metadataWith({ beside: SP_ROLE + FED_ROLE })],
    [
      'unknown elements everywhere',
      metadataWith({ nameIds: '<x xmlns="urn:x"/>', beside: '<x xmlns="urn:x"><md:IDPSSODescriptor/></x>' }),
    ],
    ['a protocol list broken over lines', metadataWith({ protocols: `urn:x\n\t${SAML2}` })],
    [
      'a NameID format twice',
      metadataWith({
        nameIds: `<md:NameIDFormat> ${EMAIL}\n</md:NameIDFormat><md:NameIDFormat>${EMAIL}</md:NameIDFormat>`,
      }),
    ],
    [
      'Latin-1, declared',
      Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><!-- \xe9 -->${metadataWith()}`, 'latin1'),
    ],
    [
      'US-ASCII, declared',
      Buffer.from(`<?xml version='1.0' encoding='us-ascii' standalone='yes' ?>${metadataWith()}`),
    ],
    [
      'UTF-16BE with its mark',
      Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${metadataWith()}`, 'utf16le').swap16(),
    ],
    ['text that says it was UTF-16', `<?xml version="1.0" encoding="UTF-16"?>${metadataWith()}`],
    ['text with a byte-order mark', `\ufeff${metadataWith()}`],
    ['XML 1.1 that keeps to 1.0', `<?xml version="1.1"?>${metadataWith()}`],
    [
      'validUntil a second from now',
      metadataWith({ entity: 'entityID="urn:a" validUntil="2027-06-01T12:00:01Z"' }),
    ],
  ];
  for (const [name, document] of accepted) {
    it(name, () => {
      const reading = readIdentityProviderMetadata(document, { now: NOW });

      assert.deepEqual(reading.findings, []);
      assert.equal(reading.verdict, 'accepted');
    });
  }

  it('without a clock, nothing is said of time', () => {
    const document = metadataWith({
      entity: 'entityID="urn:a" validUntil="2001-01-01T00:00:00Z"',
      keys: signingKey(base64Of('short-lived')),
    });

    const reading = readIdentityProviderMetadata(document);

    assert.deepEqual(reading.findings, []);
    assert.equal(reading.identityProvider?.validUntil?.toISOString(), '2001-01-01T00:00:00.000Z');
  });

  it('the earliest validUntil counts', () => {
    const reading = readIdentityProviderMetadata(
      metadataWith({
        entity: 'entityID="urn:a" validUntil="2040-01-01T00:00:00Z"',
        role: 'validUntil="2030-01-01T00:00:00Z"',
      }),
    );

    assert.equal(reading.identityProvider?.validUntil?.toISOString(), '2030-01-01T00:00:00.000Z');
  });

  it('one name and key with two certificates, as after a renewal, is two signing certificates', () => {
    const document = metadataWith({ keys: signingKey(base64Of('okta'), base64Of('okta-renewed')) });

    const reading = readIdentityProviderMetadata(document, { now: NOW });

    assert.deepEqual(ids(reading), ['metadata-several-signing-keys']);
    assert.equal(reading.identityProvider?.signingCertificates.length, 2);
  });

  it('of a chain, only its end is a signing certificate, in whichever order it stands', () => {
    for (const chain of [
      ['chain-ca', 'chain-leaf'],
      ['chain-leaf', 'chain-ca'],
    ]) {
      const reading = readIdentityProviderMetadata(
        metadataWith({ keys: signingKey(...chain.map(base64Of)) }),
      );

      assert.deepEqual(
        reading.identityProvider?.signingCertificates.map(({ subject, issuer }) => [subject, issuer]),
        [['CN=chained.example.com,O=Example Corp', 'CN=Example Signing CA,O=Example Corp']],
      );
    }
  });

  it('a certificate without a subject is named by its fingerprint', () => {
    const twice = metadataWith({ keys: signingKey(base64Of('no-subject')).repeat(2) });

    const reading = readIdentityProviderMetadata(twice);

    assert.match(reading.findings[0]?.message ?? '', /of SHA-256 [0-9a-f]{64} is/);
    assert.equal(reading.identityProvider?.signingCertificates[0]?.subject, '');
  });

  it('key types are told', () => {
    const kinds = ['ec-p256', 'ec-p384', 'ed25519', 'rsa-pss', 'rsa-1024'].map((name) => {
      const reading = readIdentityProviderMetadata(metadataWith({ keys: signingKey(base64Of(name)) }));
      const { keyType, signatureAlgorithm } = reading.identityProvider!.signingCertificates[0]!;
      return [keyType, signatureAlgorithm];
    });

    assert.deepEqual(kinds, [
      ['EC-P-256', 'ecdsa-with-SHA256'],
      ['EC-P-384', 'ecdsa-with-SHA384'],
      ['Ed25519', 'Ed25519'],
      ['RSA-PSS-2048', 'RSASSA-PSS-SHA-256'],
      ['RSA-1024', 'sha256WithRSAEncryption'],
    ]);
  });
});

describe('several faults at once', () => {
  it('are reported together, and the entity ID all the same', () => {
    const document = metadataWith({
      entity: 'entityID="urn:a" validUntil="2001-01-01T00:00:00Z"',
      keys: `<md:KeyDescriptor>${keyInfo('!')}</md:KeyDescriptor>`,
      services: sso('urn:x', 'ftp://x'),
    });

    const reading = readIdentityProviderMetadata(document, { now: NOW });

    assert.deepEqual(errorIds(reading), [
      'metadata-expired',
      'metadata-certificate-base64',
      'metadata-sso-location-invalid',
      'metadata-no-usable-binding',
    ]);
    assert.equal(reading.entityId, 'urn:a');
    assert.equal(reading.identityProvider, undefined);
  });
});
