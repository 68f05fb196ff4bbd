import { type AssertionFacts, readAssertion } from './assertion.js';
import { CheckList, type ResponseCheck } from './checks.js';
import { decryptPart, decryptParts } from './decryption.js';
import { messageText, parseMessage, readDocument, type ResponseDocument } from './document.js';
import { DEFAULT_SKEW_SECONDS, type ResponseVerification } from './expectation.js';
import { judgeAuthnStatements, judgeConditions, judgeNameId } from './judge-assertion.js';
import { judgeAssertionHead, judgeResponse } from './judge-response.js';
import { judgeSubject } from './judge-subject.js';
import { judgeSignaturePlaces, signatureIn, type TrustedSigner, verifySignatureIn } from './signatures.js';
import { attributeOf, isNamed, type XmlElement } from '../xml/tree.js';
import { writeXml } from '../xml/write.js';
import { NAMESPACES } from '../names.js';

/** Who was signed in, read from nothing but what the identity provider signed. */
export interface SignedIdentity {
  readonly nameId: string;
  readonly nameIdFormat?: string;
  /** Values by attribute name, in the order of the assertion. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly assertionId: string;
  readonly sessionIndex?: string;
  /** The request that was answered; absent where the identity provider started. */
  readonly inResponseTo?: string;
  /**
   * SHA-256 of the metadata's certificate whose key signed, 64 lower-case hexadecimal digits; absent where the response and its
   * assertion are signed by two.
   */
  readonly signedBy?: string;
}

/** The judgement of one response. A refused one says nothing about anybody. */
export type ResponseVerdict =
  | ({ readonly verdict: 'accepted'; readonly checks: readonly ResponseCheck[] } & SignedIdentity)
  | { readonly verdict: 'refused'; readonly checks: readonly ResponseCheck[] };

/**
 * Judges a SAML response as the service provider that it was posted to would, by everything that can be judged: its form, its
 * signatures by the identity provider's certificates, and what it says. Never throws on a message, whatever is in it.
 *
 * Values are read from the canonical text that was signed, parsed anew, and never from the message around it.
 * Source: SAML 2.0 Profiles §4.1.4.3, Bindings §3.5, Core §2, §3.2.2 and §5.
 */
export async function verifyResponse(verification: ResponseVerification): Promise<ResponseVerdict> {
  const checks = new CheckList();
  const text = messageText(verification.message, checks);
  const root = text === undefined ? undefined : parseMessage(text, checks);
  const document = root === undefined ? undefined : readDocument(root, checks);
  const identity = document === undefined ? undefined : await judgeDocument(document, verification, checks);
  if (identity === undefined || checks.hasFailures) return { verdict: 'refused', checks: checks.all() };
  return { verdict: 'accepted', ...identity, checks: checks.all() };
}

async function judgeDocument(
  document: ResponseDocument,
  verification: ResponseVerification,
  checks: CheckList,
): Promise<SignedIdentity | undefined> {
  const { expected, allowSha1 = false } = verification;
  const moment = { at: verification.at, skewSeconds: verification.skewSeconds ?? DEFAULT_SKEW_SECONDS };
  const signer = { certificates: expected.idp.signingCertificates.map(({ pem }) => pem), allowSha1 };
  const signed = await readSigned(document, verification, signer, checks);
  const response = signed.response ?? document.response;
  judgeResponse(response, signed.response !== undefined, expected, moment, checks);
  const { assertion } = signed;
  if (assertion === undefined) return undefined;
  const facts = readAssertion(assertion);
  judgeAssertionHead(facts, expected, moment, checks);
  const inResponseTo = attributeOf(response, 'InResponseTo');
  const confirmed = judgeSubject(facts, inResponseTo, expected, moment, checks);
  judgeConditions(facts, expected, moment, checks);
  judgeAuthnStatements(facts, moment, checks);
  judgeNameId(facts.nameId, checks);
  judgeReplay(facts, confirmed?.notOnOrAfter.time, moment.skewSeconds, verification, checks);
  return signed.isVerified ? identityOf(facts, confirmed?.inResponseTo, signed.signedBy) : undefined;
}

interface SignedParts {
  /** As signed, where the response itself is. */
  readonly response: XmlElement | undefined;
  /** What can be judged of the assertion; to be believed only where `isVerified`. */
  readonly assertion: XmlElement | undefined;
  readonly isVerified: boolean;
  readonly signedBy?: string | undefined;
}

