import { DerCursor, type DerElement, TAG } from './der/der.js';
import { readOid, toHex } from './der/der-values.js';
import { escapeUnprintable, stringText } from './text.js';

export const OID_COMMON_NAME = '2.5.4.3';
export const OID_EMAIL_ADDRESS = '1.2.840.113549.1.9.1';

/** The short names of RFC 4514 §3, and the ones every other tool prints. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  [OID_COMMON_NAME]: 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  [OID_EMAIL_ADDRESS]: 'emailAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

interface NameAttribute {
  readonly oid: string;
  /** The value as text; `undefined` where it is no readable string. */
  readonly text: string | undefined;
  /** The value's encoding, with tag and length. */
  readonly encoded: Uint8Array;
}

/** A distinguished name: relative distinguished names in the order of the certificate, most general first. */
export interface DistinguishedName {
  readonly relativeNames: readonly (readonly NameAttribute[])[];
}

function readAttribute(element: DerElement): NameAttribute {
  const cursor = DerCursor.within(element);
  const oid = readOid(cursor.read('an attribute type', TAG.objectIdentifier));
  const value = cursor.read('an attribute value');
  cursor.finish('an attribute');
  return { oid, text: stringText(value.tag, value.content), encoded: value.encoded };
}

/** Reads a Name, RFC 5280 §4.1.2.4. Takes its SEQUENCE. */
export function readName(element: DerElement): DistinguishedName {
  const relativeNames = DerCursor.within(element)
    .rest('a RelativeDistinguishedName', TAG.set)
    .map((set) => DerCursor.within(set).rest('an AttributeTypeAndValue', TAG.sequence).map(readAttribute));
  return { relativeNames };
}

function formatValue({ oid, text, encoded }: NameAttribute): string {
  if (text === undefined || ATTRIBUTE_NAMES[oid] === undefined) return `#${toHex(encoded)}`;
  const escaped = text.replace(/["+,;<>\\]/g, '\\$&');
  const lead = /^[ #]/.test(text) ? '\\' : '';
  const endsInSpace = text.length > 1 && text.endsWith(' ');
  return escapeUnprintable(lead + (endsInSpace ? `${escaped.slice(0, -1)}\\ ` : escaped));
}

/** A long name is told in many findings, and must not be formatted for each. */
const formatted = new WeakMap<DistinguishedName, string>();

/**
 * A name on one line, as RFC 4514 writes it: most specific part first, specials escaped, and every control or
 * format character as `\XX`. Attribute types without a known short name appear in dotted form with a `#hex` value.
 */
export function formatName(name: DistinguishedName): string {
  const known = formatted.get(name);
  if (known !== undefined) return known;
  const text = name.relativeNames
    .map((attributes) =>
      attributes
        .map((attribute) => `${ATTRIBUTE_NAMES[attribute.oid] ?? attribute.oid}=${formatValue(attribute)}`)
        .join('+'),
    )
    .reverse()
    .join(',');
  formatted.set(name, text);
  return text;
}

function comparableText(text: string): string {
  return text
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[\t-\r ]+/g, ' ')
    .replace(/^ | $/g, '');
}

/**
 * Each relative name in a form that is equal for equal names: RFC 5280 §7.1, in the simplification that OpenSSL
 * shares (ASCII case and white space are folded, string types do not count).
 */
export function comparableRelativeNames(name: DistinguishedName): string[] {
  return name.relativeNames.map((attributes) =>
    JSON.stringify(
      attributes
        .map(({ oid, text, encoded }) =>
          text === undefined ? `${oid}=#${toHex(encoded)}` : `${oid}="${comparableText(text)}"`,
        )
        .sort(),
    ),
  );
}

/** A name as one string that is equal for equal names (see {@link comparableRelativeNames}). */
export function comparableName(name: DistinguishedName): string {
  return comparableRelativeNames(name).join('/');
}

/** The readable values of one attribute type, in the order of the certificate. */
export function attributeTexts(name: DistinguishedName, oid: string): string[] {
  return name.relativeNames
    .flat()
    .flatMap((attribute) => (attribute.oid === oid && attribute.text !== undefined ? [attribute.text] : []));
}
