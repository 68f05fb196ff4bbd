import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { WorklinkError } from '../errors.js';
import { type Finding } from '../findings.js';
import { describePublicKey, EC_EXPLICIT } from './algorithms.js';
import { type CertificateFacts } from './certificate.js';
import { readDer, TAG } from './der/der.js';
import { isDerivationBounded } from './key-derivation.js';
import { kindName, kindOfDer } from './kinds.js';
import { type PemBlock, readPemBlocks, toPem } from './pem.js';

/** A private key that was read, or why it was not. Never both, never key material in a finding. */
interface PrivateKeyReading {
  readonly key: KeyObject | undefined;
  /** As in {@link CertificateFacts}. */
  readonly keyType: string | undefined;
  readonly findings: readonly Finding[];
}

interface PrivateKeyMatch {
  readonly matches: boolean;
  readonly keyType: string | undefined;
  readonly findings: readonly Finding[];
}

const SUBJECT = 'the private key';

function refused(id: string, message: string, fix: string): PrivateKeyReading {
  const finding: Finding = { id, severity: 'error', subject: SUBJECT, message, fix };
  return { key: undefined, keyType: undefined, findings: [finding] };
}

const READABLE_LABELS = new Set([
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'DSA PRIVATE KEY',
]);

/** OpenSSL's older encryption of PKCS#1 and SEC 1 keys: two headers, one round of hashing. */
function hasOldEncryption(block: PemBlock): boolean {
  return block.headers.some(
    ({ name, value }) => name === 'Proc-Type' && value.replaceAll(' ', '').endsWith(',ENCRYPTED'),
  );
}

/** The block written anew, so that Node sees exactly what was read here, and nothing that it would overlook. */
function cleanPem(block: PemBlock): string {
  const pem = toPem(block.der, block.label);
  if (block.headers.length === 0) return pem;
  const headers = block.headers.map(({ name, value }) => `${name}: ${value}\n`).join('');
  return pem.replace('\n', `\n${headers}\n`);
}

function describeKey(key: KeyObject): string {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return describePublicKey(readDer(der, 'a public key', TAG.sequence)).keyType;
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && /unsupported|unknown (?:cipher|group)|not supported/i.test(error.message);
}

const UNSUPPORTED_FIX = 'Convert it to PKCS#8: openssl pkcs8 -topk8 -in FILE.';
const DAMAGED = 'It is damaged, or not what its label says.';
const DAMAGED_FIX = 'Export the key again.';

function openKey(block: PemBlock, passphrase: string | undefined): PrivateKeyReading {
  const isOld = hasOldEncryption(block);
  const isEncrypted = isOld || block.kind === 'encrypted-private-key';
  if (isEncrypted && passphrase === undefined) {
    return refused(
      'private-key-encrypted',
      'It is encrypted, and there is no passphrase.',
      'Give its passphrase.',
    );
  }
  try {
    // By its content, not by its label: an encrypted key under the wrong one would get past the bound below.
    if (!isOld && kindOfDer(block.der) !== block.kind)
      return refused('private-key-damaged', DAMAGED, DAMAGED_FIX);
    if (block.kind === 'encrypted-private-key' && !isDerivationBounded(block.der)) {
      const message =
        'Its encryption is of a kind that is not known, or asks for more work than is done here.';
      return refused('private-key-derivation', message, 'Encrypt it again: openssl pkcs8 -topk8 -in FILE.');
    }
    // Without one, Node would ask for the passphrase that a key under a wrong label may want: never on a terminal.
    const key = createPrivateKey({ key: cleanPem(block), format: 'pem', passphrase: passphrase ?? '' });
    return { key, keyType: describeKey(key), findings: [] };
  } catch (error) {
    if (error instanceof WorklinkError) return refused('private-key-damaged', DAMAGED, DAMAGED_FIX);
    if (isUnsupported(error)) {
      return refused(
        'private-key-unsupported',
        'Its algorithm or encryption is not supported.',
        UNSUPPORTED_FIX,
      );
    }
    if (!isEncrypted) return refused('private-key-damaged', DAMAGED, DAMAGED_FIX);
    const message = 'It cannot be decrypted: the passphrase is wrong, or the file is damaged.';
    return refused('private-key-passphrase', message, 'Check the passphrase.');
  }
}

