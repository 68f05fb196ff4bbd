import { contextTag, DerCursor, type DerElement, derFault, TAG } from './der.js';
import { bitLength, readBitString, readInteger, readOid } from './der-values.js';

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const DSA = '1.2.840.10040.4.1';

/** Named curves by the names people use: NIST's where it has one, else SECG's or the Brainpool's. */
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'P-192',
  '1.3.132.0.33': 'P-224',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.132.0.10': 'secp256k1',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
};

/** Key types whose whole description is their identifier. RFC 8410, RFC 9881. */
const FIXED_KEY_TYPES: Readonly<Record<string, string>> = {
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

/** A signature algorithm: its name in its own standard, and the hash inside where it has one. */
export interface SignatureAlgorithm {
  readonly name: string;
  readonly hash: string | undefined;
}

/** RFC 3279, RFC 4055, RFC 5758, RFC 8410, RFC 9688, RFC 9881. */
const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'MD2' },
  '1.2.840.113549.1.1.3': { name: 'md4WithRSAEncryption', hash: 'MD4' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'MD5' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'SHA-1' },
  '1.3.14.3.2.29': { name: 'sha1WithRSA', hash: 'SHA-1' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'SHA-224' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'SHA-512' },
  '1.2.840.113549.1.1.15': { name: 'sha512-224WithRSAEncryption', hash: 'SHA-512/224' },
  '1.2.840.113549.1.1.16': { name: 'sha512-256WithRSAEncryption', hash: 'SHA-512/256' },
  '2.16.840.1.101.3.4.3.13': { name: 'id-rsassa-pkcs1-v1-5-with-sha3-224', hash: 'SHA3-224' },
  '2.16.840.1.101.3.4.3.14': { name: 'id-rsassa-pkcs1-v1-5-with-sha3-256', hash: 'SHA3-256' },
  '2.16.840.1.101.3.4.3.15': { name: 'id-rsassa-pkcs1-v1-5-with-sha3-384', hash: 'SHA3-384' },
  '2.16.840.1.101.3.4.3.16': { name: 'id-rsassa-pkcs1-v1-5-with-sha3-512', hash: 'SHA3-512' },
  '1.2.840.10040.4.3': { name: 'dsa-with-sha1', hash: 'SHA-1' },
  '2.16.840.1.101.3.4.3.1': { name: 'dsa-with-sha224', hash: 'SHA-224' },
  '2.16.840.1.101.3.4.3.2': { name: 'dsa-with-sha256', hash: 'SHA-256' },
  '2.16.840.1.101.3.4.3.3': { name: 'dsa-with-sha384', hash: 'SHA-384' },
  '2.16.840.1.101.3.4.3.4': { name: 'dsa-with-sha512', hash: 'SHA-512' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'SHA-1' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'SHA-224' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'SHA-512' },
  '2.16.840.1.101.3.4.3.9': { name: 'id-ecdsa-with-sha3-224', hash: 'SHA3-224' },
  '2.16.840.1.101.3.4.3.10': { name: 'id-ecdsa-with-sha3-256', hash: 'SHA3-256' },
  '2.16.840.1.101.3.4.3.11': { name: 'id-ecdsa-with-sha3-384', hash: 'SHA3-384' },
  '2.16.840.1.101.3.4.3.12': { name: 'id-ecdsa-with-sha3-512', hash: 'SHA3-512' },
  '1.3.101.112': { name: 'Ed25519', hash: undefined },
  '1.3.101.113': { name: 'Ed448', hash: undefined },
  '2.16.840.1.101.3.4.3.17': { name: 'ML-DSA-44', hash: undefined },
  '2.16.840.1.101.3.4.3.18': { name: 'ML-DSA-65', hash: undefined },
  '2.16.840.1.101.3.4.3.19': { name: 'ML-DSA-87', hash: undefined },
};

const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.5': 'SHA-512/224',
  '2.16.840.1.101.3.4.2.6': 'SHA-512/256',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
  '2.16.840.1.101.3.4.2.9': 'SHA3-384',
  '2.16.840.1.101.3.4.2.10': 'SHA3-512',
};

interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: DerElement | undefined;
}

