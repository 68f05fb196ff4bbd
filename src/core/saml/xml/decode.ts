import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { positionIn } from './position.js';

/** The characters of a document, or why there are none. Warnings may come with either. */
export interface Decoded {
  /** Without byte-order mark; undefined where a finding refuses the document. */
  readonly text: string | undefined;
  readonly findings: readonly Finding[];
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'us-ascii';

/** What each name of an encoding stands for, in lower case (IANA character sets). */
const ENCODING_NAMES: Readonly<Record<string, readonly Encoding[]>> = {
  'utf-8': ['utf-8'],
  utf8: ['utf-8'],
  'utf-16': ['utf-16le', 'utf-16be'],
  utf16: ['utf-16le', 'utf-16be'],
  'utf-16le': ['utf-16le'],
  'utf-16be': ['utf-16be'],
  'iso-10646-ucs-2': ['utf-16le', 'utf-16be'],
  'iso-8859-1': ['iso-8859-1'],
  iso8859_1: ['iso-8859-1'],
  'latin-1': ['iso-8859-1'],
  latin1: ['iso-8859-1'],
  'us-ascii': ['us-ascii'],
  ascii: ['us-ascii'],
};

const DOCUMENT = 'document';
/** An XML declaration is looked for within this many characters. */
export const DECLARATION_LENGTH = 1024;
/** No encoding read here spends more bytes than this on a code point. */
const MAX_BYTES_PER_CHARACTER = 4;
const MAX_BOM_BYTES = 3;

/**
 * Turns a document into characters: by its byte-order mark, else by its XML declaration, else as UTF-8
 * (XML 1.0 §4.3.3 and appendix F). Never throws, and nothing is replaced: bytes that don't decode refuse the document.
 * A string has been decoded already, so what its declaration says about bytes is of no interest.
 * @param maxCharacters the longest document taken, in code points
 */
export function decodeXml(document: Uint8Array | string, maxCharacters: number): Decoded {
  if (document.length === 0) return refused(samlFinding('xml-empty', DOCUMENT, 'The document is empty.'));
  if (document.length > MAX_BYTES_PER_CHARACTER * maxCharacters + MAX_BOM_BYTES)
    return tooLarge(maxCharacters);
  const decoded = typeof document === 'string' ? decodeString(document) : decodeBytes(document);
  if (decoded.text === undefined) return decoded;
  if (isLongerThan(decoded.text, maxCharacters)) return tooLarge(maxCharacters);
  if (/^[ \t\r\n]*$/.test(decoded.text)) {
    return refused(samlFinding('xml-empty', DOCUMENT, 'The document holds nothing but white space.'));
  }
  return decoded;
}

function decodeString(document: string): Decoded {
  const text = document.startsWith('\ufeff') ? document.slice(1) : document;
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone === null) return { text, findings: [] };
  const message = 'The document holds half a character (a lone UTF-16 surrogate).';
  return refused(samlFinding('xml-undecodable', positionIn(text, lone.index), message));
}

/** What a document's first bytes say of its encoding, or why it can't be read. */
export type SniffedEncoding =
  | {
      readonly encoding: Encoding;
      /** How many bytes the byte-order mark takes. */
      readonly markLength: number;
      /** A warning. */
      readonly finding?: Finding | undefined;
    }
  | { readonly encoding: undefined; readonly finding: Finding };

/**
 * Tells the encoding of a document: by its byte-order mark, else by its XML declaration, else UTF-8.
 *
 * @param bytes all of it, or at least as much as {@link DECLARATION_LENGTH}
 */
