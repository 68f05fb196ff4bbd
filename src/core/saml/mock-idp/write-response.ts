import { NAME_ID_FORMATS, NAMESPACES } from '../names.js';
import { escapeXml } from '../xml/write.js';

/** Every value of a response and its assertion. */
export interface ResponseValues {
  readonly responseId: string;
  readonly assertionId: string;
  readonly sessionIndex: string;
  readonly issuer: string;
  readonly destination: string;
  readonly recipient: string;
  readonly audience: string;
  readonly inResponseTo: string | undefined;
  readonly issuedAt: Date;
  readonly notBefore: Date;
  readonly notOnOrAfter: Date;
  readonly sessionNotOnOrAfter: Date;
  /** Undefined for an assertion about nobody. */
  readonly user: { readonly nameId: string; readonly nameIdFormat?: string } | undefined;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

/** @param content the assertion, signed and encrypted as it is to be; undefined where the sign-in is refused */
export function writeResponse(values: ResponseValues, content: string | undefined): string {
  const status =
    content === undefined
      ? `<samlp:StatusCode Value="${STATUS}Responder"><samlp:StatusCode Value="${STATUS}AuthnFailed"/></samlp:StatusCode><samlp:StatusMessage>The password was wrong.</samlp:StatusMessage>`
      : `<samlp:StatusCode Value="${STATUS}Success"/>`;
  return [
    `<samlp:Response xmlns:samlp="${NAMESPACES.samlp}" xmlns:saml="${NAMESPACES.saml}"`,
    attribute('ID', values.responseId),
    attribute('Version', '2.0'),
    attribute('IssueInstant', values.issuedAt.toISOString()),
    attribute('Destination', values.destination),
    attribute('InResponseTo', values.inResponseTo),
    `><saml:Issuer>${escapeXml(values.issuer)}</saml:Issuer>`,
    `<samlp:Status>${status}</samlp:Status>${content ?? ''}</samlp:Response>`,
  ].join('');
}

/** Writes the assertion with all the namespaces it needs, so that it stands by itself once it is decrypted. */
export function writeAssertion(values: ResponseValues): string {
  const { user } = values;
  const until = values.notOnOrAfter.toISOString();
  const at = values.issuedAt.toISOString();
  const nameId =
    user === undefined
      ? ''
      : `<saml:NameID${attribute('Format', user.nameIdFormat ?? NAME_ID_FORMATS.emailAddress)}>${escapeXml(user.nameId)}</saml:NameID>`;
  return [
    `<saml:Assertion xmlns:saml="${NAMESPACES.saml}"`,
    attribute('ID', values.assertionId),
    attribute('Version', '2.0'),
    attribute('IssueInstant', at),
    `><saml:Issuer>${escapeXml(values.issuer)}</saml:Issuer>`,
    `<saml:Subject>${nameId}<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData`,
    attribute('InResponseTo', values.inResponseTo),
    attribute('Recipient', values.recipient),
    attribute('NotOnOrAfter', until),
    '/></saml:SubjectConfirmation></saml:Subject>',
    `<saml:Conditions${attribute('NotBefore', values.notBefore.toISOString())}${attribute('NotOnOrAfter', until)}>`,
    `<saml:AudienceRestriction><saml:Audience>${escapeXml(values.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement${attribute('AuthnInstant', at)}${attribute('SessionIndex', values.sessionIndex)}${attribute('SessionNotOnOrAfter', values.sessionNotOnOrAfter.toISOString())}>`,
    '<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>',
    writeAttributes(values.attributes),
    '</saml:Assertion>',
  ].join('');
}

/** An AttributeStatement must not be empty (SAML 2.0 Core §2.7.3). */
function writeAttributes(attributes: ResponseValues['attributes']): string {
  const written = Object.entries(attributes).map(([name, values]) => {
    const elements = values.map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`);
    return `<saml:Attribute${attribute('Name', name)} NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">${elements.join('')}</saml:Attribute>`;
  });
  return written.length === 0 ? '' : `<saml:AttributeStatement>${written.join('')}</saml:AttributeStatement>`;
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${escapeXml(value)}"`;
}
