import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ownError } from '../errors.js';
import { decodeBase64 } from './base64.js';
import { excerpt } from './excerpt.js';
import { BINDINGS, NAME_ID_FORMATS, NAMESPACES } from './names.js';
import { issuerOf, timeOf } from './response/assertion.js';
import { decodeXml } from './xml/decode.js';
import { DEFAULT_XML_LIMITS } from './xml/limits.js';
import { parseXml } from './xml/parse.js';
import { attributeOf, childrenNamed, isNamed } from './xml/tree.js';
import { escapeXml } from './xml/write.js';

/** A service provider's request that somebody be signed in (SAML 2.0 Core §3.4.1). */
export interface AuthnRequest {
  /** An xs:ID that nobody can guess (SAML 2.0 Core §1.3.4). */
  readonly id: string;
  readonly issueInstant: Date;
  /** The service provider's entity ID. */
  readonly issuer: string;
  readonly assertionConsumerServiceUrl?: string;
  /** The identity provider's address for it. */
  readonly destination?: string;
  readonly nameIdFormat?: string;
  readonly forceAuthn?: boolean;
}

/** The longest request read, in code points, also after it has been inflated. */
const MAX_REQUEST_CHARACTERS = 64 * 1024;
/** What the Redirect binding allows at most (SAML 2.0 Bindings §3.4.3). */
const MAX_RELAY_STATE_BYTES = 80;

/** Writes a request; its answer is asked for over HTTP-POST, the NameID by default as an e-mail address. */
export function writeAuthnRequest(request: AuthnRequest): string {
  const attributes = [
    ['ID', request.id],
    ['Version', '2.0'],
    ['IssueInstant', request.issueInstant.toISOString()],
    ['Destination', request.destination],
    ['ForceAuthn', request.forceAuthn === true ? 'true' : undefined],
    ['AssertionConsumerServiceURL', request.assertionConsumerServiceUrl],
    ['ProtocolBinding', request.assertionConsumerServiceUrl === undefined ? undefined : BINDINGS.post],
  ]
    .map(([name, value]) => (value === undefined ? '' : ` ${name ?? ''}="${escapeXml(value)}"`))
    .join('');
  const format = escapeXml(request.nameIdFormat ?? NAME_ID_FORMATS.emailAddress);
  return [
    `<samlp:AuthnRequest xmlns:samlp="${NAMESPACES.samlp}" xmlns:saml="${NAMESPACES.saml}"${attributes}>`,
    `<saml:Issuer>${escapeXml(request.issuer)}</saml:Issuer>`,
    `<samlp:NameIDPolicy Format="${format}" AllowCreate="true"/>`,
    '</samlp:AuthnRequest>',
  ].join('');
}

/**
 * The address that carries a request by the HTTP-Redirect binding (SAML 2.0 Bindings §3.4.4.1).
 * @param singleSignOnUrl of the identity provider; a query it has is kept
 * @param relayState comes back with the answer; at most 80 bytes
 * @throws WorklinkError `InvalidInput` on a longer relay state
 */
export function redirectUrl(singleSignOnUrl: string, request: string, relayState?: string): string {
  const parameters = new URLSearchParams({ SAMLRequest: deflateRawSync(request).toString('base64') });
  if (relayState !== undefined) parameters.set('RelayState', checkedRelayState(relayState));
  const [address = '', fragment] = singleSignOnUrl.split('#', 2);
  const query = `${address.includes('?') ? '&' : '?'}${parameters.toString()}`;
  return `${address}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** The fields of the form that carries a request by the HTTP-POST binding (SAML 2.0 Bindings §3.5.4). */
export function postFields(request: string, relayState?: string): Readonly<Record<string, string>> {
  return {
    SAMLRequest: Buffer.from(request).toString('base64'),
    ...(relayState !== undefined && { RelayState: checkedRelayState(relayState) }),
  };
}

/**
 * Reads a request as an identity provider does.
 * @param samlRequest the value of the parameter or field SAMLRequest, after URL decoding
 * @throws WorklinkError `InvalidInput` where it isn't an AuthnRequest of SAML 2.0
 */
export function readAuthnRequest(samlRequest: string, binding: 'redirect' | 'post'): AuthnRequest {
  const bytes = samlRequest.length > 2 * MAX_REQUEST_CHARACTERS ? undefined : decodeBase64(samlRequest);
  if (bytes === undefined) throw refused("it isn't base64");
  const decoded = decodeXml(binding === 'redirect' ? inflated(bytes) : bytes, MAX_REQUEST_CHARACTERS);
  const parsed = decoded.text === undefined ? decoded : parseXml(decoded.text, DEFAULT_XML_LIMITS, 'plain');
  const root = 'root' in parsed ? parsed.root : undefined;
  if (root === undefined) throw refused(parsed.findings[0]?.message ?? "it isn't XML");
  if (!isNamed(root, NAMESPACES.samlp, 'AuthnRequest')) throw refused(`it is a <${excerpt(root.name)}>`);
  const id = attributeOf(root, 'ID');
  const version = attributeOf(root, 'Version');
  const issuer = issuerOf(root);
  const issueInstant = timeOf(root, 'IssueInstant').time;
  if (version !== '2.0') throw refused(`its version is '${excerpt(version ?? '')}'`);
  if (id === undefined || id === '') throw refused('it has no ID');
  if (issuer === undefined || issuer === '') throw refused('it has no issuer');
  if (issueInstant === undefined) throw refused('it has no IssueInstant');
  const assertionConsumerServiceUrl = attributeOf(root, 'AssertionConsumerServiceURL');
  const destination = attributeOf(root, 'Destination');
  const nameIdFormat = childrenNamed(root, NAMESPACES.samlp, 'NameIDPolicy')
    .map((policy) => attributeOf(policy, 'Format'))
    .find((format) => format !== undefined);
  return {
    id,
    issuer,
    issueInstant,
    ...(assertionConsumerServiceUrl !== undefined && { assertionConsumerServiceUrl }),
    ...(destination !== undefined && { destination }),
    ...(nameIdFormat !== undefined && { nameIdFormat }),
    forceAuthn: attributeOf(root, 'ForceAuthn') === 'true',
  };
}

function inflated(bytes: Buffer): Buffer {
  try {
    // A few bytes can stand for gigabytes.
    return inflateRawSync(bytes, { maxOutputLength: 4 * MAX_REQUEST_CHARACTERS });
  } catch {
    throw refused("it isn't compressed by DEFLATE, or too long");
  }
}

function checkedRelayState(relayState: string): string {
  const length = Buffer.byteLength(relayState);
  if (length <= MAX_RELAY_STATE_BYTES) return relayState;
  throw ownError(
    'InvalidInput',
    `The relay state is ${length} bytes long, the limit being ${MAX_RELAY_STATE_BYTES}.`,
    { hint: 'Keep what it stands for on the server, and send a short name of it.' },
  );
}

function refused(reason: string) {
  return ownError(
    'InvalidInput',
    `The message isn't a SAML 2.0 AuthnRequest: ${reason.replace(/\.$/, '')}.`,
    {
      hint: 'Start the sign-in again at the service provider.',
    },
  );
}
