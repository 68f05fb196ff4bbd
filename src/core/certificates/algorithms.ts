import { contextTag, DerCursor, type DerElement, derFault, TAG } from './der/der.js';
import { bitLength, readBitString, readInteger, readOid, readSmallInteger } from './der/der-values.js';

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';
/** RFC 4055 §2.2. */
const MGF1 = '1.2.840.113549.1.1.8';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const DSA = '1.2.840.10040.4.1';

/** Where the curves of SECG (SEC 2, Appendix A.2) and the Brainpool (RFC 5639 §4.1) are in the tree of identifiers. */
const SECG_ARC = '1.3.132.0.';
const BRAINPOOL_ARC = '1.3.36.3.3.2.8.1.1.';

/** Named curves by the names people use: NIST's where it has one, else those of X9.62, SECG, the Brainpool. */
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'P-192',
  '1.2.840.10045.3.1.2': 'prime192v2',
  '1.2.840.10045.3.1.3': 'prime192v3',
  '1.2.840.10045.3.1.4': 'prime239v1',
  '1.2.840.10045.3.1.5': 'prime239v2',
  '1.2.840.10045.3.1.6': 'prime239v3',
  '1.2.840.10045.3.1.7': 'P-256',
  '1.2.156.10197.1.301': 'SM2',
  [`${SECG_ARC}1`]: 'sect163k1',
  [`${SECG_ARC}2`]: 'sect163r1',
  [`${SECG_ARC}3`]: 'sect239k1',
  [`${SECG_ARC}4`]: 'sect113r1',
  [`${SECG_ARC}5`]: 'sect113r2',
  [`${SECG_ARC}6`]: 'secp112r1',
  [`${SECG_ARC}7`]: 'secp112r2',
  [`${SECG_ARC}8`]: 'secp160r1',
  [`${SECG_ARC}9`]: 'secp160k1',
  [`${SECG_ARC}10`]: 'secp256k1',
  [`${SECG_ARC}15`]: 'sect163r2',
  [`${SECG_ARC}16`]: 'sect283k1',
  [`${SECG_ARC}17`]: 'sect283r1',
  [`${SECG_ARC}22`]: 'sect131r1',
  [`${SECG_ARC}23`]: 'sect131r2',
  [`${SECG_ARC}24`]: 'sect193r1',
  [`${SECG_ARC}25`]: 'sect193r2',
  [`${SECG_ARC}26`]: 'sect233k1',
  [`${SECG_ARC}27`]: 'sect233r1',
  [`${SECG_ARC}28`]: 'secp128r1',
  [`${SECG_ARC}29`]: 'secp128r2',
  [`${SECG_ARC}30`]: 'secp160r2',
  [`${SECG_ARC}31`]: 'secp192k1',
  [`${SECG_ARC}32`]: 'secp224k1',
  [`${SECG_ARC}33`]: 'P-224',
  [`${SECG_ARC}34`]: 'P-384',
  [`${SECG_ARC}35`]: 'P-521',
  [`${SECG_ARC}36`]: 'sect409k1',
  [`${SECG_ARC}37`]: 'sect409r1',
  [`${SECG_ARC}38`]: 'sect571k1',
  [`${SECG_ARC}39`]: 'sect571r1',
  [`${BRAINPOOL_ARC}1`]: 'brainpoolP160r1',
  [`${BRAINPOOL_ARC}2`]: 'brainpoolP160t1',
  [`${BRAINPOOL_ARC}3`]: 'brainpoolP192r1',
  [`${BRAINPOOL_ARC}4`]: 'brainpoolP192t1',
  [`${BRAINPOOL_ARC}5`]: 'brainpoolP224r1',
  [`${BRAINPOOL_ARC}6`]: 'brainpoolP224t1',
  [`${BRAINPOOL_ARC}7`]: 'brainpoolP256r1',
  [`${BRAINPOOL_ARC}8`]: 'brainpoolP256t1',
  [`${BRAINPOOL_ARC}9`]: 'brainpoolP320r1',
  [`${BRAINPOOL_ARC}10`]: 'brainpoolP320t1',
  [`${BRAINPOOL_ARC}11`]: 'brainpoolP384r1',
  [`${BRAINPOOL_ARC}12`]: 'brainpoolP384t1',
  [`${BRAINPOOL_ARC}13`]: 'brainpoolP512r1',
  [`${BRAINPOOL_ARC}14`]: 'brainpoolP512t1',
};

