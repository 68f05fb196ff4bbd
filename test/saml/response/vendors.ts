import { ACS, IDP, REQUEST, SP } from './builder.js';

/** A response in the shape a product writes it, before it is signed: prefixes, white space, types and order are its own. */
export interface VendorShape {
  readonly vendor: string;
  readonly xml: string;
  readonly sign: readonly ('_assertion-1' | '_response-1')[];
  readonly inclusivePrefixes?: readonly string[];
  readonly certificate?: null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

const TIME = '2026-11-20T11:59:50.123Z';
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const XS = 'http://www.w3.org/2001/XMLSchema';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

const head = `Version="2.0" IssueInstant="${TIME}" Destination="${ACS}" InResponseTo="${REQUEST}"`;
const period = 'NotBefore="2026-11-20T11:55:00.000Z" NotOnOrAfter="2026-11-20T12:55:00.000Z"';
const data = `InResponseTo="${REQUEST}" NotOnOrAfter="2026-11-20T12:04:50.123Z" Recipient="${ACS}"`;

/** Okta: prefixes saml2 and saml2p, types by xs:string with the prefix declared on the assertion and named inclusive. */
const okta = `<?xml version="1.0" encoding="UTF-8"?><saml2p:Response xmlns:saml2p="${SAMLP}" ID="_response-1" ${head} xmlns:xs="${XS}"><saml2:Issuer xmlns:saml2="${SAML}" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${IDP}</saml2:Issuer><saml2p:Status xmlns:saml2p="${SAMLP}"><saml2p:StatusCode Value="${SUCCESS}"/></saml2p:Status><saml2:Assertion xmlns:saml2="${SAML}" ID="_assertion-1" IssueInstant="${TIME}" Version="2.0" xmlns:xs="${XS}"><saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity" xmlns:saml2="${SAML}">${IDP}</saml2:Issuer><saml2:Subject xmlns:saml2="${SAML}"><saml2:NameID Format="${EMAIL}">ana@example.com</saml2:NameID><saml2:SubjectConfirmation Method="${BEARER}"><saml2:SubjectConfirmationData ${data}/></saml2:SubjectConfirmation></saml2:Subject><saml2:Conditions ${period} xmlns:saml2="${SAML}"><saml2:AudienceRestriction><saml2:Audience>${SP}</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions><saml2:AuthnStatement AuthnInstant="${TIME}" SessionIndex="_s1" xmlns:saml2="${SAML}"><saml2:AuthnContext><saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement><saml2:AttributeStatement xmlns:saml2="${SAML}"><saml2:Attribute Name="firstName" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"><saml2:AttributeValue xmlns:xs="${XS}" xmlns:xsi="${XSI}" xsi:type="xs:string">Ana</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement></saml2:Assertion></saml2p:Response>`;

/** Microsoft Entra ID: the assertion in the default namespace, attributes named by URIs, no prefix but samlp. */
const entra = `<samlp:Response ID="_response-1" ${head} xmlns:samlp="${SAMLP}"><Issuer xmlns="${SAML}">${IDP}</Issuer><samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status><Assertion ID="_assertion-1" IssueInstant="${TIME}" Version="2.0" xmlns="${SAML}"><Issuer>${IDP}</Issuer><Subject><NameID Format="${EMAIL}">ana@example.com</NameID><SubjectConfirmation Method="${BEARER}"><SubjectConfirmationData ${data}/></SubjectConfirmation></Subject><Conditions ${period}><AudienceRestriction><Audience>${SP}</Audience></AudienceRestriction></Conditions><AttributeStatement><Attribute Name="http://schemas.microsoft.com/identity/claims/tenantid"><AttributeValue>3f1c</AttributeValue></Attribute><Attribute Name="${CLAIMS}/name"><AttributeValue>ana@example.com</AttributeValue></Attribute></AttributeStatement><AuthnStatement AuthnInstant="2026-11-20T08:00:00.000Z" SessionIndex="_assertion-1x"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext></AuthnStatement></Assertion></samlp:Response>`;

/** AD FS: like Entra, with a Consent, a nil attribute and milliseconds of three digits. */
const adfs = entra
  .replace('<samlp:Response ', '<samlp:Response Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified" ')
  .replace(
    '</AttributeStatement>',
    `<Attribute Name="${CLAIMS}/phone"><AttributeValue xmlns:a="${XSI}" a:nil="true"/></Attribute></AttributeStatement>`,
  );

/** Google Workspace: saml2 prefixes, xs:anyType, the response signed. */
const google = okta
  .replace('<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" encoding="UTF-8" standalone="no"?>')
  .replace('xsi:type="xs:string"', 'xsi:type="xs:anyType"');

/** Keycloak: samlp and saml, both issuers, roles in one attribute of several values, a session index with colons. */
const keycloak = `<samlp:Response xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ${head} ID="_response-1"><saml:Issuer>${IDP}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status><saml:Assertion xmlns="${SAML}" ID="_assertion-1" IssueInstant="${TIME}" Version="2.0"><saml:Issuer>${IDP}</saml:Issuer><saml:Subject><saml:NameID Format="${EMAIL}">ana@example.com</saml:NameID><saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData ${data}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions ${period}><saml:AudienceRestriction><saml:Audience>${SP}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${TIME}" SessionIndex="5f::8c" SessionNotOnOrAfter="2026-11-20T22:00:00.000Z"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute FriendlyName="r" Name="Role" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue xmlns:xs="${XS}" xmlns:xsi="${XSI}" xsi:type="xs:string">manage-account</saml:AttributeValue></saml:Attribute><saml:Attribute Name="Role"><saml:AttributeValue>view-profile</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>`;

/** Shibboleth: indented, several attribute statements, a NameID as an attribute's value, an Address, two audiences. */
const shibboleth = `<?xml version="1.0" encoding="UTF-8"?>
<saml2p:Response xmlns:saml2p="${SAMLP}"
    ID="_response-1" ${head}>
  <saml2:Issuer xmlns:saml2="${SAML}">
    ${IDP}
  </saml2:Issuer>
  <saml2p:Status>
    <saml2p:StatusCode Value="${SUCCESS}"/>
  </saml2p:Status>
  <saml2:Assertion xmlns:saml2="${SAML}" xmlns:xsd="${XS}"
      ID="_assertion-1" IssueInstant="${TIME}" Version="2.0">
    <saml2:Issuer>${IDP}</saml2:Issuer>
    <saml2:Subject>
      <saml2:NameID Format="${EMAIL}" NameQualifier="${IDP}" SPNameQualifier="${SP}">
        ana@example.com
      </saml2:NameID>
      <saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/>
      <saml2:SubjectConfirmation Method="${BEARER}">
        <saml2:SubjectConfirmationData Address="192.0.2.1" ${data}/>
      </saml2:SubjectConfirmation>
    </saml2:Subject>
    <saml2:Conditions ${period}>
      <saml2:AudienceRestriction>
        <saml2:Audience>https://other.example.com</saml2:Audience>
        <saml2:Audience>
          ${SP}
        </saml2:Audience>
      </saml2:AudienceRestriction>
      <saml2:ProxyRestriction Count="0"/>
    </saml2:Conditions>
    <saml2:AuthnStatement AuthnInstant="${TIME}" SessionIndex="_s1">
      <saml2:SubjectLocality Address="192.0.2.1"/>
      <saml2:AuthnContext>
        <saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml2:AuthnContextClassRef>
      </saml2:AuthnContext>
    </saml2:AuthnStatement>
    <saml2:AttributeStatement>
      <saml2:Attribute FriendlyName="eduPersonTargetedID" Name="urn:oid:1.3.6.1.4.1.5923.1.1.1.10">
        <saml2:AttributeValue>
          <saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">84e4</saml2:NameID>
        </saml2:AttributeValue>
      </saml2:Attribute>
    </saml2:AttributeStatement>
    <saml2:AttributeStatement>
      <saml2:Attribute FriendlyName="mail" Name="urn:oid:0.9.2342.19200300.100.1.3">
        <saml2:AttributeValue xmlns:xsi="${XSI}" xsi:type="xsd:string">ana@example.com</saml2:AttributeValue>
      </saml2:Attribute>
    </saml2:AttributeStatement>
  </saml2:Assertion>
</saml2p:Response>
`;

/** SimpleSAMLphp: saml and samlp on the response, xsi and xs on the assertion, everything signed. */
const simplesamlphp = `<samlp:Response xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="_response-1" ${head}><saml:Issuer>${IDP}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status><saml:Assertion xmlns:xsi="${XSI}" xmlns:xs="${XS}" ID="_assertion-1" Version="2.0" IssueInstant="${TIME}"><saml:Issuer>${IDP}</saml:Issuer><saml:Subject><saml:NameID SPNameQualifier="${SP}" Format="${EMAIL}">ana@example.com</saml:NameID><saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData ${data}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions ${period}><saml:AudienceRestriction><saml:Audience>${SP}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${TIME}" SessionNotOnOrAfter="2026-11-20T19:59:50Z" SessionIndex="_s1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="eduPersonAffiliation" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue xsi:type="xs:string">group1 &amp; "é" &lt;x&gt;</saml:AttributeValue><saml:AttributeValue xsi:type="xs:string"/></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>`;

/** PingFederate: no attributes, no KeyInfo, an empty Extensions-free response, times without fractions. */
const ping = keycloak
  .replaceAll('.123Z', 'Z')
  .replaceAll('.000Z', 'Z')
  .replace(/<saml:AttributeStatement>.*<\/saml:AttributeStatement>/, '');

/** OneLogin: like SimpleSAMLphp, the response signed, the issuer absent from the response. */
const onelogin = simplesamlphp.replace(`<saml:Issuer>${IDP}</saml:Issuer><samlp:Status>`, '<samlp:Status>');

const MAIL = 'urn:oid:0.9.2342.19200300.100.1.3';
const TARGETED = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';
const AFFILIATION = { eduPersonAffiliation: ['group1 & "é" <x>', ''] };
const ROLES = { Role: ['manage-account', 'view-profile'] };
const ENTRA_CLAIMS = {
  'http://schemas.microsoft.com/identity/claims/tenantid': ['3f1c'],
  [`${CLAIMS}/name`]: ['ana@example.com'],
};

export const VENDOR_SHAPES: readonly VendorShape[] = [
  {
    vendor: 'Okta',
    xml: okta,
    sign: ['_assertion-1', '_response-1'],
    inclusivePrefixes: ['xs'],
    attributes: { firstName: ['Ana'] },
  },
  { vendor: 'Microsoft Entra ID', xml: entra, sign: ['_assertion-1'], attributes: ENTRA_CLAIMS },
  {
    vendor: 'AD FS',
    xml: adfs,
    sign: ['_assertion-1'],
    attributes: { ...ENTRA_CLAIMS, [`${CLAIMS}/phone`]: [] },
  },
  { vendor: 'Google Workspace', xml: google, sign: ['_response-1'], attributes: { firstName: ['Ana'] } },
  { vendor: 'Keycloak', xml: keycloak, sign: ['_assertion-1', '_response-1'], attributes: ROLES },
  { vendor: 'Keycloak, the response signed', xml: keycloak, sign: ['_response-1'], attributes: ROLES },
  {
    vendor: 'Shibboleth',
    xml: shibboleth,
    sign: ['_assertion-1'],
    inclusivePrefixes: ['xsd'],
    attributes: { [TARGETED]: ['84e4'], [MAIL]: ['ana@example.com'] },
  },
  {
    vendor: 'SimpleSAMLphp',
    xml: simplesamlphp,
    sign: ['_assertion-1', '_response-1'],
    attributes: AFFILIATION,
  },
  { vendor: 'PingFederate', xml: ping, sign: ['_assertion-1'], certificate: null, attributes: {} },
];

/** One whose response names no issuer can be signed only by its assertion here: the signature goes behind an Issuer. */
export const ISSUER_LESS: VendorShape = {
  vendor: 'OneLogin',
  xml: onelogin,
  sign: ['_assertion-1'],
  attributes: AFFILIATION,
};
