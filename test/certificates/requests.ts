import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { element, hex } from './fixtures.js';

export const sequence = (...contents: readonly Uint8Array[]) => element(0x30, ...contents);
export const bits = (bytes: Uint8Array) => element(0x03, Uint8Array.of(0), bytes);
export const spkiOf = (key: KeyObject): Uint8Array => key.export({ type: 'spki', format: 'der' });

export const RSA = hex('06092a864886f70d010101');
export const PSS = hex('06092a864886f70d01010a');
export const DSA = hex('06072a8648ce380401');
export const EC = hex('06072a8648ce3d0201');
export const SHA256_RSA = sequence(hex('06092a864886f70d01010b'), hex('0500'));
export const ECDSA_SHA256 = sequence(hex('06082a8648ce3d040302'));
export const ECDSA_SHA3 = sequence(hex('060960864801650304030a'));
export const EXTENSION_REQUEST = hex('06092a864886f70d01090e');
export const MICROSOFT_REQUEST = hex('060a2b060104018237020 10e');
export const CA = sequence(hex('0603551d13'), hex('0101ff'), hex('0405 3003 0101ff'));

export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface Request {
  readonly spki?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly subject?: Uint8Array;
  readonly attributes?: readonly Uint8Array[];
  readonly signer?: (body: Uint8Array) => Uint8Array;
}

export const SUBJECT = sequence(
  element(0x31, sequence(hex('0603550403'), element(0x0c, Buffer.from('asked')))),
);

export function request(options: Request = {}): Uint8Array {
  const body = sequence(
    hex('020100'),
    options.subject ?? SUBJECT,
    options.spki ?? spkiOf(ec.publicKey),
    ...(options.attributes === undefined ? [] : [element(0xa0, ...options.attributes)]),
  );
  const signer = options.signer ?? ((bytes: Uint8Array) => sign('sha256', bytes, ec.privateKey));
  return sequence(body, options.algorithm ?? ECDSA_SHA256, bits(signer(body)));
}
