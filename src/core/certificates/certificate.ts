import { createHash } from 'node:crypto';
import { ownError, WorklinkError } from '../errors.js';
import { EC_EXPLICIT, isCostly } from './algorithms.js';
import { type SubjectAltName, toSubjectAltName } from './general-names.js';
import { type ContentKind, kindName, kindOfDer } from './kinds.js';
import { attributeTexts, formatName, OID_COMMON_NAME } from './names.js';
import { assertInputSize, looksLikeDer, pemText, readPemBlocks, toPem } from './pem.js';
import { readPkcs7 } from './pkcs7.js';
import { oneLine } from './text.js';
import { parseCertificate, type ParsedCertificate } from './x509.js';

/** What a certificate says, in the words of its standards. All texts are safe to print on one line. */
export interface CertificateFacts {
  readonly der: Uint8Array;
  /** One block, lines of 64, `\n` after each. */
  readonly pem: string;
  readonly version: 1 | 2 | 3;
  /** RFC 4514: most specific part first. Empty for an empty name. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal without separators, an even number of digits; `-` in front when it is negative. */
  readonly serialNumber: string;
  /** Of the DER: 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Whether basicConstraints says `cA`. A version 1 root cannot say so: see `version` and `selfSigned`. */
  readonly isCa: boolean;
  /** How many intermediates may follow; `undefined` where it says nothing. */
  readonly pathLength: number | undefined;
  /** By the names of RFC 5280 §4.2.1.3; `undefined` where the extension is absent, which allows all. */
  readonly keyUsage: readonly string[] | undefined;
  /** `serverAuth`, `clientAuth`, …, or object identifiers; `undefined` where the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** `RSA-2048`, `RSA-PSS-3072`, `EC-P-256`, `EC-secp256k1`, `Ed25519`, `DSA-2048`, or an object identifier. */
  readonly keyType: string;
  /** `sha256WithRSAEncryption`, `ecdsa-with-SHA384`, `RSASSA-PSS-SHA-256`, `Ed25519`, or an object identifier. */
  readonly signatureAlgorithm: string;
  readonly subjectAltNames: readonly SubjectAltName[];
  /** The most specific common name of the subject. */
  readonly commonName: string | undefined;
  /** Its own key made its signature, and issuer and subject are one name. */
  readonly selfSigned: boolean;
}

/** Hexadecimal with an even number of digits; `-` in front of a negative number. */
function serialText(serial: bigint): string {
  const digits = (serial < 0n ? -serial : serial).toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return serial < 0n ? `-${even}` : even;
}

function isSelfSigned(certificate: ParsedCertificate): boolean {
  if (certificate.comparableSubject !== certificate.comparableIssuer) return false;
  // A curve of the certificate's own making proves nothing: anyone can choose one that fits (CVE-2020-0601).
  if (certificate.key.keyType === EC_EXPLICIT || isCostly(certificate.key)) return false;
  try {
    return certificate.x509.verify(certificate.x509.publicKey);
  } catch {
    return false;
  }
}

/** What facts were made of, so that a certificate is not parsed again for each chain. */
const parsed = new WeakMap<CertificateFacts, ParsedCertificate>();

/** The certificate behind facts. @throws WorklinkError `InvalidInput` when their `der` is no certificate */
export function parsedOf(facts: CertificateFacts): ParsedCertificate {
  return parsed.get(facts) ?? parseCertificate(facts.der);
}