/** Reads an AlgorithmIdentifier, RFC 5280 §4.1.1.2. Takes its SEQUENCE. */
export function readAlgorithm(element: DerElement): AlgorithmIdentifier {
  const cursor = DerCursor.within(element);
  const oid = readOid(cursor.read('an algorithm', TAG.objectIdentifier));
  const parameters = cursor.atEnd ? undefined : cursor.read('algorithm parameters');
  cursor.finish('an AlgorithmIdentifier');
  return { oid, parameters };
}

/** The hash of RSASSA-PSS-params, RFC 4055 §3.1: SHA-1 when left out. */
function pssHash(parameters: DerElement | undefined): string | undefined {
  if (parameters?.tag !== TAG.sequence) return undefined;
  const wrapper = DerCursor.within(parameters).optional('a hashAlgorithm', contextTag(0, 'constructed'));
  if (wrapper === undefined) return 'SHA-1';
  const inner = DerCursor.within(wrapper);
  const { oid } = readAlgorithm(inner.read('a hashAlgorithm', TAG.sequence));
  return HASHES[oid] ?? oid;
}

/** Names a signature algorithm; one that nobody here knows is named by its object identifier. */
export function readSignatureAlgorithm(element: DerElement): SignatureAlgorithm {
  const { oid, parameters } = readAlgorithm(element);
  if (oid === RSASSA_PSS) {
    const hash = pssHash(parameters);
    return { name: hash === undefined ? 'RSASSA-PSS' : `RSASSA-PSS-${hash}`, hash };
  }
  return SIGNATURES[oid] ?? { name: oid, hash: undefined };
}

/** A public key as far as its description goes. */
export interface KeyDescription {
  /** `RSA-2048`, `RSA-PSS-3072`, `EC-P-256`, `Ed25519`, `DSA-2048`; an object identifier where there is no name. */
  readonly keyType: string;
  readonly family: 'RSA' | 'RSA-PSS' | 'EC' | 'DSA' | 'other';
  /** Bits of the modulus (RSA) or of the prime (DSA). */
  readonly bits: number | undefined;
}

/** An EC key that carries its curve's equation rather than its name, which RFC 5480 §2.1.1 forbids. */
export const EC_EXPLICIT = 'EC-explicit';

function modulusBits(key: Uint8Array, offset: number, depth: number): number {
  const outer = new DerCursor(key, offset, depth);
  const sequence = outer.read('an RSAPublicKey', TAG.sequence);
  outer.finish('an RSAPublicKey');
  const modulus = readInteger(DerCursor.within(sequence).read('a modulus', TAG.integer));
  if (modulus <= 0n) throw derFault(sequence.offset, 'an RSA modulus that is not positive');
  return bitLength(modulus);
}

function curveName(parameters: DerElement | undefined): string {
  if (parameters?.tag !== TAG.objectIdentifier) return EC_EXPLICIT;
  const oid = readOid(parameters);
  return `EC-${CURVES[oid] ?? oid}`;
}

/** Describes a SubjectPublicKeyInfo, RFC 5280 §4.1.2.7. Takes its SEQUENCE. */
export function describePublicKey(element: DerElement): KeyDescription {
  const cursor = DerCursor.within(element);
  const { oid, parameters } = readAlgorithm(cursor.read('a key algorithm', TAG.sequence));
  const keyElement = cursor.read('a public key', TAG.bitString);
  const key = readBitString(keyElement).bytes;
  cursor.finish('a SubjectPublicKeyInfo');
  if (oid === RSA_ENCRYPTION || oid === RSASSA_PSS) {
    const bits = modulusBits(key, keyElement.contentOffset + 1, keyElement.depth + 1);
    const family = oid === RSASSA_PSS ? 'RSA-PSS' : 'RSA';
    return { keyType: `${family}-${bits}`, family, bits };
  }
  if (oid === EC_PUBLIC_KEY) return { keyType: curveName(parameters), family: 'EC', bits: undefined };
  if (oid === DSA) {
    // The parameters may be inherited from the issuer, RFC 3279 §2.3.2; then the size is not known here.
    if (parameters?.tag !== TAG.sequence) return { keyType: 'DSA', family: 'DSA', bits: undefined };
    const bits = bitLength(readInteger(DerCursor.within(parameters).read('a DSA prime', TAG.integer)));
    return { keyType: `DSA-${bits}`, family: 'DSA', bits };
  }
  return { keyType: FIXED_KEY_TYPES[oid] ?? oid, family: 'other', bits: undefined };
}
