import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ownError, WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { berToDer } from '../der/ber.js';
import { type CertificateFacts } from '../certificate.js';
import { contextTag, DerCursor, readDer, TAG } from '../der/der.js';
import { readOid, readSmallInteger } from '../der/der-values.js';
import { kindName, kindOfDer } from '../kinds.js';
import { type EncryptionFacts } from './password-encryption.js';
import { passwordFault, type PasswordForm, passwordForms, WorkBudget } from './password-work.js';
import { assertInputSize } from '../pem.js';
import { type Bags, DoesNotOpen, type KeyBag, readAuthenticatedSafe } from './pkcs12-bags.js';
import { type Mac, type MacFacts, readMac } from './pkcs12-mac.js';
import { matchesPrivateKey } from '../private-key.js';

/** A certificate with the private key that is its own. */
export interface Pkcs12Identity {
  readonly certificate: CertificateFacts;
  /** The certificates of the file that lead up from it, its issuer first. */
  readonly chain: readonly CertificateFacts[];
  /** Never to be printed. */
  readonly privateKey: KeyObject;
  /** As the key or its certificate has it; safe to print. */
  readonly friendlyName: string | undefined;
}

/** A private key as far as it can be shown. */
export interface Pkcs12Key {
  /** As {@link CertificateFacts} has it; `undefined` for one that is not known here. */
  readonly keyType: string | undefined;
  readonly friendlyName: string | undefined;
  /** The SHA-256 of the certificate that it belongs to, where that is in the file. */
  readonly certificate: string | undefined;
}

/** How a file is encrypted and protected, each way once. */
export interface Pkcs12Encryption {
  readonly mac: MacFacts | undefined;
  /** Empty where the certificates are not encrypted. */
  readonly certificates: readonly EncryptionFacts[];
  /** Empty where the keys are not encrypted. */
  readonly keys: readonly EncryptionFacts[];
}

export interface Pkcs12Contents {
  /** In the order of the file. */
  readonly certificates: readonly CertificateFacts[];
  readonly keys: readonly Pkcs12Key[];
  /** Each key that has its certificate beside it. */
  readonly identities: readonly Pkcs12Identity[];
  readonly encryption: Pkcs12Encryption;
  /** Whether the file opened without any password, or with the empty one. */
  readonly hasNoPassword: boolean;
  readonly findings: readonly Finding[];
}

const SUBJECT = 'the PKCS#12 file';
const DATA = '1.2.840.113549.1.7.1';

/** How large a key may be for a signature to be made with it here, in bits. */
const MAX_SIGNING_BITS = 8192;

/** How many certificates of a file may lead up from one. */
const MAX_CHAIN = 20;

interface Pfx {
  /** The bytes that the integrity check is about. */
  readonly content: Uint8Array;
  readonly mac: Mac | undefined;
}

/** PFX, RFC 7292 §4. */
function readPfx(bytes: Uint8Array): Pfx {
  const kind = kindOfDer(bytes);
  if (kind !== 'pkcs12' && kind !== 'unknown') {
    throw ownError('InvalidInput', `It is ${kindName(kind)}, where a PKCS#12 file is needed.`, {
      hint: 'Give a .p12 or .pfx file.',
    });
  }
  const cursor = DerCursor.within(readDer(berToDer(bytes), 'a PKCS#12 file', TAG.sequence));
  const version = readSmallInteger(cursor.read('a version', TAG.integer), 'a version');
  const info = DerCursor.within(cursor.read('a ContentInfo', TAG.sequence));
  if (version !== 3) {
    throw passwordFault(
      'unsupported',
      `It is of version ${String(version)}; only 3 is read.`,
      'Export it again.',
    );
  }
  if (readOid(info.read('a content type', TAG.objectIdentifier)) !== DATA) {
    const message = 'Its integrity is protected by a signature, not by a password.';
    throw passwordFault('unsupported', message, 'Export it again with a password.');
  }
  const data = DerCursor.within(info.read('content', contextTag(0, 'constructed')));
  const content = data.read('data', TAG.octetString).content;
  const mac = cursor.atEnd ? undefined : readMac(cursor.read('MacData', TAG.sequence));
  cursor.finish('a PKCS#12 file');
  return { content, mac };
}

/** Reads what is inside, or `undefined` where the password is another. */
function tryOpen(content: Uint8Array, form: PasswordForm, budget: WorkBudget): Bags | undefined {
  try {
    return readAuthenticatedSafe(content, form, budget);
  } catch (error) {
    if (error instanceof DoesNotOpen) return undefined;
    throw error;
  }
}

