import { type Finding } from '../findings.js';
import { samlFinding } from './findings.js';

/** Identity providers that are known by name, as `--for` and `vendor` call them. */
export const VENDORS = [
  'okta',
  'aws-sso',
  'ping',
  'google',
  'entra',
  'keycloak',
  'adfs',
  'auth0',
  'duo',
  'jumpcloud',
  'onelogin',
  'pingfederate',
  'shibboleth',
  'simplesamlphp',
] as const;
export type Vendor = (typeof VENDORS)[number];

interface VendorMarks {
  readonly name: string;
  /** Of its own hosts: the whole name, or its end. */
  readonly hosts?: RegExp;
  /** Of the path users sign in at, which stays the same under a customer's own domain. */
  readonly path?: RegExp;
  readonly entityId?: RegExp;
  readonly binding?: string;
  /** What is particular to its metadata, as one sentence. */
  readonly advice: string;
}

/** By the addresses that the vendors document, and that their products cannot be set to do without. */
const MARKS: Readonly<Record<Vendor, VendorMarks>> = {
  okta: {
    name: 'Okta',
    hosts: /(?:^|\.)(?:okta|oktapreview|okta-emea|okta-gov)\.com$/,
    path: /^\/app\/[^/]+\/[0-9A-Za-z]{20}\/sso\/saml$/,
    entityId: /^https?:\/\/www\.okta\.com\/exk[0-9A-Za-z]{17}$/,
    advice:
      'Each application of Okta has metadata of its own: take it from the Sign On tab of the one for WorkLink, where the Name ID format is to be EmailAddress.',
  },
  'aws-sso': {
    name: 'AWS IAM Identity Center',
    hosts: /^portal\.sso\.[a-z0-9-]{1,30}\.amazonaws\.com(?:\.cn)?$/,
    advice:
      'Each application of IAM Identity Center has metadata and a certificate of its own: take it from the application for WorkLink, and map Subject to ${user:email}.',
  },
  ping: {
    name: 'PingOne',
    hosts:
      /^(?:auth\.pingone\.(?:com|eu|ca|asia|sg|com\.au)|sso\.connect\.pingidentity\.com|sso-eu\.connect\.pingidentity\.com)$/,
    path: /\/saml20\/idp\/sso$/,
    advice:
      'PingOne signs for all applications of an environment with one certificate, unless the application names another: take the metadata from the application’s Configuration tab.',
  },
  google: {
    name: 'Google Workspace',
    hosts: /^accounts\.google\.com$/,
    advice:
      'Google’s certificates last five years and are not replaced by themselves: create the next one under SSO with SAML applications in good time, and link the metadata again.',
  },
  entra: {
    name: 'Microsoft Entra ID',
    hosts:
      /^(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|login\.chinacloudapi\.cn|login\.windows\.net|[^.]+\.b2clogin\.com|[^.]+\.ciamlogin\.com)$/,
    entityId: /^https:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)\/[0-9a-f-]{36}\/$/,
    advice:
      'Take the App Federation Metadata of the application, whose address ends in ?appid=…: the tenant’s own metadata lacks the certificate that the application signs with.',
  },
  keycloak: {
    name: 'Keycloak',
    path: /\/realms\/[^/]+\/protocol\/saml$/,
    advice:
      'A realm’s metadata wants signed requests whatever the client is set to: turn Client signature required off for the client, as the service provider signs none.',
  },
  adfs: {
    name: 'AD FS',
    path: /^\/adfs\/ls\/?$/i,
    entityId: /^https?:\/\/[^/]+\/adfs\/services\/trust$/i,
    advice:
      'AD FS replaces its token-signing certificate by itself, usually each year (AutoCertificateRollover): link its metadata again when it publishes the next one.',
  },
  auth0: {
    name: 'Auth0',
    hosts: /(?:^|\.)auth0\.com$/,
    path: /^\/samlp\/[0-9A-Za-z_-]{20,40}$/,
    entityId: /^urn:[^:]+\.auth0\.com$/,
    advice:
      'In the SAML2 Web App addon of the application, set nameIdentifierFormat to e-mail address and nameIdentifierProbes to the user’s e-mail address.',
  },
  duo: {
    name: 'Duo',
    hosts: /(?:^|\.)sso\.duosecurity\.com$/,
    path: /\/dag\/saml2\/idp\/SSOService\.php$/,
    advice:
      'Each application of Duo Single Sign-On has metadata of its own: take it from the one for WorkLink, with NameID format e-mail address and NameID attribute <Email Address>.',
  },
  jumpcloud: {
    name: 'JumpCloud',
    hosts: /^sso(?:\.[a-z]{2,6})?\.jumpcloud\.com$/,
    advice:
      'The entity ID is the one somebody typed into the application (IdP Entity ID), so that it must not be that of another application.',
  },
  onelogin: {
    name: 'OneLogin',
    hosts: /(?:^|\.)onelogin\.com$/,
    path: /^\/trust\/saml2\/(?:http-post|http-redirect|soap)\/sso\//,
    advice:
      'Each application of OneLogin has metadata of its own, under More Actions > SAML Metadata; applications may share a certificate, which then changes for all.',
  },
  pingfederate: {
    name: 'PingFederate',
    path: /\/idp\/SSO\.saml2$/,
    advice:
      'Export the metadata of the SP connection for WorkLink, signed with that connection’s certificate, rather than the server’s.',
  },
  shibboleth: {
    name: 'Shibboleth',
    path: /\/profile\/(?:SAML2\/(?:Redirect|POST|POST-SimpleSign|Unsolicited)|Shibboleth)\/SSO$/,
    binding: 'urn:mace:shibboleth:1.0:profiles:AuthnRequest',
    advice:
      'The identity provider’s own metadata file isn’t kept up by itself: compare it with its configuration, and release the e-mail address as NameID to this service provider.',
  },
  simplesamlphp: {
    name: 'SimpleSAMLphp',
    path: /\/(?:saml2\/idp\/SSOService\.php|module\.php\/saml\/idp\/singleSignOnService)$/,
    entityId: /\/saml2\/idp\/metadata\.php$/,
    advice:
      'Have it issue the e-mail address as NameID: saml:AttributeNameID in authproc of the service provider’s entry, and the format in NameIDFormat.',
  },
};

