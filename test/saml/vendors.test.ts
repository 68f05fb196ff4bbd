import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, it } from 'mocha';
import { readIdentityProviderMetadata, type SigningCertificate } from '../../src/core/saml/metadata.js';
import { base64Of, EMAIL, fixture, ids, NOW, opensslFacts, POST, REDIRECT } from './support.js';

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const SOAP = 'urn:oasis:names:tc:SAML:2.0:bindings:SOAP';
const ARTIFACT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact';

interface Expected {
  entityId: string;
  /** Names of the fixture certificates; the vendor's own by default. */
  certificates?: string[];
  services: [binding: string, location: string][];
  nameIdFormats?: string[];
  wantAuthnRequestsSigned?: boolean;
  validUntil?: string;
  findings?: string[];
}

const TENANT = '2f1c0a54-9f5d-4d2e-8c0b-6a2f6a1f7b10';
const ENTRA = `https://login.microsoftonline.com/${TENANT}/saml2`;
const OKTA = 'https://example.okta.com/app/example_worklink_1/exk1fcia6d6EMsf331d8/sso/saml';
const PING = 'https://auth.pingone.com/5f0b8d0e-1c3e-4d5c-9c53-1a2b3c4d5e6f';
const AWS = 'https://portal.sso.us-east-1.amazonaws.com/saml/assertion/MTExMTIyMjIzMzMzX2lucy1leGFtcGxl';
const ONELOGIN = 'https://example.onelogin.com/trust/saml2';
const GUID = '6d1f8a3e-7c54-4b0f-a3b1-90c2d5e7f801';
const AUTH0 = 'https://example.us.auth0.com/samlp/Qk3vTn8sYb2wLr7pXz5mHd1cJf6gUa0e';
const DUO = 'https://sso-1a2b3c4d.sso.duosecurity.com/saml2/sp/DIX5EXAMPLEK7Q2M9ZTL';
const KEYCLOAK = 'https://keycloak.example.com/realms/example';
const OLD_KEYCLOAK = 'http://keycloak.example.com:8080/auth/realms/example';
const SHIBBOLETH = 'https://idp.example.edu/idp';
const AUTHENTIK = 'https://authentik.example.com/application/saml/worklink';
const WORKSPACE = 'https://example.vmwareidentity.com/SAAS';

function both(location: string): [string, string][] {
  return [
    [REDIRECT, location],
    [POST, location],
  ];
}

