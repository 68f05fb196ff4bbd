import { contextTag, DerCursor, type DerElement, derFault, TAG } from './der/der.js';
import { readBitString, readBoolean, readOid, readSmallInteger, toHex } from './der/der-values.js';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-names.js';

const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

/**
 * Extensions whose meaning a chain's verification honours. Policies are honoured in the sense of RFC 5280 §6.1 with
 * any policy acceptable: then only a requirement of explicit policies can refuse, and that one is reported apart.
 */
const PROCESSED = new Set<string>(Object.values(OID));

/** The bits of KeyUsage, in order: RFC 5280 §4.2.1.3. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

type KeyUsage = (typeof KEY_USAGES)[number];

/** Purposes by their names in RFC 5280 §4.2.1.12; others appear as their object identifiers. */
const PURPOSES: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

interface BasicConstraints {
  readonly isCa: boolean;
  /** How many intermediates may follow; `undefined` is any number. */
  readonly pathLength: number | undefined;
}

/** A subtree of names. A `minimum` or `maximum`, which RFC 5280 §4.2.1.10 forbids, makes it `unusable`. */
export interface NameSubtree {
  readonly base: GeneralName;
  readonly unusable: boolean;
}

export interface NameConstraints {
  readonly permitted: readonly NameSubtree[];
  readonly excluded: readonly NameSubtree[];
}

interface AuthorityKeyIdentifier {
  /** Lower-case hexadecimal. */
  readonly keyIdentifier: string | undefined;
}

/** What the extensions of one certificate say. `undefined`: the extension is not there. */
export interface Extensions {
  readonly basicConstraints: BasicConstraints | undefined;
  readonly keyUsage: readonly KeyUsage[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly subjectAltName: readonly GeneralName[] | undefined;
  readonly nameConstraints: NameConstraints | undefined;
  /** Lower-case hexadecimal. */
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined;
  /** Whether a critical policyConstraints asks for explicit policies. */
  readonly requiresExplicitPolicy: boolean;
  /** Object identifiers of critical extensions that nothing here processes. */
  readonly unknownCritical: readonly string[];
}

interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: DerElement;
}

function readExtension(element: DerElement): RawExtension {
  const cursor = DerCursor.within(element);
  const oid = readOid(cursor.read('an extension identifier', TAG.objectIdentifier));
  const flag = cursor.optional('a critical flag', TAG.boolean);
  const wrapper = cursor.read('an extension value', TAG.octetString);
  cursor.finish('an extension');
  return { oid, critical: flag !== undefined && readBoolean(flag), value: wrapper };
}

/** The one element that the OCTET STRING of an extension wraps. */
function unwrap(value: DerElement, what: string, tag: number): DerElement {
  const cursor = DerCursor.within(value);
  const element = cursor.read(what, tag);
  cursor.finish(what);
  return element;
}

/** RFC 5280 §4.2.1.9. An explicit `cA FALSE`, which DER would leave out, is common and harmless. */
function readBasicConstraints(value: DerElement): BasicConstraints {
  const cursor = DerCursor.within(unwrap(value, 'basicConstraints', TAG.sequence));
  const flag = cursor.optional('cA', TAG.boolean);
  const limit = cursor.optional('pathLenConstraint', TAG.integer);
  cursor.finish('basicConstraints');
  return {
    isCa: flag !== undefined && readBoolean(flag),
    pathLength: limit === undefined ? undefined : readSmallInteger(limit, 'pathLenConstraint'),
  };
}