function wrongPassword(password: string | undefined): WorklinkError {
  if (password === undefined) {
    return passwordFault('password-needed', 'It is protected by a password.', 'Give its password.');
  }
  return passwordFault('password-wrong', 'Its password is another one.', 'Check the password.');
}

const EXPORT_AGAIN = 'Export or download it again.';

function isTooMuchWork(error: unknown): boolean {
  return error instanceof WorklinkError && error.details?.['fault'] === 'too-much-work';
}

/** What is tried only as far as the work allowed goes: another form of the password, a look at what a failure means. */
function asFarAsAllowed<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (error) {
    if (isTooMuchWork(error)) return undefined;
    throw error;
  }
}

/** The first form of a password that does, and what it came to. The first one must be affordable. */
function firstOf<T>(
  forms: readonly PasswordForm[],
  attempt: (form: PasswordForm) => T | undefined,
): { readonly form: PasswordForm; readonly value: T } | undefined {
  for (const [index, form] of forms.entries()) {
    const value = index === 0 ? attempt(form) : asFarAsAllowed(() => attempt(form));
    if (value !== undefined) return { form, value };
  }
  return undefined;
}

/** Opens a file, trying each form of the password in turn. */
function open({ content, mac }: Pfx, password: string | undefined): Bags {
  const budget = new WorkBudget();
  const forms = passwordForms(password);
  const opens = (form: PasswordForm): Bags | undefined => tryOpen(content, form, budget);
  if (mac === undefined) {
    const found = firstOf(forms, opens);
    if (found === undefined) throw wrongPassword(password);
    return found.value;
  }
  const verified = firstOf(forms, (form) => mac.verifies(content, form, budget) || undefined);
  if (verified !== undefined) {
    const bags = opens(verified.form);
    if (bags !== undefined) return bags;
    const message =
      'Its integrity check passes, and its contents do not open: they are under another password, or were damaged before.';
    throw passwordFault('damaged', message, 'Export it again, with one password.');
  }
  // A password that decrypts is the right one: then it is the file that was changed. Where nothing is encrypted, every
  // password "decrypts", and the integrity check alone judges it.
  const bags = asFarAsAllowed(() => firstOf(forms, opens)?.value);
  if (bags === undefined || bags.keyEncryption.length + bags.certificateEncryption.length === 0)
    throw wrongPassword(password);
  const message =
    'It is damaged, or somebody changed it: its integrity check fails, while the password opens it.';
  throw passwordFault('damaged', message, EXPORT_AGAIN);
}

/** Errors of the encoding, in words for a whole file. */
function asDamage(error: unknown): unknown {
  if (!(error instanceof WorklinkError) || error.code !== 'InvalidInput') return error;
  if (error.details?.['offset'] === undefined) return error;
  return ownError('InvalidInput', `It is damaged, or no PKCS#12 file: ${error.message}`, {
    hint: error.hint ?? EXPORT_AGAIN,
    details: { ...error.details, fault: 'damaged' },
    cause: error,
  });
}

/** A certificate as OpenSSL has it too, read once. */
interface Candidate {
  readonly facts: CertificateFacts;
  readonly x509: X509Certificate;
}

/** The certificates above one, as far as the file has them. */
function chainOf(leaf: Candidate, candidates: readonly Candidate[]): CertificateFacts[] {
  const chain: Candidate[] = [];
  let current = leaf;
  while (!current.facts.selfSigned && chain.length < MAX_CHAIN) {
    const below = current;
    const next = candidates.find(
      (candidate) =>
        candidate.facts.subject === below.facts.issuer &&
        candidate !== leaf &&
        !chain.includes(candidate) &&
        below.x509.checkIssued(candidate.x509),
    );
    if (next === undefined) break;
    chain.push(next);
    current = next;
  }
  return chain.map(({ facts }) => facts);
}

/** Whether a key does what the public half of the certificate says, without signing for minutes. */
function belongs(certificate: CertificateFacts, privateKey: KeyObject): boolean {
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits > MAX_SIGNING_BITS) return false;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return matchesPrivateKey(certificate, pem.toString()).matches;
}

function publicDer(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function candidatesByKey(candidates: readonly Candidate[]): ReadonlyMap<string, Candidate> {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    try {
      const key = publicDer(candidate.x509.publicKey);
      if (!found.has(key)) found.set(key, candidate);
    } catch {
      // A kind of key that OpenSSL does not know: no private key of the file can be its own.
    }
  }
  return found;
}

