import { base64Of, entityWith, fixture, MD, metadataWith, SAML2 } from '../support.js';
import { FED, FED_ROLE, type Case } from './case.js';

const der = Buffer.from(base64Of('okta'), 'base64');

/** What is no metadata at all. */
export const KIND_CASES: readonly Case[] = [
  {
    name: 'OpenID Connect discovery',
    id: 'metadata-not-xml',
    document: '{"issuer":"https://idp.example.com","jwks_uri":"https://idp.example.com/jwks"}',
    says: /OpenID Connect/,
  },
  { name: 'other JSON', id: 'metadata-not-xml', document: '[1, 2]', says: /JSON/ },
  {
    name: 'a PEM certificate',
    id: 'metadata-not-xml',
    document: fixture('certificates/okta.pem'),
    says: /PEM file \(CERTIFICATE\)/,
  },
  { name: 'a DER certificate', id: 'metadata-not-xml', document: der, says: /DER/ },
  {
    name: 'an address',
    id: 'metadata-not-xml',
    document: 'https://idp.example.com/metadata\n',
    says: /address/,
  },
  {
    name: 'metadata in base64',
    id: 'metadata-not-xml',
    document: Buffer.from(metadataWith()).toString('base64'),
    says: /base64/,
  },
  {
    name: 'a ZIP archive',
    id: 'metadata-not-xml',
    document: Buffer.from('504b0304ff00fe', 'hex'),
    says: /ZIP/,
  },
  {
    name: 'a gzip archive of any size',
    id: 'metadata-not-xml',
    document: Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(900_000)]),
    says: /gzip/,
  },
  {
    name: 'text',
    id: 'metadata-not-xml',
    document: 'entityID = https://idp.example.com',
    says: /it is text/,
  },
  { name: 'an HTML page', id: 'metadata-html', document: '\n<!doctype HTML><p>', says: /HTML/ },
  {
    name: 'an HTML page without a type',
    id: 'metadata-html',
    document: '<!-- x --><HTML lang=en><p>',
    says: /HTML/,
  },
  {
    name: 'an XHTML page',
    id: 'metadata-html',
    document: '<x:html xmlns:x="http://www.w3.org/1999/xhtml"/>',
    says: /HTML/,
  },
  {
    name: 'a Response',
    id: 'metadata-saml-message',
    document: `<samlp:Response xmlns:samlp="${SAML2}"/>`,
    says: /<samlp:Response>/,
  },
  {
    name: 'an AuthnRequest',
    id: 'metadata-saml-message',
    document: `<AuthnRequest xmlns="${SAML2}"/>`,
    says: /<AuthnRequest>/,
  },
  {
    name: 'an Assertion',
    id: 'metadata-saml-message',
    document: '<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"/>',
    says: /<a:Assertion>/,
  },
  {
    name: 'a SAML 1.1 Response',
    id: 'metadata-saml-message',
    document: '<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol"/>',
    says: /<Response>/,
  },
  {
    name: 'a SOAP envelope',
    id: 'metadata-saml-message',
    document: '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"/>',
    says: /<S:Envelope>/,
  },
  {
    name: 'WS-Federation metadata',
    id: 'metadata-ws-federation',
    document: `<FederationMetadata xmlns="${FED}"/>`,
    says: /WS-Federation/,
  },
  {
    name: 'an entity with WS-Federation roles only',
    id: 'metadata-ws-federation',
    document: entityWith(FED_ROLE),
    says: /WS-Federation/,
    at: /EntityDescriptor/,
  },
  {
    name: 'an entity with a WS-Federation role told by its type alone',
    id: 'metadata-ws-federation',
    document: entityWith(FED_ROLE.replace(`"${FED}"/>`, '"urn:x"/>')),
    says: /WS-Federation/,
  },
  {
    name: 'an entity with a role of its own kind',
    id: 'metadata-no-identity-provider',
    document: entityWith('<md:RoleDescriptor protocolSupportEnumeration="urn:x"/>'),
    says: /no IDPSSODescriptor/,
  },
  {
    name: 'an EntityDescriptor in no namespace',
    id: 'metadata-wrong-namespace',
    document: '<EntityDescriptor entityID="a"/>',
    says: /no namespace/,
  },
  {
    name: 'an EntityDescriptor in another namespace',
    id: 'metadata-wrong-namespace',
    document: '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:1.0:metadata"/>',
    says: /SAML:1.0:metadata/,
  },
  {
    name: 'a namespace in capitals',
    id: 'metadata-wrong-namespace',
    document: metadataWith().replaceAll(MD, MD.toUpperCase()),
    says: /URN:OASIS/,
  },
  {
    name: 'another root',
    id: 'metadata-wrong-root',
    document: '<root/>',
    says: /<root>/,
    at: /<root>, line 1, column 1/,
  },
  {
    name: 'a role without its entity',
    id: 'metadata-wrong-root',
    document: `<IDPSSODescriptor xmlns="${MD}"/>`,
    says: /part of metadata/,
  },
];