export function sniffEncoding(bytes: Uint8Array): SniffedEncoding {
  const mark = byteOrderMark(bytes);
  if (mark === 'utf-32') return unsupported('The document is in UTF-32.');
  if (mark === 'utf-16') return unsupported('The document looks like UTF-16, but has no byte-order mark.');
  if (mark !== undefined) {
    const markLength = mark === 'utf-8' ? 3 : 2;
    const head = bytes.subarray(markLength, markLength + 2 * DECLARATION_LENGTH);
    const declared = declaredEncoding(new TextDecoder(mark, { ignoreBOM: true }).decode(head));
    if (declared === undefined || namesOf(declared)?.includes(mark) === true)
      return { encoding: mark, markLength };
    const message = `The first line says the encoding is '${excerpt(declared)}', but the document is in ${mark.toUpperCase()} by its byte-order mark.`;
    const finding = samlFinding('xml-encoding-overridden', { line: 1, column: 1 }, message);
    return { encoding: mark, markLength, finding };
  }
  const declared = declaredEncoding(Buffer.from(bytes.subarray(0, DECLARATION_LENGTH)).toString('latin1'));
  if (declared === undefined) return { encoding: 'utf-8', markLength: 0 };
  const [encoding] = namesOf(declared) ?? [];
  if (encoding === undefined) {
    return unsupported(`The first line says the encoding is '${excerpt(declared)}', which isn't read here.`);
  }
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const message = `The first line says the encoding is '${excerpt(declared)}', but the document is in an 8-bit encoding.`;
    return {
      encoding: undefined,
      finding: samlFinding('xml-encoding-contradicted', { line: 1, column: 1 }, message),
    };
  }
  return { encoding, markLength: 0 };
}

function decodeBytes(bytes: Uint8Array): Decoded {
  const sniffed = sniffEncoding(bytes);
  if (sniffed.encoding === undefined) return refused(sniffed.finding);
  const decoded = decodeAs(bytes.subarray(sniffed.markLength), sniffed.encoding);
  if (sniffed.finding === undefined || decoded.text === undefined) return decoded;
  return { ...decoded, findings: [sniffed.finding] };
}

function namesOf(declared: string): readonly Encoding[] | undefined {
  const name = declared.toLowerCase();
  return Object.hasOwn(ENCODING_NAMES, name) ? ENCODING_NAMES[name] : undefined;
}

/** What the first bytes give away; `utf-16` without a side means that its mark is missing. */
function byteOrderMark(
  bytes: Uint8Array,
): 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-16' | 'utf-32' | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32' : 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second === 0) return 'utf-32';
  if (first === 0x3c && second === 0) return third === 0 ? 'utf-32' : 'utf-16';
  if (first === 0 && second === 0x3c) return 'utf-16';
  return undefined;
}

/** The encoding named by the XML declaration; undefined without one. */
function declaredEncoding(text: string): string | undefined {
  const head = text.slice(0, DECLARATION_LENGTH);
  const end = head.indexOf('?>');
  if (!/^<\?xml[ \t\r\n]/.test(head) || end === -1) return undefined;
  const match = /[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/.exec(head.slice(0, end));
  return match === null ? undefined : (match[1] ?? match[2]);
}

function decodeAs(bytes: Uint8Array, encoding: Encoding): Decoded {
  // Buffer's latin1 is ISO 8859-1 to the letter; TextDecoder would take that name for windows-1252.
  if (encoding === 'iso-8859-1') return { text: Buffer.from(bytes).toString('latin1'), findings: [] };
  if (encoding === 'us-ascii') {
    const at = bytes.findIndex((byte) => byte > 0x7f);
    if (at === -1) return { text: Buffer.from(bytes).toString('latin1'), findings: [] };
    const before = Buffer.from(bytes.subarray(0, at)).toString('latin1');
    return undecodable('US-ASCII', before);
  }
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), findings: [] };
  } catch {
    const lenient = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
    const broken = lenient.indexOf('\ufffd');
    return undecodable(encoding.toUpperCase(), lenient.slice(0, broken));
  }
}

function undecodable(encoding: string, before: string): Decoded {
  const message = `The document isn't valid ${encoding} from here on.`;
  return refused(samlFinding('xml-undecodable', positionIn(before, before.length), message));
}

function unsupported(message: string): SniffedEncoding {
  return { encoding: undefined, finding: samlFinding('xml-encoding-unsupported', DOCUMENT, message) };
}

function tooLarge(maxCharacters: number): Decoded {
  const message = `The document is longer than ${maxCharacters.toLocaleString('en')} characters.`;
  return refused(samlFinding('xml-too-large', DOCUMENT, message));
}

function refused(finding: Finding): Decoded {
  return { text: undefined, findings: [finding] };
}

function isLongerThan(text: string, codePoints: number): boolean {
  if (text.length <= codePoints) return false;
  let count = 0;
  for (let index = 0; index < text.length; count += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count > codePoints;
}