function toFacts(certificate: ParsedCertificate): CertificateFacts {
  const commonName = attributeTexts(certificate.subject, OID_COMMON_NAME).at(-1);
  let selfSigned: boolean | undefined;
  const facts: CertificateFacts = {
    der: certificate.der,
    pem: toPem(certificate.der),
    version: certificate.version,
    subject: formatName(certificate.subject),
    issuer: formatName(certificate.issuer),
    serialNumber: serialText(certificate.serialNumber),
    sha256: createHash('sha256').update(certificate.der).digest('hex'),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    isCa: certificate.basicConstraints?.isCa ?? false,
    pathLength: certificate.basicConstraints?.pathLength,
    keyUsage: certificate.keyUsage,
    extendedKeyUsage: certificate.extendedKeyUsage,
    keyType: certificate.key.keyType,
    signatureAlgorithm: certificate.signatureAlgorithm.name,
    subjectAltNames: (certificate.subjectAltName ?? []).map(toSubjectAltName),
    commonName: commonName === undefined ? undefined : oneLine(commonName),
    // Only where it is asked for: a file may hold a thousand certificates.
    get selfSigned() {
      selfSigned ??= isSelfSigned(certificate);
      return selfSigned;
    },
  };
  parsed.set(facts, certificate);
  return facts;
}

const KIND_HINTS: Partial<Readonly<Record<ContentKind, string>>> = {
  'certificate-request':
    'Have it signed by a certificate authority, and give the certificate that comes back.',
  'private-key': 'Keep the key in a file of its own, and give the certificate alone.',
  'encrypted-private-key': 'Keep the key in a file of its own, and give the certificate alone.',
  'public-key': 'Give the certificate that was issued for this key.',
  pkcs7:
    'Take the certificates out of it: openssl pkcs7 -print_certs -in FILE (-inform DER for a binary file).',
  pkcs12: 'Take the certificate out of it: openssl pkcs12 -in FILE -nokeys -clcerts.',
  'trusted-certificate': 'Write it without the trust settings: openssl x509 -in FILE.',
};

function wrongKind(kind: ContentKind, where: string): WorklinkError {
  const hint = KIND_HINTS[kind] ?? 'Give a file that holds the certificate alone.';
  return ownError('InvalidInput', `${where} is ${kindName(kind)}, where a certificate is needed.`, { hint });
}

/** Says what a text without any PEM block looks like. */
export function noBlocks(text: string): WorklinkError {
  const start = text.slice(0, 2000).trim();
  const needed = 'Give the certificate as PEM (it begins with -----BEGIN CERTIFICATE-----) or as DER.';
  const refuse = (message: string, hint = needed): WorklinkError =>
    ownError('InvalidInput', message, { hint });
  if (start === '') return refuse('The input is empty, where a certificate is needed.');
  if (start.startsWith('<')) return refuse('The input is an HTML or XML document, not a certificate.');
  if (start.startsWith('{')) return refuse('The input is a JSON document, not a certificate.');
  if (/^(ssh|ecdsa)-[a-z0-9-]{1,40} /.test(start))
    return refuse('The input is an SSH public key, not a certificate.');
  if (/^[A-Za-z0-9+/=\s]+$/.test(start) && start.startsWith('MI')) {
    return refuse(
      'The input looks like the base64 of a certificate without its BEGIN and END lines.',
      'Put the lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- around it.',
    );
  }
  return refuse('The input holds no certificate: it is neither PEM nor DER.');
}

/** What a block is: behind the labels of certificates its shape counts. Windows calls a PKCS#7 bundle CERTIFICATE. */
function kindOf(der: Uint8Array, label: ContentKind): ContentKind {
  const shape = label === 'certificate' || label === 'pkcs7' ? kindOfDer(der) : 'unknown';
  return shape === 'unknown' ? label : shape;
}

/** Reads one DER certificate out of something larger. */
export function certificateOfDer(der: Uint8Array): CertificateFacts {
  // A copy, so that what happens to the input later does not change the facts.
  return toFacts(parseCertificate(Uint8Array.from(der)));
}