/** Verifies every signature there is, and reads from what they cover. */
async function readSigned(
  document: ResponseDocument,
  verification: ResponseVerification,
  signer: TrustedSigner,
  checks: CheckList,
): Promise<SignedParts> {
  const options = {
    keys: verification.expected.decryptionKeys ?? [],
    allowRsa15: verification.allowRsa15 ?? false,
  };
  const { response } = document;
  const isResponseSigned = signatureIn(response) !== undefined;
  const outer = document.assertion?.kind === 'plain' ? [document.assertion.element] : [];
  if (!judgeSignaturePlaces(response, [response, ...outer], checks)) {
    return { response: undefined, assertion: outer[0], isVerified: false };
  }
  const outerSignature = isResponseSigned ? await verifySignatureIn([response], signer, checks) : undefined;
  const signedResponse = outerSignature?.element;
  const isResponseGood = isResponseSigned === (signedResponse !== undefined);
  if (document.assertion === undefined)
    return { response: signedResponse, assertion: undefined, isVerified: false };
  const clear =
    document.assertion.kind === 'plain'
      ? { root: response, assertion: document.assertion.element }
      : decrypted(document.assertion.element, response, options, checks);
  if (clear === undefined) return { response: signedResponse, assertion: undefined, isVerified: false };
  const isAssertionSigned = signatureIn(clear.assertion) !== undefined;
  checks.judge(
    'signature-present',
    isResponseSigned || isAssertionSigned,
    `The identity provider signed ${[isResponseSigned ? 'the response' : '', isAssertionSigned ? 'the assertion' : ''].filter((part) => part !== '').join(' and ')}.`,
    'Neither the response nor the assertion is signed: anybody could have written it.',
  );
  const innerSignature = isAssertionSigned
    ? await verifySignatureIn([clear.root, clear.assertion], signer, checks)
    : undefined;
  const signedAssertion = isAssertionSigned
    ? innerSignature?.element
    : assertionOfSigned(signedResponse, options, checks);
  const isVerified = isResponseGood && signedAssertion !== undefined;
  const assertion = decryptParts(signedAssertion ?? clear.assertion, options, checks);
  const [signedBy, another] = new Set(
    [outerSignature, innerSignature].flatMap((signature) => signature?.signedBy ?? []),
  );
  return {
    response: signedResponse,
    assertion,
    isVerified,
    signedBy: another === undefined ? signedBy : undefined,
  };
}

/** The one assertion in a signed response, decrypted from what was signed. */
function assertionOfSigned(
  signedResponse: XmlElement | undefined,
  options: Parameters<typeof decryptPart>[1],
  checks: CheckList,
): XmlElement | undefined {
  const [element] = (signedResponse?.children ?? []).filter(
    (child) =>
      isNamed(child, NAMESPACES.saml, 'Assertion') || isNamed(child, NAMESPACES.saml, 'EncryptedAssertion'),
  );
  if (signedResponse === undefined || element === undefined || element.localName === 'Assertion')
    return element;
  return decrypted(element, signedResponse, options, checks)?.assertion;
}

/** The response with the assertion in clear in its place, held against the same shape as a message that came so. */
function decrypted(
  encrypted: XmlElement,
  response: XmlElement,
  options: Parameters<typeof decryptPart>[1],
  checks: CheckList,
): { readonly root: XmlElement; readonly assertion: XmlElement } | undefined {
  const text = decryptPart(encrypted, options, checks);
  if (text === undefined) return undefined;
  const clear = new CheckList();
  const root = parseMessage(writeXml(response, { replaced: new Map([[encrypted, text]]) }), clear);
  const document = root === undefined ? undefined : readDocument(root, clear);
  if (root === undefined || document?.assertion?.kind !== 'plain') {
    checks.fail('decryption', 'What is in the EncryptedAssertion is not one assertion.');
    return undefined;
  }
  const assertion = document.assertion.element;
  return judgeSignaturePlaces(root, [root, assertion], checks) ? { root, assertion } : undefined;
}

/** Asked last, so that a refused response doesn't use up an assertion that could still be presented. */
function judgeReplay(
  facts: AssertionFacts,
  presentableUntil: Date | undefined,
  skewSeconds: number,
  { isReplay }: ResponseVerification,
  checks: CheckList,
): void {
  if (facts.id === '') checks.fail('replay', 'The assertion has no ID by which it could be known again.');
  if (isReplay === undefined || checks.hasFailures || presentableUntil === undefined) return;
  const rememberUntil = new Date(presentableUntil.getTime() + skewSeconds * 1000);
  checks.judge(
    'replay',
    !isReplay(facts.id, rememberUntil),
    'The assertion is presented for the first time.',
    'The assertion has been presented before.',
  );
}

function identityOf(
  facts: AssertionFacts,
  inResponseTo: string | undefined,
  signedBy: string | undefined,
): SignedIdentity {
  const sessionIndex = facts.authnStatements[0]?.sessionIndex;
  return {
    nameId: facts.nameId?.value ?? '',
    ...(facts.nameId?.format !== undefined && { nameIdFormat: facts.nameId.format }),
    attributes: facts.attributes,
    assertionId: facts.id,
    ...(sessionIndex !== undefined && { sessionIndex }),
    ...(inResponseTo !== undefined && { inResponseTo }),
    ...(signedBy !== undefined && { signedBy }),
  };
}
