import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ALGORITHM } from './claim.js';
import { type Credential } from './credential.js';
import { type Timestamp } from './timestamp.js';

/** SHA-256 as lower-case hexadecimal. @param text bytes, or text with one character per byte */
export function sha256Hex(text: string | Uint8Array): string {
  const hash = createHash('sha256');
  return (typeof text === 'string' ? hash.update(text, 'latin1') : hash.update(text)).digest('hex');
}

/**
 * The signature of a canonical request ("Create a signed AWS API request", steps 2 to 4).
 * @param request text with one character per byte
 * @returns 32 bytes
 */
export function signatureOf(
  request: string,
  secret: string,
  credential: Credential,
  signed: Timestamp,
): Buffer {
  const { day, region, service, terminator } = credential;
  const scope = [day, region, service, terminator];
  const stringToSign = [ALGORITHM, signed.text, scope.join('/'), sha256Hex(request)].join('\n');
  const key = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`);
  return hmac(key, stringToSign);
}

/** Whether two texts or byte strings are the same, in a time that does not tell where they differ. */
export function sameInConstantTime(left: string | Uint8Array, right: string | Uint8Array): boolean {
  // Digests are of one length, whatever was compared, which timingSafeEqual asks for.
  return timingSafeEqual(digest(left), digest(right));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function digest(value: string | Uint8Array): Buffer {
  return createHash('sha256').update(value).digest();
}