function readKeyUsage(value: DerElement): KeyUsage[] {
  const { bytes } = readBitString(unwrap(value, 'keyUsage', TAG.bitString));
  return KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

function readPurposes(value: DerElement): string[] {
  return DerCursor.within(unwrap(value, 'extKeyUsage', TAG.sequence))
    .rest('a purpose', TAG.objectIdentifier)
    .map((element) => {
      const oid = readOid(element);
      return PURPOSES[oid] ?? oid;
    });
}

function readSubtree(element: DerElement): NameSubtree {
  const cursor = DerCursor.within(element);
  const base = readGeneralName(cursor.read('a subtree base'));
  const bounds = cursor.rest('a subtree bound');
  const unusable = bounds.some(
    (bound) => bound.tag !== contextTag(0, 'primitive') || bound.content.some((byte) => byte !== 0),
  );
  return { base, unusable };
}

/** RFC 5280 §4.2.1.10. */
function readNameConstraints(value: DerElement): NameConstraints {
  const cursor = DerCursor.within(unwrap(value, 'nameConstraints', TAG.sequence));
  const subtrees = (what: string, number: number): NameSubtree[] => {
    const element = cursor.optional(what, contextTag(number, 'constructed'));
    if (element === undefined) return [];
    return DerCursor.within(element).rest('a GeneralSubtree', TAG.sequence).map(readSubtree);
  };
  const permitted = subtrees('permittedSubtrees', 0);
  const excluded = subtrees('excludedSubtrees', 1);
  cursor.finish('nameConstraints');
  return { permitted, excluded };
}

/** RFC 5280 §4.2.1.1. The issuer-and-serial form is left to the comparison of names. */
function readAuthorityKeyIdentifier(value: DerElement): AuthorityKeyIdentifier {
  const cursor = DerCursor.within(unwrap(value, 'authorityKeyIdentifier', TAG.sequence));
  const element = cursor.optional('a keyIdentifier', contextTag(0, 'primitive'));
  cursor.rest('a part of authorityKeyIdentifier');
  return { keyIdentifier: element === undefined ? undefined : toHex(element.content) };
}

/** RFC 5280 §4.2.1.11: whether `requireExplicitPolicy` is there. */
function readRequiresExplicitPolicy(value: DerElement): boolean {
  const cursor = DerCursor.within(unwrap(value, 'policyConstraints', TAG.sequence));
  return cursor.optional('requireExplicitPolicy', contextTag(0, 'primitive')) !== undefined;
}

/**
 * Reads a certificate's extensions, RFC 5280 §4.2. Takes the SEQUENCE OF Extension.
 *
 * @throws WorklinkError `InvalidInput` when one of the extensions it knows is malformed, or any appears twice
 */
export function readExtensions(element: DerElement | undefined): Extensions {
  const all = new Map<string, RawExtension>();
  const elements = element === undefined ? [] : DerCursor.within(element).rest('an extension', TAG.sequence);
  for (const each of elements) {
    const extension = readExtension(each);
    if (all.has(extension.oid))
      throw derFault(each.offset, `a second extension ${extension.oid} (RFC 5280 §4.2)`);
    all.set(extension.oid, extension);
  }
  const read = <Value>(oid: string, reader: (value: DerElement) => Value): Value | undefined => {
    const extension = all.get(oid);
    return extension === undefined ? undefined : reader(extension.value);
  };
  const policyConstraints = all.get(OID.policyConstraints);
  return {
    basicConstraints: read(OID.basicConstraints, readBasicConstraints),
    keyUsage: read(OID.keyUsage, readKeyUsage),
    extendedKeyUsage: read(OID.extendedKeyUsage, readPurposes),
    subjectAltName: read(OID.subjectAltName, (value) =>
      readGeneralNames(unwrap(value, 'subjectAltName', TAG.sequence)),
    ),
    nameConstraints: read(OID.nameConstraints, readNameConstraints),
    subjectKeyIdentifier: read(OID.subjectKeyIdentifier, (value) =>
      toHex(unwrap(value, 'subjectKeyIdentifier', TAG.octetString).content),
    ),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    requiresExplicitPolicy:
      policyConstraints?.critical === true && readRequiresExplicitPolicy(policyConstraints.value),
    unknownCritical: [...all.values()].flatMap(({ oid, critical }) =>
      critical && !PROCESSED.has(oid) ? [oid] : [],
    ),
  };
}
