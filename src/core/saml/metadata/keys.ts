import { expiryOf } from '../../certificates/expiry.js';
import { hasErrors, type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { NAMESPACES } from '../names.js';
import { attributeOf, childrenNamed, descendantsAt, isNamed, type XmlElement } from '../xml/tree.js';
import {
  certificateName,
  type ParsedCertificate,
  readSigningCertificate,
  type SigningCertificate,
  weakHash,
} from './certificate.js';

/** More signing certificates than this are not one identity provider's. */
const MAX_SIGNING_CERTIFICATES = 32;
const MIN_RSA_BITS = 2048;
/** The shortest curves in use that are still taken (NIST SP 800-186). */
const MIN_EC_BITS = 224;

/** When the certificates are judged; without it, nothing is said of their validity. */
export interface JudgementTime {
  readonly now: Date | undefined;
  /** How long before its end a certificate is worth a warning, in milliseconds. */
  readonly expiresWithinMs: number;
}

export interface SigningKeys {
  /** In document order, each once. Complete only where no finding is an error. */
  readonly certificates: readonly SigningCertificate[];
  readonly findings: readonly Finding[];
}

/**
 * Reads the certificates an identity provider signs with. A KeyDescriptor without `use` is for signing too
 * (SAML 2.0 Metadata §2.4.1.1). Keys for encryption alone are not looked at.
 */
export function readSigningKeys(role: XmlElement, time: JudgementTime): SigningKeys {
  const descriptors = childrenNamed(role, NAMESPACES.md, 'KeyDescriptor');
  const signing = descriptors.filter((descriptor) => isForSigning(descriptor));
  const findings: Finding[] = descriptors.flatMap(useFindings);
  if (signing.length === 0)
    return { certificates: [], findings: [...findings, noSigningKey(role, descriptors)] };

  const elements = signing.flatMap((descriptor) =>
    descendantsAt(descriptor, NAMESPACES.ds, ['KeyInfo', 'X509Data', 'X509Certificate']),
  );
  if (elements.length > MAX_SIGNING_CERTIFICATES) {
    const message = `The role has ${elements.length} signing certificates; at most ${MAX_SIGNING_CERTIFICATES} are read.`;
    return {
      certificates: [],
      findings: [...findings, samlFinding('metadata-too-many-certificates', role, message)],
    };
  }
  const certificates: SigningCertificate[] = [];
  const seen = new Set<string>();
  const bare: XmlElement[] = [];
  for (const descriptor of signing) {
    const read = readDescriptor(descriptor);
    if (read.certificates.length === 0 && read.findings.length === 0) bare.push(descriptor);
    findings.push(...read.findings);
    for (const { element, certificate } of read.certificates) {
      const { facts } = certificate;
      if (seen.has(facts.sha256)) {
        const message = `The certificate of ${excerpt(certificateName(facts))} is there more than once.`;
        findings.push(samlFinding('metadata-certificate-duplicate', element, message));
        continue;
      }
      seen.add(facts.sha256);
      certificates.push(facts);
      findings.push(...certificateFindings(element, certificate, time));
    }
  }
  if (certificates.length === 0 && bare.length === 0 && !hasErrors(findings)) {
    // Certificates of one X509Data that issued each other.
    findings.push(noSigningKey(role, []));
  }
  findings.push(...bare.map((descriptor) => bareKey(descriptor, certificates.length === 0)));
  if (certificates.length > 1) {
    const message = `The identity provider has ${certificates.length} signing certificates: assertions may be signed with any of them.`;
    findings.push(samlFinding('metadata-several-signing-keys', role, message));
  }
  return { certificates, findings };
}

function isForSigning(descriptor: XmlElement): boolean {
  const use = attributeOf(descriptor, 'use');
  return use === undefined || use === 'signing';
}

function useFindings(descriptor: XmlElement): readonly Finding[] {
  const use = attributeOf(descriptor, 'use');
  if (use === undefined || use === 'signing' || use === 'encryption') return [];
  const message = `A key's use is '${excerpt(use)}', which is neither signing nor encryption; the key is left out.`;
  return [samlFinding('metadata-key-use-unknown', descriptor, message)];
}

function noSigningKey(role: XmlElement, descriptors: readonly XmlElement[]): Finding {
  const encrypting = descriptors.find((descriptor) => attributeOf(descriptor, 'use') === 'encryption');
  if (encrypting === undefined) {
    return samlFinding('metadata-no-signing-key', role, 'The identity provider publishes no signing key.');
  }
  const message = 'The identity provider publishes a key for encryption only, none for signing.';
  return samlFinding('metadata-encryption-key-only', encrypting, message);
}

interface PlacedCertificate {
  readonly element: XmlElement;
  readonly certificate: ParsedCertificate;
}

interface DescriptorReading {
  readonly certificates: readonly PlacedCertificate[];
  readonly findings: readonly Finding[];
}

function readDescriptor(descriptor: XmlElement): DescriptorReading {
  const data = descendantsAt(descriptor, NAMESPACES.ds, ['KeyInfo', 'X509Data']);
  const readings = data.map((element) => readX509Data(element));
  return {
    certificates: readings.flatMap((reading) => reading.certificates),
    findings: readings.flatMap((reading) => reading.findings),
  };
}

/** A signing key without a certificate refuses the metadata only where there is no other. */
function bareKey(descriptor: XmlElement, isOnly: boolean): Finding {
  const keyInfo = childrenNamed(descriptor, NAMESPACES.ds, 'KeyInfo')[0];
  const message = `A signing key is given ${waysGiven(keyInfo)}, without an X509Certificate.`;
  return samlFinding(
    isOnly ? 'metadata-key-without-certificate' : 'metadata-key-left-out',
    descriptor,
    message,
  );
}

function waysGiven(keyInfo: XmlElement | undefined): string {
  if (keyInfo === undefined) return 'without a ds:KeyInfo';
  if (
    keyInfo.children.some(
      (child) => child.localName === 'KeyValue' || child.localName === 'DEREncodedKeyValue',
    )
  ) {
    return 'as a bare key (KeyValue)';
  }
  const names = keyInfo.children.slice(0, 5).map((child) => excerpt(child.localName));
  return names.length === 0 ? 'as an empty KeyInfo' : `as ${names.join(', ')}`;
}

/**
 * The certificates of one X509Data that hold the key itself. Others in it form its chain (XML Signature §4.5.4): trusting
 * those too would let whoever holds the issuing authority's key sign assertions.
 */
function readX509Data(data: XmlElement): DescriptorReading {
  const findings: Finding[] = [];
  const parsed: PlacedCertificate[] = [];
  for (const element of data.children.filter((child) => isNamed(child, NAMESPACES.ds, 'X509Certificate'))) {
    const read = readX509Certificate(element);
    if ('finding' in read) findings.push(read.finding);
    else parsed.push({ element, certificate: read.certificate });
  }
  const certificates: PlacedCertificate[] = [];
  for (const { element, certificate } of parsed) {
    if (parsed.some((other) => issued(certificate, other.certificate))) {
      const message = `${excerpt(certificateName(certificate.facts))} issued the signing certificate beside it, and isn't one itself.`;
      findings.push(samlFinding('metadata-certificate-chain', element, message));
    } else certificates.push({ element, certificate });
  }
  return { certificates, findings };
}

function issued(authority: ParsedCertificate, subject: ParsedCertificate): boolean {
  if (!authority.x509.ca) return false;
  try {
    // One key with two certificates (a renewal) verifies both ways round, and is one signing key all the same.
    if (authority.x509.publicKey.equals(subject.x509.publicKey)) return false;
    return subject.x509.checkIssued(authority.x509) && subject.x509.verify(authority.x509.publicKey);
  } catch {
    // A key the signature can't have been made with.
    return false;
  }
}

function readX509Certificate(
  element: XmlElement,
): { readonly certificate: ParsedCertificate } | { readonly finding: Finding } {
  const bytes = decodeBase64(element);
  if (typeof bytes === 'string') {
    return {
      finding: samlFinding('metadata-certificate-base64', element, `The certificate isn't base64: ${bytes}.`),
    };
  }
  const read = readSigningCertificate(bytes);
  if (read.fault === undefined) return { certificate: read.certificate };
  const message = `The certificate can't be read: ${read.reason}.`;
  return { finding: samlFinding(`metadata-certificate-${read.fault}`, element, message) };
}

/**
 * Decodes base64 to the letter of xs:base64Binary (XML Schema Part 2 §3.2.16), white space allowed; or says what is wrong.
 * Buffer alone would skip whatever it doesn't know.
 */
function decodeBase64(element: XmlElement): Uint8Array | string {
  if (element.children.length > 0) return 'there are elements in it';
  const text = element.text.replace(/[ \t\r\n]+/g, '');
  if (text === '') return 'it is empty';
  if (text.startsWith('-----BEGIN')) return 'it has the BEGIN and END lines of PEM around it';
  const wrong = /[^A-Za-z0-9+/=]/u.exec(text)?.[0];
  if (wrong !== undefined)
    return `${/\p{C}/u.test(wrong) ? 'an invisible character' : `'${wrong}'`} doesn't belong there`;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text
    ? bytes
    : 'its length or its padding is wrong, so that a part may be missing';
}

function certificateFindings(
  element: XmlElement,
  certificate: ParsedCertificate,
  { now, expiresWithinMs }: JudgementTime,
): readonly Finding[] {
  const findings: Finding[] = [];
  const { facts } = certificate;
  const name = excerpt(certificateName(facts));
  const expiry = now === undefined ? 'valid' : expiryOf(facts.notAfter, now, expiresWithinMs);
  if (expiry === 'expired') {
    const message = `The signing certificate of ${name} expired on ${day(facts.notAfter)}.`;
    findings.push(samlFinding('metadata-certificate-expired', element, message));
  } else if (expiry === 'expires-soon') {
    const message = `The signing certificate of ${name} expires on ${day(facts.notAfter)}.`;
    findings.push(samlFinding('metadata-certificate-expires-soon', element, message));
  }
  if (now !== undefined && facts.notBefore > now) {
    const message = `The signing certificate of ${name} is not valid before ${day(facts.notBefore)}.`;
    findings.push(samlFinding('metadata-certificate-not-yet-valid', element, message));
  }
  const hash = weakHash(certificate);
  if (hash !== undefined) {
    const message = `The signing certificate of ${name} is itself signed with ${hash}.`;
    findings.push(samlFinding('metadata-certificate-weak-signature', element, message));
  }
  const weakness = keyWeakness(certificate);
  if (weakness !== undefined) {
    const message = `The signing certificate of ${name} has ${weakness}.`;
    findings.push(samlFinding('metadata-certificate-weak-key', element, message));
  }
  return findings;
}

function keyWeakness({ key, x509 }: ParsedCertificate): string | undefined {
  if (key.family === 'DSA') return 'a DSA key, which few services still take';
  if (key.family.startsWith('RSA') && (key.bits ?? 0) < MIN_RSA_BITS)
    return `an RSA key of only ${key.bits ?? 0} bits`;
  if (key.family !== 'EC') return undefined;
  // Curves are named for their size: prime192v1, secp160r1, brainpoolP256r1.
  const curve = x509.publicKey.asymmetricKeyDetails?.namedCurve;
  const bits = Number(/\d{3}/.exec(curve ?? '')?.[0]);
  return bits < MIN_EC_BITS ? `an elliptic-curve key of only ${bits} bits` : undefined;
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