const VENDORS: Record<string, Expected> = {
  okta: {
    entityId: 'http://www.okta.com/exk1fcia6d6EMsf331d8',
    services: [
      [POST, OKTA],
      [REDIRECT, OKTA],
    ],
    nameIdFormats: [UNSPECIFIED, EMAIL],
  },
  entra: {
    entityId: `https://sts.windows.net/${TENANT}/`,
    certificates: ['entra', 'entra-next'],
    services: both(ENTRA),
    findings: ['metadata-several-signing-keys', 'metadata-signature-unverified'],
  },
  adfs: {
    entityId: 'http://sts.example.com/adfs/services/trust',
    services: both('https://sts.example.com/adfs/ls/'),
    nameIdFormats: [EMAIL, PERSISTENT, TRANSIENT],
    findings: ['metadata-signature-unverified'],
  },
  google: {
    entityId: 'https://accounts.google.com/o/saml2?idpid=C03exam1e',
    services: both('https://accounts.google.com/o/saml2/idp?idpid=C03exam1e'),
    nameIdFormats: [EMAIL],
    validUntil: '2044-01-14T09:00:00.000Z',
  },
  ping: {
    entityId: PING,
    services: [
      [POST, `${PING}/saml20/idp/sso`],
      [REDIRECT, `${PING}/saml20/idp/sso`],
    ],
    nameIdFormats: [UNSPECIFIED, EMAIL],
    findings: ['metadata-cache-duration', 'metadata-signature-unverified'],
  },
  'iam-identity-center': {
    entityId: AWS,
    services: [
      [POST, AWS],
      [REDIRECT, AWS],
    ],
  },
  onelogin: {
    entityId: `https://app.onelogin.com/saml/metadata/${GUID}`,
    services: [
      [REDIRECT, `${ONELOGIN}/http-redirect/sso/${GUID}`],
      [POST, `${ONELOGIN}/http-post/sso/${GUID}`],
      [SOAP, `${ONELOGIN}/soap/sso/${GUID}`],
    ],
    nameIdFormats: [EMAIL],
  },
  auth0: {
    entityId: 'urn:example.us.auth0.com',
    services: both(AUTH0),
    nameIdFormats: [EMAIL, PERSISTENT, TRANSIENT],
  },
  jumpcloud: {
    entityId: 'JumpCloud-worklink',
    services: both('https://sso.jumpcloud.com/saml2/worklink'),
    nameIdFormats: [UNSPECIFIED, EMAIL],
    findings: ['metadata-entity-id-not-uri'],
  },
  duo: { entityId: `${DUO}/metadata`, services: both(`${DUO}/sso`), nameIdFormats: [EMAIL] },
  keycloak: {
    entityId: KEYCLOAK,
    services: [POST, REDIRECT, SOAP, ARTIFACT].map((binding) => [binding, `${KEYCLOAK}/protocol/saml`]),
    nameIdFormats: [PERSISTENT, TRANSIENT, UNSPECIFIED, EMAIL],
    wantAuthnRequestsSigned: true,
    findings: ['metadata-signed-requests-wanted'],
  },
  'keycloak-legacy': {
    entityId: OLD_KEYCLOAK,
    services: [
      [POST, `${OLD_KEYCLOAK}/protocol/saml`],
      [REDIRECT, `${OLD_KEYCLOAK}/protocol/saml`],
    ],
    nameIdFormats: [PERSISTENT, EMAIL],
    wantAuthnRequestsSigned: true,
    findings: [
      'metadata-aggregate-single',
      'metadata-sso-location-http',
      'metadata-sso-location-http',
      'metadata-signed-requests-wanted',
    ],
  },
  shibboleth: {
    entityId: `${SHIBBOLETH}/shibboleth`,
    certificates: ['shibboleth-back', 'shibboleth-front'],
    services: [
      ['urn:mace:shibboleth:1.0:profiles:AuthnRequest', `${SHIBBOLETH}/profile/Shibboleth/SSO`],
      [POST, `${SHIBBOLETH}/profile/SAML2/POST/SSO`],
      [
        'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST-SimpleSign',
        `${SHIBBOLETH}/profile/SAML2/POST-SimpleSign/SSO`,
      ],
      [REDIRECT, `${SHIBBOLETH}/profile/SAML2/Redirect/SSO`],
    ],
    nameIdFormats: [TRANSIENT],
    findings: ['metadata-several-signing-keys', 'metadata-no-email-name-id'],
  },
  simplesamlphp: {
    entityId: 'https://idp.example.org/simplesaml/saml2/idp/metadata.php',
    services: [[REDIRECT, 'https://idp.example.org/simplesaml/saml2/idp/SSOService.php']],
    nameIdFormats: [TRANSIENT],
    findings: ['metadata-no-email-name-id'],
  },
  lemonldap: {
    entityId: 'https://auth.example.net/saml/metadata',
    services: both('https://auth.example.net/saml/singleSignOn'),
    nameIdFormats: [EMAIL, TRANSIENT],
  },
  pysaml2: {
    entityId: 'https://pysaml2.example.com:8088/idp.xml',
    services: [
      [REDIRECT, 'https://pysaml2.example.com:8088/sso/redirect'],
      [POST, 'https://pysaml2.example.com:8088/sso/post'],
    ],
    nameIdFormats: [TRANSIENT, PERSISTENT],
    findings: ['metadata-no-email-name-id'],
  },
  salesforce: {
    entityId: 'https://example.my.salesforce.com',
    services: [
      [POST, 'https://example.my.salesforce.com/idp/endpoint/HttpPost'],
      [REDIRECT, 'https://example.my.salesforce.com/idp/endpoint/HttpRedirect'],
    ],
    nameIdFormats: [EMAIL, PERSISTENT, TRANSIENT, UNSPECIFIED],
    validUntil: '2044-01-14T09:00:00.000Z',
  },
  authentik: {
    entityId: AUTHENTIK,
    services: [
      [REDIRECT, `${AUTHENTIK}/sso/binding/redirect/`],
      [POST, `${AUTHENTIK}/sso/binding/post/`],
    ],
    nameIdFormats: [EMAIL, PERSISTENT, 'urn:oasis:names:tc:SAML:2.0:nameid-format:X509SubjectName'],
  },
  'workspace-one': {
    entityId: `${WORKSPACE}/API/1.0/GET/metadata/idp.xml`,
    services: both(`${WORKSPACE}/auth/federation/sso?tenant=example&app=worklink`),
    nameIdFormats: [UNSPECIFIED, EMAIL],
  },
};

