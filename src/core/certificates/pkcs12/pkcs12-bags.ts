import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { describePublicKey, readAlgorithm } from '../algorithms.js';
import { berToDer } from '../der/ber.js';
import { type CertificateFacts, readCertificate } from '../certificate.js';
import { contextTag, DerCursor, type DerElement, readDer, TAG } from '../der/der.js';
import { readOid } from '../der/der-values.js';
import { type Decryption, type EncryptionFacts, readDecryption } from './password-encryption.js';
import { passwordFault, type PasswordForm, type WorkBudget } from './password-work.js';
import { oneLine, stringText } from '../text.js';

/** How many certificates and keys one file may hold. */
const MAX_CERTIFICATES = 200;
const MAX_KEYS = 20;
/** How many findings are told. */
const MAX_FINDINGS = 50;
/** How deep bags of bags may nest. */
const MAX_NESTING = 8;

/** How large a key may be as PKCS#8, in bytes: RSA of 16,384 bits. */
const MAX_KEY_BYTES = 16_384;
/** The same for keys whose public half has to be computed from it with a modulus of the file's choice. */
const MAX_PARAMETER_BYTES = 1600;

const CONTENT = {
  data: '1.2.840.113549.1.7.1',
  enveloped: '1.2.840.113549.1.7.3',
  encrypted: '1.2.840.113549.1.7.6',
};
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';

/** The kinds of bag: RFC 7292 §4.2. */
const BAGS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.12.10.1.1': 'key',
  '1.2.840.113549.1.12.10.1.2': 'shrouded key',
  '1.2.840.113549.1.12.10.1.3': 'certificate',
  '1.2.840.113549.1.12.10.1.4': 'revocation list',
  '1.2.840.113549.1.12.10.1.5': 'secret',
  '1.2.840.113549.1.12.10.1.6': 'safe',
};

/** What stands beside each thing in a file. All texts are safe to print on one line. */
interface BagAttributes {
  readonly friendlyName: string | undefined;
  /** Hexadecimal: the same for a key and its certificate. */
  readonly localKeyId: string | undefined;
}

export interface CertificateBag extends BagAttributes {
  readonly certificate: CertificateFacts;
}

export interface KeyBag extends BagAttributes {
  /** Never to be printed. `undefined` where it is of a kind that is not known here. */
  readonly privateKey: KeyObject | undefined;
  /** As {@link CertificateFacts} has it. */
  readonly keyType: string | undefined;
}

/** What the parts of a file held. */
export interface Bags {
  readonly certificates: CertificateBag[];
  readonly keys: KeyBag[];
  /** How each encrypted part of the one kind and of the other was encrypted. */
  readonly certificateEncryption: EncryptionFacts[];
  readonly keyEncryption: EncryptionFacts[];
  readonly findings: Finding[];
}

/** Decryption found the password to be another one, or the data damaged. */
export class DoesNotOpen extends Error {}

interface Opening {
  readonly password: PasswordForm;
  readonly budget: WorkBudget;
  readonly bags: Bags;
}

const SUBJECT = 'the PKCS#12 file';

function note(bags: Bags, severity: Finding['severity'], id: string, message: string, fix: string): void {
  if (bags.findings.length >= MAX_FINDINGS) return;
  if (!bags.findings.some((finding) => finding.id === id && finding.message === message)) {
    bags.findings.push({ id, severity, subject: SUBJECT, message, fix });
  }
}

/**
 * Reads an AuthenticatedSafe, RFC 7292 §4.1: all that the file holds.
 *
 * @throws DoesNotOpen where the password is another; WorklinkError where the structure is wrong or not supported
 */
export function readAuthenticatedSafe(bytes: Uint8Array, password: PasswordForm, budget: WorkBudget): Bags {
  const bags: Bags = {
    certificates: [],
    keys: [],
    certificateEncryption: [],
    keyEncryption: [],
    findings: [],
  };
  const opening: Opening = { password, budget, bags };
  const outer = readDer(berToDer(bytes), 'an AuthenticatedSafe', TAG.sequence);
  for (const part of DerCursor.within(outer).rest('a ContentInfo', TAG.sequence)) readPart(part, opening);
  return bags;
}