function finding(severity: Finding['severity'], id: string, message: string, fix: string): Finding {
  return { id, severity, subject: SUBJECT, message, fix };
}

function toContents(bags: Bags, mac: MacFacts | undefined, hasNoPassword: boolean): Pkcs12Contents {
  const certificates = bags.certificates.map(({ certificate }) => certificate);
  const candidates = certificates.map((facts): Candidate => ({
    facts,
    x509: new X509Certificate(facts.der),
  }));
  const byKey = candidatesByKey(candidates);
  const identities: Pkcs12Identity[] = [];
  const keys = bags.keys.map((bag): Pkcs12Key => {
    const { keyType, friendlyName } = bag;
    const leaf = certificateOf(bag, byKey);
    if (leaf !== undefined && bag.privateKey !== undefined) {
      identities.push({
        certificate: leaf.facts,
        chain: chainOf(leaf, candidates),
        privateKey: bag.privateKey,
        friendlyName: friendlyName ?? friendlyNameOf(leaf.facts, bags),
      });
    }
    return { keyType, friendlyName, certificate: leaf?.facts.sha256 };
  });
  const encryption: Pkcs12Encryption = {
    mac,
    certificates: distinct(bags.certificateEncryption),
    keys: distinct(bags.keyEncryption),
  };
  const findings = [...bags.findings, ...judge({ keys, identities, encryption })];
  return { certificates, keys, identities, encryption, hasNoPassword, findings };
}

function certificateOf({ privateKey }: KeyBag, byKey: ReadonlyMap<string, Candidate>): Candidate | undefined {
  if (privateKey === undefined) return undefined;
  const candidate = byKey.get(publicDer(createPublicKey(privateKey)));
  return candidate !== undefined && belongs(candidate.facts, privateKey) ? candidate : undefined;
}

function friendlyNameOf(facts: CertificateFacts, { certificates }: Bags): string | undefined {
  return certificates.find(({ certificate }) => certificate === facts)?.friendlyName;
}

function distinct(facts: readonly EncryptionFacts[]): EncryptionFacts[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}

function judge({
  keys,
  identities,
  encryption,
}: Pick<Pkcs12Contents, 'keys' | 'identities' | 'encryption'>): Finding[] {
  const findings: Finding[] = [];
  const lonely = keys.filter(
    ({ keyType, certificate }) => keyType !== undefined && certificate === undefined,
  );
  if (lonely.length > 0) {
    const message = `A private key in it (${lonely[0]?.keyType ?? ''}) has no certificate of its own beside it.`;
    findings.push(finding('warning', 'pkcs12-key-without-certificate', message, 'Export both together.'));
  }
  if (identities.length > 1) {
    const message = `It holds ${String(identities.length)} identities.`;
    findings.push(finding('warning', 'pkcs12-several-identities', message, 'Export the one that is meant.'));
  }
  if (encryption.mac === undefined) {
    const message = 'It has no integrity check: nobody would notice a change.';
    findings.push(finding('warning', 'pkcs12-no-mac', message, 'Export it again with a password.'));
  }
  if (keys.length > 0 && encryption.keys.length === 0 && encryption.certificates.length === 0) {
    const message = 'Its private key is not encrypted.';
    findings.push(
      finding('warning', 'pkcs12-key-not-encrypted', message, 'Export it again with a password.'),
    );
  }
  return findings;
}

/**
 * Reads a PKCS#12 file (RFC 7292, RFC 9579): its certificates, its private keys matched to them, and how it is protected.
 *
 * DER and BER; the schemes of PKCS#12 itself (3DES, RC2) and PBES2 (AES, 3DES, RC2; PBKDF2, scrypt); every MAC with a hash
 * of Node's, PBMAC1, and none. Work on the password is bounded before it is done.
 *
 * @param bytes at most 1 MiB
 * @param password `undefined` where none is known: opens a file without one, or with the empty one
 * @throws WorklinkError `InvalidInput` without any key material or the password; `details.fault` is a
 *   {@link import('./password-work.js').PasswordFault} where the file is PKCS#12
 */
export function readPkcs12(bytes: Uint8Array, password: string | undefined): Pkcs12Contents {
  assertInputSize(bytes);
  try {
    const pfx = readPfx(bytes);
    const bags = open(pfx, password);
    const isEncrypted = bags.keyEncryption.length + bags.certificateEncryption.length > 0;
    const hasNoPassword = (password ?? '') === '' || (!isEncrypted && pfx.mac === undefined);
    return toContents(bags, pfx.mac?.facts, hasNoPassword);
  } catch (error) {
    throw asDamage(error);
  }
}
