import { createHash, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { ownError } from '../errors.js';
import { type CertificateFacts, readCertificate } from './certificate.js';
import { DerCursor, readDer, TAG } from './der/der.js';
import { readBitString } from './der/der-values.js';

/** How many names one certificate may be asked for: the most that ACM grants. */
const MAX_CERTIFICATE_NAMES = 100;

/** How long a common name may be, in characters (ub-common-name, RFC 5280 Appendix A.1). */
export const MAX_COMMON_NAME_LENGTH = 64;

/** How long an authority of our own is valid, in days. */
const AUTHORITY_DAYS = 3650;

/** The longest a certificate may be asked for, in days. */
const MAX_DAYS = 36_500;

const RSA_KEY_BITS = 2048;
const MILLISECONDS_PER_DAY = 24 * 60 * 60 * 1000;

/** A certificate authority with its key: what a certificate store keeps. */
export interface CertificateAuthority {
  readonly certificatePem: string;
  /** PKCS#8, not encrypted. */
  readonly privateKeyPem: string;
}

export interface IssuedCertificate {
  readonly certificatePem: string;
  /** The certificates above it, the authority's own as the last. */
  readonly chainPem: string;
  /** PKCS#8, not encrypted. */
  readonly privateKeyPem: string;
}

interface KeyPair {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: string;
  /** PKCS#8. */
  readonly privateKey: string;
}

/** Drawn by OpenSSL, off the main thread: node-forge would take seconds. */
export function newKeyPair(): Promise<KeyPair> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: RSA_KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** 128 random bits, positive (RFC 5280 §4.1.2.2), as the hexadecimal content of a DER INTEGER. */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  // Neither zero nor negative, and in the shortest form: the first byte is from 0x01 to 0x7F.
  bytes[0] = ((bytes[0] ?? 0) % 0x7f) + 1;
  return bytes.toString('hex');
}

/** Certificates know whole seconds. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

type ExtensionSpec = Readonly<Record<string, unknown>> & { readonly name: string };

interface CertificateSpec {
  readonly commonName: string | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKeyPem: string;
  readonly extensions: readonly ExtensionSpec[];
  /** Who signs; its own key when left out. */
  readonly authority: CertificateAuthority | undefined;
  readonly signingKeyPem: string;
}

/**
 * The SHA-1 of a public key: RFC 5280 §4.2.1.2, method 1. It names the key, and protects nothing.
 *
 * @param publicKeyPem SubjectPublicKeyInfo
 * @returns 40 hexadecimal digits
 */
function keyIdentifier(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  const cursor = DerCursor.within(readDer(der, 'a SubjectPublicKeyInfo', TAG.sequence));
  cursor.read('a key algorithm', TAG.sequence);
  const { bytes } = readBitString(cursor.read('a public key', TAG.bitString));
  return createHash('sha1').update(bytes).digest('hex');
}

export async function signCertificate(spec: CertificateSpec): Promise<string> {
  const { default: forge } = await import('node-forge');
  const { asn1, md, pki } = forge;
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(spec.publicKeyPem);
  certificate.serialNumber = newSerialNumber();
  certificate.validity.notBefore = spec.notBefore;
  certificate.validity.notAfter = spec.notAfter;
  // UTF8String for every name: RFC 5280 §4.1.2.4. The typings ask for a class where the library takes a type.
  const utf8Type = asn1.Type.UTF8 as unknown as never;
  certificate.setSubject(
    spec.commonName === undefined
      ? []
      : [{ name: 'commonName', value: spec.commonName, valueTagClass: utf8Type }],
  );
  const issuer =
    spec.authority === undefined ? certificate : pki.certificateFromPem(spec.authority.certificatePem);
  // Names that the library has read are still in UTF-8, and it would encode them once more.
  certificate.setIssuer(
    issuer.subject.attributes.map((attribute) =>
      spec.authority !== undefined &&
      attribute.valueTagClass === utf8Type &&
      typeof attribute.value === 'string'
        ? { ...attribute, value: forge.util.decodeUtf8(attribute.value) }
        : attribute,
    ),
  );
  const ownIdentifier = keyIdentifier(spec.publicKeyPem);
  const issuerIdentifier =
    spec.authority === undefined ? ownIdentifier : keyIdentifier(pki.publicKeyToPem(issuer.publicKey));
  certificate.setExtensions([
    ...spec.extensions,
    { name: 'subjectKeyIdentifier', subjectKeyIdentifier: ownIdentifier },
    { name: 'authorityKeyIdentifier', keyIdentifier: forge.util.hexToBytes(issuerIdentifier) },
  ]);
  certificate.sign(pki.privateKeyFromPem(spec.signingKeyPem), md.sha256.create());
  // Through our own reader: what leaves here has been read back, and is in the form of every other certificate.
  return readCertificate(pki.certificateToPem(certificate)).pem;
}

/**
 * Makes a certificate authority: a self-signed RSA 2048 root, valid for ten years, that may sign end-entity
 * certificates only.
 *
 * @param options.name its common name, 1 to 64 characters
 * @param options.now the beginning of its validity
 * @throws WorklinkError `InvalidInput` on a name of another length
 */