describe('metadata of real vendors', () => {
  for (const [vendor, expected] of Object.entries(VENDORS)) {
    it(`${vendor}: is accepted, with exactly what it says`, () => {
      const reading = readIdentityProviderMetadata(fixture(`${vendor}-idp-metadata.xml`), { now: NOW });

      assert.equal(reading.verdict, 'accepted', JSON.stringify(reading.findings));
      assert.equal(reading.entityId, expected.entityId);
      const {
        signingCertificates,
        singleSignOnServices,
        nameIdFormats,
        wantAuthnRequestsSigned,
        validUntil,
      } = reading.identityProvider;
      assert.deepEqual(
        signingCertificates.map((certificate) => certificate.base64),
        (expected.certificates ?? [vendor]).map(base64Of),
      );
      assert.deepEqual(
        singleSignOnServices,
        expected.services.map(([binding, location]) => ({ binding, location })),
      );
      assert.deepEqual(nameIdFormats, expected.nameIdFormats ?? []);
      assert.equal(wantAuthnRequestsSigned, expected.wantAuthnRequestsSigned ?? false);
      assert.equal(validUntil?.toISOString(), expected.validUntil);
      assert.deepEqual(ids(reading), expected.findings ?? []);
    });

    it(`${vendor}: says the same about certificates as OpenSSL`, () => {
      const reading = readIdentityProviderMetadata(fixture(`${vendor}-idp-metadata.xml`), { now: NOW });

      assert.equal(reading.verdict, 'accepted');
      const openssl = opensslFacts();
      for (const [index, name] of (expected.certificates ?? [vendor]).entries()) {
        const certificate: SigningCertificate = reading.identityProvider.signingCertificates[index]!;
        const facts = openssl.get(name)!;
        assert.equal(certificate.sha256, facts.sha256);
        assert.equal(certificate.subject, facts.subject);
        assert.equal(certificate.issuer, facts.subject);
        assert.equal(certificate.notBefore.getTime(), Date.parse(facts.notBefore));
        assert.equal(certificate.notAfter.getTime(), Date.parse(facts.notAfter));
        assert.equal(certificate.keyType, 'RSA-2048');
        assert.equal(certificate.signatureAlgorithm, 'sha256WithRSAEncryption');
        assert.equal(new X509Certificate(certificate.pem).raw.toString('base64'), certificate.base64);
      }
    });

    it(`${vendor}: reads the same as text, as bytes with CR LF, and as UTF-16`, () => {
      const bytes = fixture(`${vendor}-idp-metadata.xml`);
      const text = bytes.toString('utf8').replace(/^\ufeff/, '');
      const reading = readIdentityProviderMetadata(bytes, { now: NOW });

      const windows = text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
      for (const other of [text, Buffer.from(windows), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
        const again = readIdentityProviderMetadata(other, { now: NOW });
        assert.deepEqual(again.identityProvider, reading.identityProvider);
        assert.equal(again.entityId, reading.entityId);
      }
    });
  }

  it('every document among the fixtures is one of these', () => {
    const files = readdirSync(new URL('../fixtures/saml/', import.meta.url)).filter((name) =>
      name.endsWith('.xml'),
    );

    assert.deepEqual(
      files.sort(),
      Object.keys(VENDORS)
        .map((vendor) => `${vendor}-idp-metadata.xml`)
        .sort(),
    );
  });
});