/** Key types whose whole description is their identifier. RFC 8410, RFC 9881. */
const FIXED_KEY_TYPES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.3.1': 'DH',
  '1.2.840.10046.2.1': 'DH',
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
  /** The kind of key that can make it; `other` for one that is called as its key is. Absent where nobody here knows it. */
  readonly keyFamily?: KeyDescription['family'];
  /** Of RSASSA-PSS, where its parameters could be read. */
  readonly pss?: PssParameters;
}

/** RFC 3279, RFC 4055, RFC 5758, RFC 8410, RFC 9688, RFC 9881. */
const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'MD2', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.3': { name: 'md4WithRSAEncryption', hash: 'MD4', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'MD5', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'SHA-1', keyFamily: 'RSA' },
  '1.3.14.3.2.29': { name: 'sha1WithRSA', hash: 'SHA-1', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'SHA-224', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'SHA-256', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'SHA-384', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'SHA-512', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.15': { name: 'sha512-224WithRSAEncryption', hash: 'SHA-512/224', keyFamily: 'RSA' },
  '1.2.840.113549.1.1.16': { name: 'sha512-256WithRSAEncryption', hash: 'SHA-512/256', keyFamily: 'RSA' },
  '2.16.840.1.101.3.4.3.13': {
    name: 'id-rsassa-pkcs1-v1-5-with-sha3-224',
    hash: 'SHA3-224',
    keyFamily: 'RSA',
  },
  '2.16.840.1.101.3.4.3.14': {
    name: 'id-rsassa-pkcs1-v1-5-with-sha3-256',
    hash: 'SHA3-256',
    keyFamily: 'RSA',
  },
  '2.16.840.1.101.3.4.3.15': {
    name: 'id-rsassa-pkcs1-v1-5-with-sha3-384',
    hash: 'SHA3-384',
    keyFamily: 'RSA',
  },
  '2.16.840.1.101.3.4.3.16': {
    name: 'id-rsassa-pkcs1-v1-5-with-sha3-512',
    hash: 'SHA3-512',
    keyFamily: 'RSA',
  },
  '1.2.840.10040.4.3': { name: 'dsa-with-sha1', hash: 'SHA-1', keyFamily: 'DSA' },
  '2.16.840.1.101.3.4.3.1': { name: 'dsa-with-sha224', hash: 'SHA-224', keyFamily: 'DSA' },
  '2.16.840.1.101.3.4.3.2': { name: 'dsa-with-sha256', hash: 'SHA-256', keyFamily: 'DSA' },
  '2.16.840.1.101.3.4.3.3': { name: 'dsa-with-sha384', hash: 'SHA-384', keyFamily: 'DSA' },
  '2.16.840.1.101.3.4.3.4': { name: 'dsa-with-sha512', hash: 'SHA-512', keyFamily: 'DSA' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'SHA-1', keyFamily: 'EC' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'SHA-224', keyFamily: 'EC' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'SHA-256', keyFamily: 'EC' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'SHA-384', keyFamily: 'EC' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'SHA-512', keyFamily: 'EC' },
  '2.16.840.1.101.3.4.3.9': { name: 'id-ecdsa-with-sha3-224', hash: 'SHA3-224', keyFamily: 'EC' },
  '2.16.840.1.101.3.4.3.10': { name: 'id-ecdsa-with-sha3-256', hash: 'SHA3-256', keyFamily: 'EC' },
  '2.16.840.1.101.3.4.3.11': { name: 'id-ecdsa-with-sha3-384', hash: 'SHA3-384', keyFamily: 'EC' },
  '2.16.840.1.101.3.4.3.12': { name: 'id-ecdsa-with-sha3-512', hash: 'SHA3-512', keyFamily: 'EC' },
  '1.2.156.10197.1.501': { name: 'SM2-with-SM3', hash: 'SM3', keyFamily: 'EC' },
  '1.3.101.112': { name: 'Ed25519', hash: undefined, keyFamily: 'other' },
  '1.3.101.113': { name: 'Ed448', hash: undefined, keyFamily: 'other' },
  '2.16.840.1.101.3.4.3.17': { name: 'ML-DSA-44', hash: undefined, keyFamily: 'other' },
  '2.16.840.1.101.3.4.3.18': { name: 'ML-DSA-65', hash: undefined, keyFamily: 'other' },
  '2.16.840.1.101.3.4.3.19': { name: 'ML-DSA-87', hash: undefined, keyFamily: 'other' },
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

/** RSASSA-PSS-params, RFC 4055 §3.1. */
export interface PssParameters {
  readonly hash: string;
  /** The hash that MGF1 masks with. */
  readonly mask: string;
  /** In bytes. */
  readonly saltLength: number;
}

/** RFC 4055 §3.1: what holds where a member is left out. */
const PSS_DEFAULTS: PssParameters = { hash: 'SHA-1', mask: 'SHA-1', saltLength: 20 };

function hashNamed(element: DerElement): string {
  const { oid } = readAlgorithm(element);
  return HASHES[oid] ?? oid;
}

function readPss(parameters: DerElement): PssParameters {
  const cursor = DerCursor.within(parameters);
  const member = (number: number, what: string, tag: number): DerElement | undefined => {
    const wrapper = cursor.optional(what, contextTag(number, 'constructed'));
    return wrapper && DerCursor.within(wrapper).read(what, tag);
  };
  const hash = member(0, 'a hashAlgorithm', TAG.sequence);
  const mask = member(1, 'a maskGenAlgorithm', TAG.sequence);
  const salt = member(2, 'a saltLength', TAG.integer);
  const masksWith = mask && readAlgorithm(mask);
  return {
    hash: hash === undefined ? PSS_DEFAULTS.hash : hashNamed(hash),
    // MGF1 is the one mask there is, and its parameter is a hash; another is called by its identifier.
    mask:
      masksWith === undefined
        ? PSS_DEFAULTS.mask
        : masksWith.oid === MGF1 && masksWith.parameters?.tag === TAG.sequence
          ? hashNamed(masksWith.parameters)
          : masksWith.oid,
    saltLength: salt === undefined ? PSS_DEFAULTS.saltLength : readSmallInteger(salt, 'a saltLength'),
  };
}

/** Names a signature algorithm; one that nobody here knows is named by its object identifier. */
export function readSignatureAlgorithm(element: DerElement): SignatureAlgorithm {
  const { oid, parameters } = readAlgorithm(element);
  if (oid !== RSASSA_PSS) return SIGNATURES[oid] ?? { name: oid, hash: undefined };
  if (parameters !== undefined && parameters.tag !== TAG.sequence) {
    return { name: 'RSASSA-PSS', hash: undefined, keyFamily: 'RSA-PSS' };
  }
  const pss = parameters === undefined ? PSS_DEFAULTS : readPss(parameters);
  return { name: `RSASSA-PSS-${pss.hash}`, hash: pss.hash, keyFamily: 'RSA-PSS', pss };
}

/** A public key as far as its description goes. */
export interface KeyDescription {
  /** `RSA-2048`, `RSA-PSS-3072`, `EC-P-256`, `Ed25519`, `DSA-2048`; an object identifier where there is no name. */
  readonly keyType: string;
  readonly family: 'RSA' | 'RSA-PSS' | 'EC' | 'DSA' | 'other';
  /** Bits of the modulus (RSA) or of the prime (DSA). */
  readonly bits: number | undefined;
  /** Bits of the public exponent (RSA). */
  readonly exponentBits?: number;
}

/** Up to here a signature is checked in milliseconds; Go's TLS stops at the same size (CVE-2023-29409). */
const MAX_VERIFIED_BITS = 8192;

/** Windows takes no longer exponents; everybody's is 65537. */
const MAX_EXPONENT_BITS = 32;

/** Whether checking a signature of this key would take so long that a file full of such keys were a burden. */
export function isCostly({ bits = 0, exponentBits = 0 }: KeyDescription): boolean {
  return bits > MAX_VERIFIED_BITS || exponentBits > MAX_EXPONENT_BITS;
}

/** An EC key that carries its curve's equation rather than its name, which RFC 5480 §2.1.1 forbids. */
export const EC_EXPLICIT = 'EC-explicit';

function rsaSizes(
  key: Uint8Array,
  offset: number,
  depth: number,
): { readonly bits: number; readonly exponentBits: number } {
  const outer = new DerCursor(key, offset, depth);
  const sequence = outer.read('an RSAPublicKey', TAG.sequence);
  outer.finish('an RSAPublicKey');
  const cursor = DerCursor.within(sequence);
  const modulus = readInteger(cursor.read('a modulus', TAG.integer));
  const exponent = readInteger(cursor.read('an exponent', TAG.integer));
  if (modulus <= 0n) throw derFault(sequence.offset, 'an RSA modulus that is not positive');
  return { bits: bitLength(modulus), exponentBits: bitLength(exponent) };
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
    const sizes = rsaSizes(key, keyElement.contentOffset + 1, keyElement.depth + 1);
    const family = oid === RSASSA_PSS ? 'RSA-PSS' : 'RSA';
    return { keyType: `${family}-${sizes.bits}`, family, ...sizes };
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