function readPart(part: DerElement, opening: Opening): void {
  const cursor = DerCursor.within(part);
  const type = readOid(cursor.read('a content type', TAG.objectIdentifier));
  const content = cursor.read('content', contextTag(0, 'constructed'));
  if (type === CONTENT.data) {
    const { content: safe } = DerCursor.within(content).read('data', TAG.octetString);
    readSafe(berToDer(safe), opening, 1);
  } else if (type === CONTENT.encrypted) {
    readEncrypted(DerCursor.within(content).read('EncryptedData', TAG.sequence), opening);
  } else if (type === CONTENT.enveloped) {
    const message = 'A part of it is encrypted for the holder of another key, not with a password.';
    note(opening.bags, 'warning', 'pkcs12-part-enveloped', message, 'Export it again with a password.');
  } else {
    const message = `A part of it is of a kind that is not known (${type}).`;
    note(opening.bags, 'warning', 'pkcs12-part-unknown', message, 'Export it again.');
  }
}

/** EncryptedData, RFC 5652 §8. Its content may come as one OCTET STRING or in pieces. */
function readEncrypted(element: DerElement, opening: Opening): void {
  const cursor = DerCursor.within(element);
  cursor.read('a version', TAG.integer);
  const info = DerCursor.within(cursor.read('EncryptedContentInfo', TAG.sequence));
  info.read('a content type', TAG.objectIdentifier);
  const decryption = readDecryption(info.read('an encryption algorithm', TAG.sequence));
  const data = info.read('encrypted content', contextTag(0, 'primitive'), contextTag(0, 'constructed'));
  const bytes =
    data.tag === contextTag(0, 'primitive')
      ? data.content
      : Buffer.concat(
          DerCursor.within(data)
            .rest('a piece', TAG.octetString)
            .map(({ content }) => content),
        );
  opening.bags.certificateEncryption.push(decryption.facts);
  const safe = opened(decryption, bytes, opening);
  whereDecrypted(() => {
    readSafe(berToDer(safe), opening, 1);
  });
}

function opened(decryption: Decryption, data: Uint8Array, { password, budget }: Opening): Uint8Array {
  const plain = decryption.open(data, password, budget);
  if (plain === undefined) throw new DoesNotOpen();
  return plain;
}

/** One wrong password in two hundred leaves a right padding behind: then what was decrypted is no structure. */
function whereDecrypted<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorklinkError && error.details?.['fault'] === undefined) throw new DoesNotOpen();
    throw error;
  }
}

/** SafeContents, RFC 7292 §4.2. */
function readSafe(der: Uint8Array, opening: Opening, nesting: number): void {
  if (nesting > MAX_NESTING) {
    throw passwordFault('unsupported', 'Its bags are nested too deep.', 'Export it again.');
  }
  const outer = readDer(der, 'SafeContents', TAG.sequence);
  for (const bag of DerCursor.within(outer).rest('a SafeBag', TAG.sequence)) readBag(bag, opening, nesting);
}

function readBag(bag: DerElement, opening: Opening, nesting: number): void {
  const { bags } = opening;
  const cursor = DerCursor.within(bag);
  const type = readOid(cursor.read('a bag type', TAG.objectIdentifier));
  const value = DerCursor.within(cursor.read('a bag value', contextTag(0, 'constructed')));
  const attributes = readAttributes(cursor.optional('bag attributes', TAG.set));
  switch (BAGS[type] ?? '') {
    case 'certificate':
      addCertificate(value.read('a CertBag', TAG.sequence), attributes, bags);
      return;
    case 'key':
      addKey(value.read('a private key', TAG.sequence).encoded, attributes, bags);
      return;
    case 'shrouded key': {
      const shrouded = DerCursor.within(value.read('an encrypted private key', TAG.sequence));
      const decryption = readDecryption(shrouded.read('an encryption algorithm', TAG.sequence));
      bags.keyEncryption.push(decryption.facts);
      countKey(bags);
      const data = shrouded.read('encrypted data', TAG.octetString).content;
      const key = opened(decryption, data, opening);
      addKey(
        whereDecrypted(() => berToDer(key)),
        attributes,
        bags,
      );
      return;
    }
    case 'safe':
      readSafe(value.read('SafeContents', TAG.sequence).encoded, opening, nesting + 1);
      return;
    default: {
      const message = `It also holds a ${BAGS[type] ?? `bag of an unknown kind (${type})`}, which was passed over.`;
      note(bags, 'info', 'pkcs12-bag-passed-over', message, 'Nothing needs to be done.');
    }
  }
}

