import { TAG } from './der/der.js';

/** Everything that could move, hide or break a line of text: controls, bidi and zero-width marks, separators. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

function utf8Escape(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** Replaces each unprintable character by `\XX` per UTF-8 byte: RFC 4514 §2.4. Backslashes must be escaped before. */
export function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, utf8Escape);
}

/** A value from outside on one line, unambiguously: backslashes doubled, unprintable characters escaped. */
export function oneLine(text: string): string {
  return escapeUnprintable(text.replaceAll('\\', '\\\\'));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** UTF-8 text, or `undefined` when the bytes are not UTF-8. A leading byte-order mark is text. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Two bytes each, the higher first, as X.690 §8.23.8 writes a BMPString. Lone surrogates are not text. */
function bmp(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const text = Buffer.from(bytes).swap16().toString('utf16le');
  return /\p{Cs}/u.test(text) ? undefined : text;
}

/** Four bytes each, the highest first. */
function universal(bytes: Uint8Array): string | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: string[] = [];
  for (let index = 0; index < bytes.length; index += 4) {
    const codePoint = view.getUint32(index);
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined;
    characters.push(String.fromCodePoint(codePoint));
  }
  return characters.join('');
}

/**
 * The text of an ASN.1 character string, or `undefined` when the type is no string or the bytes do not fit it.
 *
 * T61String is read as Latin-1, as everyone who wrote one meant it. PrintableString and IA5String with other
 * characters in them (underscores, accents) exist, and are read for what they hold.
 */
export function stringText(tag: number, content: Uint8Array): string | undefined {
  switch (tag) {
    case TAG.utf8String:
      return utf8(content);
    case TAG.printableString:
    case TAG.numericString:
    case TAG.ia5String:
    case TAG.visibleString:
    case TAG.teletexString:
      return latin1(content);
    case TAG.bmpString:
      return bmp(content);
    case TAG.universalString:
      return universal(content);
    default:
      return undefined;
  }
}
