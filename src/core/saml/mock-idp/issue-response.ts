import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { ownError } from '../../errors.js';
import { encryptElement, type EncryptionChoice } from '../encryption/encrypt.js';
import { DIGEST_ALGORITHMS, SIGNATURE_ALGORITHMS } from '../signature/algorithms.js';
import { escapeXml } from '../xml/write.js';
import { type Misbehaviour } from './misbehaviours.js';
import { writeAssertion, writeResponse, type ResponseValues } from './write-response.js';

export interface MockIdentityProvider {
  readonly entityId: string;
  /** PKCS#8 PEM, RSA. */
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

export interface MockUser {
  readonly nameId: string;
  /** By default e-mail address. */
  readonly nameIdFormat?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

export interface ResponseOrder {
  readonly identityProvider: MockIdentityProvider;
  /** What is answered; without an ID, the sign-in is one that the identity provider started. */
  readonly request: { readonly id?: string; readonly issuer: string; readonly acsUrl: string };
  readonly user: MockUser;
  readonly at: Date;
  /** Gives IDs that nobody can guess, each once. */
  readonly newId: () => string;
  /** By default the assertion. */
  readonly sign?: 'assertion' | 'response' | 'both';
  /** Encrypts the assertion to the service provider; needed for `encrypted`. */
  readonly encryption?: EncryptionChoice;
  readonly misbehaviour?: Misbehaviour;
  /** The XML issued before, for `replayed`. */
  readonly previous?: string;
}

/** A response as it leaves the identity provider. */
export interface IssuedResponse {
  readonly xml: string;
  /** The value of the form field SAMLResponse. */
  readonly samlResponse: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ELSEWHERE = 'https://elsewhere.example';
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/**
 * Issues a response to a sign-in request, or one that is wrong in the way asked for and right in every other.
 * @throws WorklinkError `InvalidInput` where a response is to be replayed and there was none before, or encrypted to nobody
 */
export async function issueResponse(order: ResponseOrder): Promise<IssuedResponse> {
  const { misbehaviour } = order;
  if (misbehaviour === 'replayed') return packed(previousOf(order));
  const values = valuesOf(order);
  if (misbehaviour === 'refused') return packed(writeResponse(values, undefined));
  const sign = misbehaviour === 'unsigned' ? 'nothing' : (order.sign ?? 'assertion');
  const signed = await signer(order);
  // An assertion is signed by itself where it is encrypted afterwards, and in its place otherwise.
  const assertion = writeAssertion(values);
  const inner = sign === 'assertion' || sign === 'both' ? signed(assertion, values.assertionId) : assertion;
  const encryption = await encryptionOf(order);
  const content = encryption === undefined ? inner : encryptElement('EncryptedAssertion', inner, encryption);
  const response = writeResponse(values, content);
  const xml = sign === 'response' || sign === 'both' ? signed(response, values.responseId) : response;
  return packed(misbehaviour === 'tampered' ? tampered(xml, order.user) : xml);
}

function valuesOf(order: ResponseOrder): ResponseValues {
  const { request, user, misbehaviour, newId, identityProvider } = order;
  const shift = misbehaviour === 'expired' ? -24 * HOUR : misbehaviour === 'clock-ahead' ? HOUR : 0;
  const issuedAt = new Date(order.at.getTime() + shift);
  const elsewhere = (when: Misbehaviour, value: string) => (misbehaviour === when ? ELSEWHERE : value);
  const answered = misbehaviour === 'wrong-in-response-to' ? newId() : request.id;
  return {
    responseId: newId(),
    assertionId: newId(),
    sessionIndex: newId(),
    issuer: elsewhere('wrong-issuer', identityProvider.entityId),
    destination: elsewhere('wrong-destination', request.acsUrl),
    recipient: elsewhere('wrong-recipient', request.acsUrl),
    audience: elsewhere('wrong-audience', request.issuer),
    inResponseTo: answered,
    issuedAt,
    notBefore: new Date(issuedAt.getTime() - MINUTE),
    notOnOrAfter: new Date(issuedAt.getTime() + 5 * MINUTE),
    sessionNotOnOrAfter: new Date(issuedAt.getTime() + 8 * HOUR),
    user: misbehaviour === 'no-name-id' ? undefined : user,
    attributes: user.attributes ?? {},
  };
}

async function signer(order: ResponseOrder): Promise<(xml: string, id: string) => string> {
  const { identityProvider, misbehaviour } = order;
  const { signXml } = await import('../signature/xml-crypto.js');
  const privateKey =
    misbehaviour === 'wrong-key' ? await strangerKey() : createPrivateKey(identityProvider.privateKeyPem);
  const hash = misbehaviour === 'sha1' ? 'sha1' : 'sha256';
  const uri = misbehaviour === 'sha1' ? RSA_SHA1 : RSA_SHA256;
  const algorithm = SIGNATURE_ALGORITHMS.find((known) => known.uri === uri);
  const digest = DIGEST_ALGORITHMS.find((known) => known.hash === hash);
  if (algorithm === undefined || digest === undefined) throw new RangeError(`there is no algorithm ${uri}`);
  return (document, id) =>
    signXml({ document, id, algorithm, digest, privateKey, certificate: identityProvider.certificatePem });
}

/** To the service provider where that is asked for, or to a key that nobody has. */
async function encryptionOf({
  misbehaviour,
  encryption,
}: ResponseOrder): Promise<EncryptionChoice | undefined> {
  if (misbehaviour === 'encrypted-wrong-key') {
    return { ...encryption, publicKey: createPublicKey(await strangerKey()) };
  }
  if (misbehaviour !== 'encrypted' || encryption !== undefined) return encryption;
  throw ownError('InvalidInput', 'There is no certificate of the service provider to encrypt to.', {
    hint: "Give the service provider's metadata.",
  });
}

async function strangerKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey;
}

/** Another user's name in the place of the one that was signed; where that can't be seen, any character of the ciphertext. */
function tampered(xml: string, { nameId }: MockUser): string {
  const written = `>${escapeXml(nameId)}</saml:NameID>`;
  return xml.includes(written)
    ? xml.replace(written, `>x${escapeXml(nameId)}</saml:NameID>`)
    : xml.replace(
        /(<xenc:CipherValue>)(.)/g,
        (_, tag: string, first: string) => `${tag}${first === 'A' ? 'B' : 'A'}`,
      );
}

function previousOf({ previous }: ResponseOrder): string {
  if (previous !== undefined) return previous;
  throw ownError('InvalidInput', 'There is no response that could be sent again.', {
    hint: 'Sign in once without the misbehaviour first.',
  });
}

function packed(xml: string): IssuedResponse {
  return { xml, samlResponse: Buffer.from(xml).toString('base64') };
}