/** The blocks of the input; DER is taken for one block of the kind that its shape shows. */
function blocksOf(input: string | Uint8Array): readonly PemBlock[] {
  if (typeof input === 'string' || input[0] !== TAG.sequence || (input[1] ?? 0) < 0x30)
    return readPemBlocks(input);
  const kind = kindOfDer(input);
  const label = kind === 'encrypted-private-key' ? 'ENCRYPTED PRIVATE KEY' : 'PRIVATE KEY';
  return kind === 'unknown' ? readPemBlocks(input) : [{ label, kind, der: input, headers: [], line: 1 }];
}

/**
 * Reads one private key: PKCS#8, encrypted PKCS#8, PKCS#1 or SEC 1, as PEM or DER; also OpenSSL's older encrypted PEM.
 * Parameters and certificates beside the key are passed over.
 *
 * Whatever is wrong comes back as a finding that holds no key material.
 *
 * @param input at most 1 MiB
 * @param passphrase for an encrypted key; not used by one that is not encrypted
 */
export function readPrivateKey(input: string | Uint8Array, passphrase?: string): PrivateKeyReading {
  let blocks: readonly PemBlock[];
  try {
    blocks = blocksOf(input);
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    return refused('private-key-damaged', error.message, error.hint ?? DAMAGED_FIX);
  }
  const keys = blocks.filter(({ kind }) => kind.endsWith('private-key'));
  const [block] = keys;
  if (block === undefined) {
    const [other] = blocks;
    const what = other === undefined ? 'neither PEM nor DER' : kindName(other.kind);
    return refused(
      'private-key-missing',
      `It is ${what}, not a private key.`,
      'Give the key of the certificate.',
    );
  }
  if (keys.length > 1) {
    return refused(
      'private-key-several',
      `There are ${keys.length} private keys.`,
      'Give the one of the certificate.',
    );
  }
  if (!READABLE_LABELS.has(block.label)) {
    const message = `It is in a form that is not supported (${block.label}).`;
    const isSsh = block.label === 'OPENSSH PRIVATE KEY';
    return refused(
      'private-key-unsupported',
      message,
      isSsh ? 'Convert it: ssh-keygen -p -m PKCS8 -f FILE.' : UNSUPPORTED_FIX,
    );
  }
  return openKey(block, passphrase);
}

const AGREEMENT_KEYS: readonly (string | undefined)[] = ['x25519', 'x448', 'dh'];

/**
 * Whether the private half does what the certificate's public half says. Comparing the public parts alone would
 * trust what the key file says of itself.
 */
function provesPossession(key: KeyObject, publicKey: KeyObject): boolean {
  const challenge = randomBytes(32);
  const type = key.asymmetricKeyType ?? '';
  const digest = type.startsWith('ed') ? null : (key.asymmetricKeyDetails?.hashAlgorithm ?? 'sha256');
  return verify(digest, challenge, publicKey, sign(digest, challenge, key));
}

/**
 * Whether a private key belongs to a certificate: the public halves are the same, and a signature made with one is
 * verified by the other.
 *
 * @param keyPem see {@link readPrivateKey}
 */
export function matchesPrivateKey(
  certificate: Pick<CertificateFacts, 'der' | 'keyType'>,
  keyPem: string | Uint8Array,
  passphrase?: string,
): PrivateKeyMatch {
  const { key, keyType, findings } = readPrivateKey(keyPem, passphrase);
  if (key === undefined) return { matches: false, keyType, findings };
  const fail = (id: string, message: string, fix: string): PrivateKeyMatch => {
    return { matches: false, keyType, findings: refused(id, message, fix).findings };
  };
  const mismatch = (message: string): PrivateKeyMatch =>
    fail('private-key-mismatch', message, 'Give the key that the certificate was requested with.');
  if (keyType !== certificate.keyType) {
    return mismatch(
      `It is ${keyType ?? 'of another kind'}, the certificate's key is ${certificate.keyType}.`,
    );
  }
  if (keyType === EC_EXPLICIT || AGREEMENT_KEYS.includes(key.asymmetricKeyType)) {
    return fail(
      'private-key-unsupported',
      `A ${keyType} key cannot be used here.`,
      'Use an RSA or ECDSA key.',
    );
  }
  try {
    const x509 = new X509Certificate(certificate.der);
    if (!x509.checkPrivateKey(key)) return mismatch('It does not belong to the certificate.');
    if (!provesPossession(key, x509.publicKey))
      return mismatch('It has the public half alone in common with the certificate.');
    return { matches: true, keyType, findings: [] };
  } catch {
    return fail('private-key-unusable', 'It cannot be used for a signature.', DAMAGED_FIX);
  }
}