/** What an identity provider is recognised by. */
export interface VendorTraits {
  readonly entityId?: string | undefined;
  readonly singleSignOnServices: readonly { readonly binding: string; readonly location: string }[];
}

/**
 * Recognises an identity provider: by where users sign in, else by what only its product writes, else by its entity ID, which
 * an administrator may choose in some. Undefined where nothing tells. A guess to give advice by, never a reason to trust.
 */
export function recogniseVendor({ entityId, singleSignOnServices }: VendorTraits): Vendor | undefined {
  const places = singleSignOnServices.flatMap(({ location }) =>
    URL.canParse(location) ? [new URL(location)] : [],
  );
  const by = (test: (marks: VendorMarks) => boolean | undefined): Vendor | undefined =>
    VENDORS.find((vendor) => test(MARKS[vendor]) === true);
  return (
    by(({ hosts }) => hosts && places.some(({ hostname }) => hosts.test(hostname))) ??
    by(({ path }) => path && places.some(({ pathname }) => path.test(pathname))) ??
    by(
      ({ binding: own }) => own !== undefined && singleSignOnServices.some(({ binding }) => binding === own),
    ) ??
    by(({ entityId: own }) => entityId !== undefined && own?.test(entityId))
  );
}

/** A vendor's own advice. @param subject the entity ID, or the document */
export function vendorFinding(vendor: Vendor, subject: string): Finding {
  const { name, advice } = MARKS[vendor];
  return samlFinding('metadata-vendor', subject, `The identity provider looks like ${name}.`, advice);
}
