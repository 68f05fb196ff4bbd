/** One element of DER: its tag byte and its contents. */
export interface DerElement {
  readonly tag: number;
  readonly contents: Uint8Array;
}

export const DER_TAGS = {
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  contextZero: 0xa0,
} as const;

const MAX_LENGTH_BYTES = 4;
/** More elements than this in one SEQUENCE are not read: what is asked for stands at the front. */
const MAX_ELEMENTS = 16;

/**
 * The elements one after another in these bytes, the first {@link MAX_ELEMENTS} of them; undefined where they are
 * not DER with single-byte tags and definite lengths (X.690 §10.1).
 */
export function derElements(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < bytes.length && elements.length < MAX_ELEMENTS) {
    const tag = bytes[offset];
    const first = bytes[offset + 1];
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    let start = offset + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0 || count > MAX_LENGTH_BYTES || start + count > bytes.length) return undefined;
      length = bytes.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0);
      start += count;
    }
    if (start + length > bytes.length) return undefined;
    elements.push({ tag, contents: bytes.subarray(start, start + length) });
    offset = start + length;
  }
  return elements;
}

/** The elements inside another; none where it is absent, or isn't DER inside. */
export function derChildren(element: DerElement | undefined): readonly DerElement[] {
  return element === undefined ? [] : (derElements(element.contents) ?? []);
}

/** An object identifier in dotted form; undefined for another tag or a cut-off arc (X.690 §8.19). */
export function derObjectIdentifier(element: DerElement | undefined): string | undefined {
  if (element?.tag !== DER_TAGS.objectIdentifier || element.contents.length === 0) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of element.contents) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) return undefined;
    if (byte >= 0x80) continue;
    if (arcs.length === 0) {
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - root * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  const isCutOff = arc !== 0 || element.contents.at(-1) === 0x80;
  return isCutOff ? undefined : arcs.join('.');
}

/** A time in the one form RFC 5280 §4.1.2.5 allows: to the second, in UTC, years before 2050 in two digits. */
export function derTime(element: DerElement | undefined): Date | undefined {
  if (element === undefined) return undefined;
  const text = Buffer.from(element.contents).toString('latin1');
  if (element.tag === DER_TAGS.utcTime && /^\d{12}Z$/.test(text)) {
    return utcTime(`${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`);
  }
  if (element.tag === DER_TAGS.generalizedTime && /^\d{14}Z$/.test(text)) return utcTime(text);
  return undefined;
}

function utcTime(text: string): Date | undefined {
  const part = (from: number, to: number): string => text.slice(from, to);
  const iso = `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}T${part(8, 10)}:${part(10, 12)}:${part(12, 14)}.000Z`;
  const time = new Date(iso);
  // A 31st of February would roll over into March.
  return !Number.isNaN(time.getTime()) && time.toISOString() === iso ? time : undefined;
}
