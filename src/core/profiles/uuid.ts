import { createHash } from 'node:crypto';

/** The namespace of all names below: drawn once at random, and never to change. */
const NAMESPACE = '5b0f9f0c-2f0e-4a51-9c35-7d6b2f1c8e43';

/**
 * A UUID made of a name (RFC 4122 §4.3, version 5): the same for the same parts, so that a profile issued anew takes the
 * place of the one on the device rather than standing beside it.
 *
 * @param parts what is named, from the widest to the narrowest; different lists have different UUIDs
 * @returns in lower case
 */
export function nameUuid(...parts: readonly string[]): string {
  const name = JSON.stringify(parts.map((part) => part.normalize('NFC')));
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = bytes.toString('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');
}