export async function createAuthority(options: {
  readonly name: string;
  readonly now: Date;
}): Promise<CertificateAuthority> {
  const { name, now } = options;
  if (name.length < 1 || name.length > MAX_COMMON_NAME_LENGTH) {
    throw ownError(
      'InvalidInput',
      `An authority's name has 1 to ${MAX_COMMON_NAME_LENGTH} characters, not ${name.length}.`,
    );
  }
  const notBefore = wholeSeconds(now);
  const keys = await newKeyPair();
  const certificatePem = await signCertificate({
    commonName: name,
    notBefore,
    notAfter: new Date(notBefore.getTime() + AUTHORITY_DAYS * MILLISECONDS_PER_DAY),
    publicKeyPem: keys.publicKey,
    extensions: [
      { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
      { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    ],
    authority: undefined,
    signingKeyPem: keys.privateKey,
  });
  return { certificatePem, privateKeyPem: keys.privateKey };
}

/** How long a SAML party's certificate is valid, in days: metadata with a new one would have to go to every other party. */
const SAML_KEY_DAYS = 3650;

/**
 * Makes a key pair that a SAML service provider signs its requests with and has assertions encrypted to, with a self-signed
 * certificate: what carries it in metadata is trusted for the metadata's sake (SAML 2.0 Metadata §2.4.1.1). The same serves an
 * identity provider that signs.
 *
 * @param options.name its common name, 1 to 64 characters
 * @param options.now the beginning of its validity
 * @returns PEM; the key in PKCS#8, not encrypted
 */
export async function createSamlKeyPair(options: {
  readonly name: string;
  readonly now: Date;
}): Promise<{ readonly certificatePem: string; readonly privateKeyPem: string }> {
  const notBefore = wholeSeconds(options.now);
  const keys = await newKeyPair();
  const certificatePem = await signCertificate({
    commonName: options.name,
    notBefore,
    notAfter: new Date(notBefore.getTime() + SAML_KEY_DAYS * MILLISECONDS_PER_DAY),
    publicKeyPem: keys.publicKey,
    extensions: [{ name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true }],
    authority: undefined,
    signingKeyPem: keys.privateKey,
  });
  return { certificatePem, privateKeyPem: keys.privateKey };
}

const DOMAIN_NAME = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The names a certificate is issued for: lower case, each once, the domain name first.
 *
 * @throws WorklinkError `InvalidInput` for a name no certificate can have, and for too many
 */
export function certificateNames(domainName: string, subjectAltNames: readonly string[]): string[] {
  const names = [...new Set([domainName, ...subjectAltNames].map((name) => name.toLowerCase()))];
  const wrong = names.find((name) => name.length > 253 || !DOMAIN_NAME.test(name));
  if (wrong !== undefined) {
    throw ownError(
      'InvalidInput',
      `"${wrong.slice(0, 253)}" is not a domain name that a certificate can be issued for.`,
      {
        hint: 'Give a fully qualified domain name without a final dot, in ASCII; a wildcard is the whole first label.',
      },
    );
  }
  if (names.length > MAX_CERTIFICATE_NAMES) {
    throw ownError(
      'InvalidInput',
      `${names.length} names are more than the ${MAX_CERTIFICATE_NAMES} of one certificate.`,
    );
  }
  return names;
}

interface CertificateOrder {
  readonly authority: CertificateAuthority;
  readonly domainName: string;
  /** Further names; the domain name may be among them. */
  readonly subjectAltNames: readonly string[];
  /** The beginning of its validity. */
  readonly now: Date;
  /** How many days it is valid, 1 to 36,500; cut to what the authority has left. */
  readonly days: number;
}

/**
 * How long a certificate is valid that an authority issues, and the authority's own facts.
 *
 * @param days 1 to 36,500; cut to what the authority has left
 * @throws WorklinkError `InvalidInput` on a number of days that cannot be; `WrongState` when the authority is not valid at `now`
 */
export function validityFrom(
  authority: CertificateAuthority,
  now: Date,
  days: number,
): { readonly authorityFacts: CertificateFacts; readonly notBefore: Date; readonly notAfter: Date } {
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw ownError('InvalidInput', `A certificate is valid for 1 to ${MAX_DAYS} whole days, not ${days}.`);
  }
  const authorityFacts = readCertificate(authority.certificatePem);
  const notBefore = wholeSeconds(now);
  if (notBefore < authorityFacts.notBefore || notBefore >= authorityFacts.notAfter) {
    throw ownError(
      'WrongState',
      `The authority ${authorityFacts.subject} is not valid at ${now.toISOString()}.`,
      {
        hint: 'Create a new authority, and issue from that.',
      },
    );
  }
  const wanted = notBefore.getTime() + days * MILLISECONDS_PER_DAY;
  return {
    authorityFacts,
    notBefore,
    notAfter: new Date(Math.min(wanted, authorityFacts.notAfter.getTime())),
  };
}

/**
 * Issues a TLS server certificate with a new RSA 2048 key, as ACM does for a request.
 *
 * A domain name of more than 64 characters does not fit a common name: the subject is then empty, and the names are
 * a critical extension (RFC 5280 §4.2.1.6).
 *
 * @throws WorklinkError `InvalidInput` on a name, a number of names or of days that cannot be; `WrongState` when the
 *   authority is not valid at `now`
 */
export async function issueCertificate(order: CertificateOrder): Promise<IssuedCertificate> {
  const { authority, domainName, now, days } = order;
  const names = certificateNames(domainName, order.subjectAltNames);
  const { authorityFacts, notBefore, notAfter } = validityFrom(authority, now, days);
  const commonName =
    names[0] !== undefined && names[0].length <= MAX_COMMON_NAME_LENGTH ? names[0] : undefined;
  const keys = await newKeyPair();
  const certificatePem = await signCertificate({
    commonName,
    notBefore,
    notAfter,
    publicKeyPem: keys.publicKey,
    extensions: [
      { name: 'basicConstraints', critical: true, cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        critical: commonName === undefined,
        altNames: names.map((value) => ({ type: 2, value })),
      },
    ],
    authority,
    signingKeyPem: authority.privateKeyPem,
  });
  return { certificatePem, chainPem: authorityFacts.pem, privateKeyPem: keys.privateKey };
}
