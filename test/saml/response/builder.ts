import { type KeyObject } from 'node:crypto';
import { DIGEST_ALGORITHMS, SIGNATURE_ALGORITHMS } from '../../../src/core/saml/signature/algorithms.js';
import { signXml } from '../../../src/core/saml/signature/xml-crypto.js';
import { type ResponseVerification } from '../../../src/core/saml/response/expectation.js';
import { type ResponseVerdict, verifyResponse } from '../../../src/core/saml/response/verify-response.js';
import { signer } from './keys.js';

export const IDP = 'https://idp.example.com/metadata';
export const SP = 'https://sp.example.com/entity';
export const ACS = 'https://sp.example.com/saml/acs';
export const REQUEST = '_request-1';
export const AT = new Date('2026-11-20T12:00:00Z');
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** What a test changes of an assertion or response that would be accepted. */
export interface Shape {
  readonly issuer?: string;
  readonly nameId?: string;
  readonly confirmation?: string;
  readonly conditions?: string;
  readonly authnStatement?: string;
  readonly attributes?: string;
  readonly assertionAttributes?: string;
  /** Between Issuer and Status. */
  readonly extensions?: string;
  readonly status?: string;
  readonly responseAttributes?: string;
  readonly responseIssuer?: string;
  readonly assertionEnd?: string;
}

const TIME = '2026-11-20T11:59:50Z';

export const CONFIRMATION = `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${REQUEST}" Recipient="${ACS}" NotOnOrAfter="2026-11-20T12:05:00Z"/></saml:SubjectConfirmation>`;
export const NAME_ID =
  '<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ana@example.com</saml:NameID>';
export const CONDITIONS = `<saml:Conditions NotBefore="2026-11-20T11:58:00Z" NotOnOrAfter="2026-11-20T13:00:00Z"><saml:AudienceRestriction><saml:Audience>${SP}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`;
export const AUTHN = `<saml:AuthnStatement AuthnInstant="${TIME}" SessionIndex="_session-1" SessionNotOnOrAfter="2026-11-20T20:00:00Z"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
export const ATTRIBUTES =
  '<saml:AttributeStatement><saml:Attribute Name="groups"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>field</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>';

export function assertionXml(shape: Shape = {}): string {
  return [
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ${shape.assertionAttributes ?? `ID="_assertion-1" Version="2.0" IssueInstant="${TIME}"`}>`,
    `<saml:Issuer>${shape.issuer ?? IDP}</saml:Issuer>`,
    `<saml:Subject>${shape.nameId ?? NAME_ID}${shape.confirmation ?? CONFIRMATION}</saml:Subject>`,
    shape.conditions ?? CONDITIONS,
    shape.authnStatement ?? AUTHN,
    shape.attributes ?? ATTRIBUTES,
    `${shape.assertionEnd ?? ''}</saml:Assertion>`,
  ].join('');
}

export const SUCCESS =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>';

/** @param content what stands behind the status: the assertion */
export function responseXml(content: string, shape: Shape = {}): string {
  return [
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ',
    shape.responseAttributes ??
      `ID="_response-1" Version="2.0" IssueInstant="${TIME}" Destination="${ACS}" InResponseTo="${REQUEST}"`,
    '>',
    shape.responseIssuer ?? `<saml:Issuer>${IDP}</saml:Issuer>`,
    shape.extensions ?? '',
    shape.status ?? SUCCESS,
    content,
    '</samlp:Response>',
  ].join('');
}

export interface Signing {
  readonly privateKey?: KeyObject;
  /** Goes into KeyInfo; null for none. */
  readonly certificate?: string | null;
  readonly algorithm?: string;
  readonly digest?: string;
  readonly inclusivePrefixes?: readonly string[];
}

/** Signs the element with this ID. */
export function signed(document: string, id: string, signing: Signing = {}): string {
  const idp = signer('idp');
  const certificate = signing.certificate === undefined ? idp.certificate : signing.certificate;
  return signXml({
    document,
    id,
    algorithm: SIGNATURE_ALGORITHMS.find(({ uri }) => uri === (signing.algorithm ?? RSA_SHA256))!,
    digest: DIGEST_ALGORITHMS.find(({ uri }) => uri === (signing.digest ?? SHA256))!,
    privateKey: signing.privateKey ?? idp.privateKey,
    ...(certificate !== null && { certificate }),
    ...(signing.inclusivePrefixes !== undefined && { inclusivePrefixes: signing.inclusivePrefixes }),
  });
}

export type SignedPart = 'assertion' | 'response' | 'both';
export const SIGNED_PARTS: readonly SignedPart[] = ['assertion', 'response', 'both'];

/** A response of this shape with these parts signed. */
export function signedResponse(part: SignedPart, shape: Shape = {}, signing: Signing = {}): string {
  const inner = responseXml(assertionXml(shape), shape);
  const half = part === 'response' ? inner : signed(inner, '_assertion-1', signing);
  return part === 'assertion' ? half : signed(half, '_response-1', signing);
}

/** Judges a message as the service provider of these tests. */
export function judge(
  message: string | Uint8Array,
  changes: Partial<Omit<ResponseVerification, 'message' | 'expected'>> & {
    readonly expected?: Partial<ResponseVerification['expected']>;
  } = {},
): Promise<ResponseVerdict> {
  const { expected, ...others } = changes;
  return verifyResponse({
    message,
    at: AT,
    ...others,
    expected: {
      idp: { entityId: IDP, signingCertificates: [{ pem: signer('idp').certificate }] },
      spEntityId: SP,
      acsUrl: ACS,
      request: { id: REQUEST },
      ...expected,
    },
  });
}

/** The ids of the checks that failed. */
export function failures(verdict: ResponseVerdict): string[] {
  return verdict.checks.filter(({ passed }) => !passed).map(({ id }) => id);
}