function readAttributes(set: DerElement | undefined): BagAttributes {
  let friendlyName: string | undefined;
  let localKeyId: string | undefined;
  for (const attribute of set === undefined ? [] : DerCursor.within(set).rest('an attribute', TAG.sequence)) {
    const cursor = DerCursor.within(attribute);
    const type = readOid(cursor.read('an attribute type', TAG.objectIdentifier));
    const [value] = DerCursor.within(cursor.read('attribute values', TAG.set)).rest('an attribute value');
    if (value === undefined) continue;
    if (type === FRIENDLY_NAME) friendlyName = oneLine(stringText(value.tag, value.content) ?? '');
    if (type === LOCAL_KEY_ID) localKeyId = Buffer.from(value.content).toString('hex');
  }
  return { friendlyName, localKeyId };
}

function addCertificate(bag: DerElement, attributes: BagAttributes, bags: Bags): void {
  const cursor = DerCursor.within(bag);
  const type = readOid(cursor.read('a certificate type', TAG.objectIdentifier));
  const value = cursor.read('a certificate', contextTag(0, 'constructed'));
  if (type !== X509_CERTIFICATE) {
    note(
      bags,
      'warning',
      'pkcs12-certificate-kind',
      'A certificate in it is no X.509 one.',
      'Export it again.',
    );
    return;
  }
  if (bags.certificates.length >= MAX_CERTIFICATES) {
    const message = `It holds more than ${String(MAX_CERTIFICATES)} certificates.`;
    throw passwordFault('unsupported', message, 'Export a single identity with its chain.');
  }
  const { content } = DerCursor.within(value).read('a certificate', TAG.octetString);
  try {
    bags.certificates.push({ certificate: readCertificate(content), ...attributes });
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    const message = `A certificate in it cannot be read: ${error.message}`;
    note(bags, 'error', 'pkcs12-certificate-unreadable', message, 'Have the certificate issued again.');
  }
}

function countKey({ keys }: Bags): void {
  if (keys.length < MAX_KEYS) return;
  const message = `It holds more than ${String(MAX_KEYS)} private keys.`;
  throw passwordFault('unsupported', message, 'Export a single identity with its chain.');
}

function addKey(pkcs8: Uint8Array, attributes: BagAttributes, bags: Bags): void {
  countKey(bags);
  const key = readKey(pkcs8);
  if (key === undefined) {
    const message = 'A private key in it is damaged, or of a kind that is not supported.';
    note(bags, 'error', 'pkcs12-key-unreadable', message, 'Use an RSA or ECDSA key.');
  }
  bags.keys.push({ privateKey: key?.privateKey, keyType: key?.keyType, ...attributes });
}

/** OpenSSL computes the public half of some keys while it reads them, whatever the size of the numbers. */
function isSizeBounded(pkcs8: Uint8Array): boolean {
  if (pkcs8.length > MAX_KEY_BYTES) return false;
  const cursor = DerCursor.within(readDer(pkcs8, 'a private key', TAG.sequence));
  cursor.read('a version', TAG.integer);
  const { parameters } = readAlgorithm(cursor.read('a key algorithm', TAG.sequence));
  return (parameters?.encoded.length ?? 0) <= MAX_PARAMETER_BYTES;
}

function readKey(
  pkcs8: Uint8Array,
): { readonly privateKey: KeyObject; readonly keyType: string } | undefined {
  // Whatever goes wrong, of our own reading or of OpenSSL's: its message could quote the key.
  try {
    if (!isSizeBounded(pkcs8)) return undefined;
    const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    return { privateKey, keyType: describePublicKey(readDer(der, 'a public key', TAG.sequence)).keyType };
  } catch {
    return undefined;
  }
}
