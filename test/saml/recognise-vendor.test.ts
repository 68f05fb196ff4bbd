import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { recogniseVendor, VENDORS, type Vendor, vendorFinding } from '../../src/core/saml/vendors.js';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { fixture, REDIRECT } from './support.js';

const FIXTURES: Readonly<Record<string, Vendor | undefined>> = {
  okta: 'okta',
  entra: 'entra',
  adfs: 'adfs',
  google: 'google',
  ping: 'ping',
  'iam-identity-center': 'aws-sso',
  onelogin: 'onelogin',
  auth0: 'auth0',
  jumpcloud: 'jumpcloud',
  duo: 'duo',
  keycloak: 'keycloak',
  'keycloak-legacy': 'keycloak',
  shibboleth: 'shibboleth',
  simplesamlphp: 'simplesamlphp',
  lemonldap: undefined,
  pysaml2: undefined,
  salesforce: undefined,
  authentik: undefined,
  'workspace-one': undefined,
};

/** Under a customer's own domain, where the vendor's name is nowhere. */
const CUSTOM: readonly (readonly [location: string, entityId: string, vendor: Vendor | undefined])[] = [
  ['https://login.example.com/app/example_worklink_1/exk1fcia6d6EMsf331d8/sso/saml', 'urn:x', 'okta'],
  ['https://login.example.com/x', 'http://www.okta.com/exk1fcia6d6EMsf331d8', 'okta'],
  ['https://sso.example.com/samlp/Qk3vTn8sYb2wLr7pXz5mHd1cJf6gUa0e', 'urn:x', 'auth0'],
  ['https://sso.example.com/5f0b8d0e/saml20/idp/sso', 'urn:x', 'ping'],
  ['https://sso.example.com/idp/SSO.saml2', 'example:idp', 'pingfederate'],
  ['https://sso.example.com/auth/realms/staff/protocol/saml', 'urn:x', 'keycloak'],
  ['https://fs.example.com/adfs/ls/', 'urn:x', 'adfs'],
  ['https://fs.example.com/x', 'http://fs.example.com/adfs/services/trust', 'adfs'],
  ['https://sso.example.com/trust/saml2/http-redirect/sso/6d1f8a3e', 'urn:x', 'onelogin'],
  ['https://sso.example.com/idp/profile/SAML2/Redirect/SSO', 'urn:x', 'shibboleth'],
  ['https://sso.example.com/simplesaml/module.php/saml/idp/singleSignOnService', 'urn:x', 'simplesamlphp'],
  ['https://example.b2clogin.com/example.onmicrosoft.com/saml', 'urn:x', 'entra'],
  ['https://sso.eu.jumpcloud.com/saml2/x', 'x', 'jumpcloud'],
  // Where users sign in tells more than a name somebody typed in.
  ['https://fs.example.com/adfs/ls/', 'http://www.okta.com/exk1fcia6d6EMsf331d8', 'adfs'],
  // A vendor's name elsewhere than in the host is none of its marks.
  ['https://evil.example/?https://accounts.google.com/o/saml2', 'urn:x', undefined],
  ['https://accounts.google.com.evil.example/o/saml2', 'urn:x', undefined],
  ['https://notokta.com/', 'urn:x', undefined],
  ['not a URL', 'urn:x', undefined],
];

describe('recognising a vendor', () => {
  for (const [name, vendor] of Object.entries(FIXTURES)) {
    it(`given the metadata of ${name}, then ${vendor ?? 'none'}`, () => {
      const { entityId, identityProvider } = readIdentityProviderMetadata(
        fixture(`${name}-idp-metadata.xml`),
      );
      const singleSignOnServices = identityProvider?.singleSignOnServices ?? [];
      assert.ok(singleSignOnServices.length > 0);
      assert.equal(recogniseVendor({ entityId, singleSignOnServices }), vendor);
    });
  }

  for (const [location, entityId, vendor] of CUSTOM) {
    it(`given ${location} of ${entityId}, then ${vendor ?? 'none'}`, () => {
      assert.equal(
        recogniseVendor({ entityId, singleSignOnServices: [{ binding: REDIRECT, location }] }),
        vendor,
      );
    });
  }

  it('every vendor has advice of its own', () => {
    const fixes = VENDORS.map((vendor) => vendorFinding(vendor, 'urn:a').fix);
    assert.equal(new Set(fixes).size, VENDORS.length);
    for (const fix of fixes) assert.match(fix, /^[A-Z].*\.$/);
  });
});
