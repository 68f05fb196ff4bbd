import { createCipheriv, createHash, createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { ownError } from '../../errors.js';
import { type CertificateFacts } from '../certificate.js';
import {
  derAlgorithm,
  derBmpString,
  derContext,
  derInteger,
  derNull,
  derOctets,
  derOid,
  derSequence,
  derSetOf,
} from '../der/der-writer.js';
import {
  derivePbkdf2,
  derivePkcs12,
  type HashName,
  passwordForms,
  type PasswordForm,
  PURPOSE,
  WorkBudget,
} from './password-work.js';

/**
 * How a file is encrypted and protected: `3des`, as every importer takes it (RFC 7292: PBE-SHA1-3DES and a MAC of SHA-1), or
 * `aes256`, as OpenSSL 3 does it (PBES2 with PBKDF2, and a MAC of SHA-256).
 */
export type Pkcs12Scheme = '3des' | 'aes256';

/** What goes into a file. */
export interface Pkcs12Order {
  readonly certificate: CertificateFacts;
  /** The certificates above it, its issuer first. */
  readonly chain: readonly CertificateFacts[];
  readonly privateKey: KeyObject;
  /** At least one character: many importers take none. */
  readonly password: string;
  readonly friendlyName?: string | undefined;
  readonly scheme: Pkcs12Scheme;
}

/** As many as OpenSSL and keytool: 3DES is stretched no further, since importers that want it know no better. */
const ROUNDS: Readonly<Record<Pkcs12Scheme, number>> = { '3des': 2048, aes256: 10_000 };
/** Eight bytes: some importers refuse longer ones. */
const SALT_BYTES = 8;

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbeSha13Des: '1.2.840.113549.1.12.1.3',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

interface Writing {
  readonly scheme: Pkcs12Scheme;
  readonly password: PasswordForm;
  readonly budget: WorkBudget;
}

interface Encrypted {
  readonly algorithm: Uint8Array;
  readonly data: Uint8Array;
}

function cipherText(name: string, key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

function encrypt(plain: Uint8Array, { scheme, password, budget }: Writing): Encrypted {
  const rounds = { salt: randomBytes(SALT_BYTES), iterations: ROUNDS[scheme] };
  if (scheme === '3des') {
    const derive = (purpose: number, length: number): Buffer =>
      derivePkcs12('sha1', password, rounds, { purpose, length, budget });
    const key = derive(PURPOSE.key, 24);
    const parameters = derSequence(derOctets(rounds.salt), derInteger(rounds.iterations));
    return {
      algorithm: derAlgorithm(OID.pbeSha13Des, parameters),
      data: cipherText('des-ede3-cbc', key, derive(PURPOSE.initialVector, 8), plain),
    };
  }
  const iv = randomBytes(16);
  const key = derivePbkdf2('sha256', password, rounds, { length: 32, budget });
  const prf = derAlgorithm(OID.hmacSha256, derNull());
  const kdf = derSequence(derOctets(rounds.salt), derInteger(rounds.iterations), prf);
  const parameters = derSequence(derAlgorithm(OID.pbkdf2, kdf), derAlgorithm(OID.aes256Cbc, derOctets(iv)));
  return { algorithm: derAlgorithm(OID.pbes2, parameters), data: cipherText('aes-256-cbc', key, iv, plain) };
}

function bag(type: string, value: Uint8Array, attributes: readonly Uint8Array[]): Uint8Array {
  const set = attributes.length === 0 ? [] : [derSetOf(...attributes)];
  return derSequence(derOid(type), derContext(0, value), ...set);
}

function certificateBag({ der }: CertificateFacts, attributes: readonly Uint8Array[]): Uint8Array {
  const value = derSequence(derOid(OID.x509Certificate), derContext(0, derOctets(der)));
  return bag(OID.certificateBag, value, attributes);
}

function contentInfo(type: string, content: Uint8Array): Uint8Array {
  return derSequence(derOid(type), derContext(0, content));
}

/** EncryptedData, RFC 5652 §8, around SafeContents. */
function encryptedSafe(safe: Uint8Array, writing: Writing): Uint8Array {
  const { algorithm, data } = encrypt(safe, writing);
  const implicit = derContext(0, data);
  // `[0] IMPLICIT OCTET STRING` is primitive: the identifier octet of a constructed one but for one bit.
  implicit[0] = 0x80;
  const info = derSequence(derOid(OID.data), algorithm, implicit);
  return contentInfo(OID.encryptedData, derSequence(derInteger(0), info));
}

function macData(content: Uint8Array, { scheme, password, budget }: Writing): Uint8Array {
  const [hash, oid, length]: readonly [HashName, string, number] =
    scheme === '3des' ? ['sha1', OID.sha1, 20] : ['sha256', OID.sha256, 32];
  const rounds = { salt: randomBytes(SALT_BYTES), iterations: ROUNDS[scheme] };
  const key = derivePkcs12(hash, password, rounds, { purpose: PURPOSE.mac, length, budget });
  const digest = createHmac(hash, key).update(content).digest();
  return derSequence(
    derSequence(derAlgorithm(oid, derNull()), derOctets(digest)),
    derOctets(rounds.salt),
    derInteger(rounds.iterations),
  );
}

/**
 * Writes an identity as PKCS#12 (RFC 7292): certificates and key encrypted under one password, with an integrity check.
 * Read back by `readPkcs12`, and in every form by OpenSSL; `3des` by Apple's importers of every version.
 *
 * @throws WorklinkError `InvalidInput` without a password
 */
export function writePkcs12(order: Pkcs12Order): Uint8Array {
  const { certificate, chain, privateKey, friendlyName, scheme } = order;
  const [password] = passwordForms(order.password);
  if (order.password === '' || password === undefined) {
    throw ownError('InvalidInput', 'A PKCS#12 file needs a password.', { hint: 'Give one.' });
  }
  const writing: Writing = { scheme, password, budget: new WorkBudget() };
  const keyId = createHash('sha1').update(certificate.der).digest();
  const attributes = [
    derSequence(derOid(OID.localKeyId), derSetOf(derOctets(keyId))),
    ...(friendlyName === undefined
      ? []
      : [derSequence(derOid(OID.friendlyName), derSetOf(derBmpString(friendlyName)))]),
  ];
  const certificates = derSequence(
    certificateBag(certificate, attributes),
    ...chain.map((above) => certificateBag(above, [])),
  );
  const key = encrypt(privateKey.export({ type: 'pkcs8', format: 'der' }), writing);
  const shrouded = derSequence(key.algorithm, derOctets(key.data));
  const keys = derSequence(bag(OID.shroudedKeyBag, shrouded, attributes));
  const content = derSequence(encryptedSafe(certificates, writing), contentInfo(OID.data, derOctets(keys)));
  return derSequence(derInteger(3), contentInfo(OID.data, derOctets(content)), macData(content, writing));
}
