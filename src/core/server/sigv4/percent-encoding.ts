/** A percent sign that does not begin an escape (RFC 3986 §2.1). */
const MALFORMED_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

const NOT_UNRESERVED = /[^A-Za-z0-9\-._~]/g;

const ESCAPE_OR_NOT_UNRESERVED = /%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~]/g;

/**
 * Percent-encodes every byte that is not unreserved (RFC 3986 §2.3), with upper-case digits.
 * @param text one character per byte; an existing escape is encoded again, as Signature Version 4 asks for paths
 */
export function encodeBytes(text: string): string {
  return text.replace(NOT_UNRESERVED, (character) => escapeByte(character.charCodeAt(0)));
}

/**
 * Gives percent-encoded text its one canonical spelling: nothing unreserved escaped, everything else escaped, digits in
 * upper case. `+` stands for itself (RFC 3986; the space of HTML forms is no part of Signature Version 4).
 * @param text one character per byte
 * @returns `undefined` where a `%` begins no escape, since clients and servers differ on what such text means
 */
export function normalizeEncoding(text: string): string | undefined {
  if (MALFORMED_ESCAPE.test(text)) {
    return undefined;
  }
  return text.replace(ESCAPE_OR_NOT_UNRESERVED, (match: string, digits: string | undefined) =>
    digits === undefined
      ? escapeByte(match.charCodeAt(0))
      : encodeBytes(String.fromCharCode(Number.parseInt(digits, 16))),
  );
}

/**
 * Reads canonically encoded text back.
 * @returns `undefined` where the bytes are no UTF-8
 */
export function decodeUtf8(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function escapeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
