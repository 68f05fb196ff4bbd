import { metadataWith, sso } from '../support.js';
import { type Case } from './case.js';

const TRANSIENT = '<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>';

function located(location: string): string {
  return metadataWith({ services: sso(undefined, location) });
}

/** What is wrong or remarkable about signing in. */
export const SIGN_IN_CASES: readonly Case[] = [
  {
    name: 'no sign-in page',
    id: 'metadata-no-sso-service',
    document: metadataWith({ services: '' }),
    says: /SingleSignOnService/,
  },
  {
    name: 'only SOAP',
    id: 'metadata-no-usable-binding',
    document: metadataWith({ services: sso('urn:oasis:names:tc:SAML:2.0:bindings:SOAP') }),
    says: /bindings:SOAP/,
  },
  {
    name: 'no binding',
    id: 'metadata-no-usable-binding',
    document: metadataWith({ services: '<md:SingleSignOnService Location="https://idp"/>' }),
    says: /neither/,
  },
  {
    name: 'no location',
    id: 'metadata-sso-location-missing',
    document: located(' '),
    says: /no Location/,
    at: /SingleSignOnService/,
  },
  {
    name: 'a relative location',
    id: 'metadata-sso-location-invalid',
    document: located('/sso'),
    says: /'\/sso'/,
  },
  {
    name: 'a script',
    id: 'metadata-sso-location-invalid',
    document: located('javascript:alert(1)//https://idp'),
    says: /javascript:alert/,
  },
  {
    name: 'a script behind a line break',
    id: 'metadata-sso-location-invalid',
    document: located('java&#10;script:alert(1)'),
    says: /java script/,
  },
  {
    name: 'a line break inside',
    id: 'metadata-sso-location-invalid',
    document: located('https://idp.example&#10;.com/sso'),
    says: /character no URL can hold/,
  },
  {
    name: 'a backslash',
    id: 'metadata-sso-location-invalid',
    document: located('https://idp.example.com\\@evil.example/sso'),
    says: /character no URL can hold/,
  },
  {
    name: 'https without slashes',
    id: 'metadata-sso-location-invalid',
    document: located('https:idp.example.com/sso'),
    says: /absolute/,
  },
  {
    name: 'no host',
    id: 'metadata-sso-location-invalid',
    document: located('https:///sso'),
    says: /absolute/,
  },
  {
    name: 'an impossible port',
    id: 'metadata-sso-location-invalid',
    document: located('https://idp:99999/'),
    says: /isn't a URL/,
  },
  {
    name: 'data',
    id: 'metadata-sso-location-invalid',
    document: located('data:text/html,x'),
    says: /absolute/,
  },
  {
    name: 'a password',
    id: 'metadata-sso-location-credentials',
    document: located('https://admin:hunter2@idp.example.com/'),
    says: /^(?!.*hunter2).*password/,
  },
  {
    name: 'http',
    id: 'metadata-sso-location-http',
    document: located('http://idp.example.com/'),
    says: /http:/,
  },
  {
    name: 'no e-mail address',
    id: 'metadata-no-email-name-id',
    document: metadataWith({ nameIds: TRANSIENT }),
    says: /e-mail/,
  },
  {
    name: 'one endpoint twice',
    id: 'metadata-sso-duplicate',
    document: metadataWith({ services: sso() + sso() }),
    says: /HTTP-Redirect.*same address/,
    at: /SingleSignOnService/,
  },
  {
    name: 'two addresses for one binding',
    id: 'metadata-sso-binding-repeated',
    document: metadataWith({ services: sso() + sso(undefined, 'https://other.example.com/') }),
    says: /HTTP-Redirect.*different addresses/,
    at: /SingleSignOnService/,
  },
  {
    name: 'signed requests',
    id: 'metadata-signed-requests-wanted',
    document: metadataWith({ role: 'WantAuthnRequestsSigned=" 1 "' }),
    says: /WantAuthnRequestsSigned/,
  },
  {
    name: 'a signature',
    id: 'metadata-signature-unverified',
    document: metadataWith({ beside: '<ds:Signature/>' }),
    says: /not been verified/,
  },
];
