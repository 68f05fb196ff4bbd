import { contextTag, DerCursor, type DerElement, TAG } from './der/der.js';
import { readOid, toHex } from './der/der-values.js';
import { type DistinguishedName, formatName, readName } from './names.js';
import { oneLine, stringText, utf8 } from './text.js';

/** One alternative of GeneralName, RFC 5280 §4.2.1.6. Texts are raw: may hold any character. */
export type GeneralName =
  | { readonly form: 'dns' | 'email' | 'uri'; readonly text: string }
  | { readonly form: 'ip'; readonly bytes: Uint8Array }
  | { readonly form: 'directory'; readonly name: DistinguishedName }
  | { readonly form: 'other'; readonly tag: number; readonly label: string };

/** A Subject Alternative Name as people read it. Unprintable characters in `value` are escaped. */
export interface SubjectAltName {
  readonly type: 'DNS' | 'IP' | 'EMAIL' | 'URI' | 'other';
  readonly value: string;
}

/** IA5String by the standard; mail addresses with UTF-8 in them exist all the same. */
function plainText(content: Uint8Array): string {
  return utf8(content) ?? Buffer.from(content).toString('latin1');
}

/** `otherName`: a type and a value; user principal names and service names are strings, the rest is shown in hex. */
function otherNameLabel(element: DerElement): string {
  const cursor = DerCursor.within(element);
  const oid = readOid(cursor.read('an otherName type', TAG.objectIdentifier));
  const wrapper = cursor.read('an otherName value', contextTag(0, 'constructed'));
  cursor.finish('an otherName');
  const inner = DerCursor.within(wrapper);
  const value = inner.read('an otherName value');
  inner.finish('an otherName value');
  return `${oid}=${stringText(value.tag, value.content) ?? `#${toHex(value.encoded)}`}`;
}

/** Reads one GeneralName. */
export function readGeneralName(element: DerElement): GeneralName {
  switch (element.tag) {
    case contextTag(0, 'constructed'):
      return { form: 'other', tag: 0, label: otherNameLabel(element) };
    case contextTag(1, 'primitive'):
      return { form: 'email', text: plainText(element.content) };
    case contextTag(2, 'primitive'):
      return { form: 'dns', text: plainText(element.content) };
    case contextTag(4, 'constructed'): {
      const cursor = DerCursor.within(element);
      const name = readName(cursor.read('a directoryName', TAG.sequence));
      cursor.finish('a directoryName');
      return { form: 'directory', name };
    }
    case contextTag(6, 'primitive'):
      return { form: 'uri', text: plainText(element.content) };
    case contextTag(7, 'primitive'):
      return { form: 'ip', bytes: element.content };
    case contextTag(8, 'primitive'):
      return { form: 'other', tag: 8, label: `registeredID:${readOid(element)}` };
    default:
      return { form: 'other', tag: element.tag & 0x1f, label: `#${toHex(element.encoded)}` };
  }
}

/** Reads GeneralNames: a SEQUENCE, or what an implicit tag put in its place. */
export function readGeneralNames(element: DerElement): GeneralName[] {
  return DerCursor.within(element).rest('a GeneralName').map(readGeneralName);
}

/** An IPv6 address as RFC 5952 §4 writes it: the first longest run of two or more zero groups becomes `::`. */
function ipv6Text(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(index * 2));
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.length < 2) return hex(groups);
  return `${hex(groups.slice(0, best.start))}::${hex(groups.slice(best.start + best.length))}`;
}

/** An address of 4 or 16 bytes as text; `undefined` for any other length. */
export function ipText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  return bytes.length === 16 ? ipv6Text(bytes) : undefined;
}

/** A general name as people read it. */
export function toSubjectAltName(name: GeneralName): SubjectAltName {
  switch (name.form) {
    case 'dns':
      return { type: 'DNS', value: oneLine(name.text) };
    case 'email':
      return { type: 'EMAIL', value: oneLine(name.text) };
    case 'uri':
      return { type: 'URI', value: oneLine(name.text) };
    case 'ip': {
      const text = ipText(name.bytes);
      return text === undefined
        ? { type: 'other', value: `iPAddress:#${toHex(name.bytes)}` }
        : { type: 'IP', value: text };
    }
    case 'directory':
      return { type: 'other', value: `directoryName:${formatName(name.name)}` };
    case 'other':
      return { type: 'other', value: oneLine(name.label) };
  }
}