/** Runs a reading of one of many things, and says of which a fault is. */
export function named<Value>(
  what: string,
  details: Readonly<Record<string, unknown>>,
  read: () => Value,
): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    throw ownError('InvalidInput', `${what}: ${error.message}`, {
      cause: error,
      details: { ...error.details, ...details },
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** The certificates a PKCS#7 file carries. @throws WorklinkError `InvalidInput` */
export function certificatesOfPkcs7(bytes: Uint8Array): CertificateFacts[] {
  return readPkcs7(bytes).certificates.map((der, index) =>
    named(`Certificate ${String(index + 1)} of the PKCS#7 bundle`, {}, () => certificateOfDer(der)),
  );
}

/** What a file of certificates may be, besides PEM blocks of certificates and one DER certificate. */
type Bundles = 'no-bundles' | 'bundles';

function readAll(input: string | Uint8Array, bundles: Bundles): CertificateFacts[] {
  assertInputSize(input);
  const isWanted = (kind: ContentKind): boolean =>
    kind === 'certificate' || kind === 'unknown' || (kind === 'pkcs7' && bundles === 'bundles');
  const readDer = (der: Uint8Array, kind: ContentKind): CertificateFacts[] =>
    kind === 'pkcs7' ? certificatesOfPkcs7(der) : [certificateOfDer(der)];
  if (looksLikeDer(input)) {
    const kind = kindOfDer(input);
    if (!isWanted(kind)) throw wrongKind(kind, 'The input');
    return readDer(input, kind);
  }
  const text = pemText(input);
  const blocks = readPemBlocks(text).map((block) => ({ ...block, kind: kindOf(block.der, block.kind) }));
  if (blocks.length === 0) throw noBlocks(text);
  const intruder =
    blocks.find(({ kind }) => kind.endsWith('private-key')) ??
    blocks.find(({ kind }) => kind === 'unknown' || !isWanted(kind));
  if (intruder !== undefined) {
    const what = intruder.kind === 'unknown' ? ` (${intruder.label})` : '';
    throw wrongKind(intruder.kind, `The block on line ${intruder.line}${what}`);
  }
  const [only, ...others] = blocks;
  if (only !== undefined && others.length === 0) return readDer(only.der, only.kind);
  return blocks.flatMap(({ der, kind, line }) =>
    named(`The ${kind === 'pkcs7' ? 'PKCS#7 bundle' : 'certificate'} on line ${line}`, { line }, () =>
      readDer(der, kind),
    ),
  );
}

/**
 * Reads one or more certificates: PEM blocks in their order, or one DER certificate.
 *
 * Anything else in the input is refused by name, a private key first of all; key material is never quoted.
 *
 * @param input PEM text, or PEM or DER bytes; at most 1 MiB
 * @throws WorklinkError `InvalidInput` naming the line or byte and the fault
 */
export function readCertificates(input: string | Uint8Array): CertificateFacts[] {
  return readAll(input, 'no-bundles');
}

/**
 * Reads certificates as {@link readCertificates} does, and out of PKCS#7 bundles as well, PEM, DER or BER, as certificate
 * authorities hand them out (`.p7b`, `.p7c`).
 *
 * @throws WorklinkError `InvalidInput` as {@link readCertificates}, and for bundles without a certificate
 */
export function readCertificateBundle(input: string | Uint8Array): CertificateFacts[] {
  const certificates = readAll(input, 'bundles');
  if (certificates.length === 0) throw ownError('InvalidInput', 'The PKCS#7 bundle holds no certificate.');
  return certificates;
}

/**
 * Reads exactly one certificate from PEM or DER.
 *
 * @param input PEM text, or PEM or DER bytes; at most 1 MiB
 * @throws WorklinkError `InvalidInput` on none, on more than one, and on all that {@link readCertificates} refuses
 */
export function readCertificate(input: string | Uint8Array): CertificateFacts {
  const [certificate, ...others] = readCertificates(input);
  if (certificate === undefined || others.length > 0) {
    throw ownError(
      'InvalidInput',
      `The input holds ${others.length + 1} certificates, where one is needed.`,
      {
        hint: 'Give the first one in a file of its own, and the rest as its chain.',
      },
    );
  }
  return certificate;
}
