import { element, hex } from './fixtures.js';

const SIGNED_DATA = hex('06092a864886f70d010702');
const DATA = hex('06092a864886f70d010701');

/** An element of indefinite length: X.690 §8.1.3.6. */
export function indefinite(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(tag, 0x80), ...contents, Uint8Array.of(0, 0)]);
}

/** A certs-only PKCS#7 bundle: RFC 2315 §9. @param wrap how constructed elements are written; DER when left out */
export function bundleOf(certificates: readonly Uint8Array[], wrap = element): Uint8Array {
  const signedData = wrap(
    0x30,
    hex('020101'),
    element(0x31),
    wrap(0x30, DATA),
    wrap(0xa0, ...certificates),
    element(0x31),
  );
  return wrap(0x30, SIGNED_DATA, wrap(0xa0, signedData));
}
