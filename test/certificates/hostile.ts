import { randomBytes } from 'node:crypto';
import { buildCertificate, newKeys } from './builder.js';
import { bundleOf, indefinite } from './bundles.js';
import { element, hex } from './fixtures.js';

const keys = newKeys();
const SHA256_WITH_RSA = hex('300d06092a864886f70d01010b0500');
const CA = hex('300f 0603551d13 0101ff 0405 3003 0101ff');

/** A certificate of an authority by its own name. */
export function selfNamed(name: string, extensions?: readonly Uint8Array[]): Uint8Array {
  return buildCertificate({
    subject: name,
    issuer: name,
    subjectKey: keys.publicKey,
    issuerKey: keys.privateKey,
    ...(extensions === undefined ? {} : { extensions }),
  });
}

/** A certificate with an RSA key of any size, with a signature that is none. */
export function rsaCertificate(bits: number, exponentBits: number, name = 'rsa'): Uint8Array {
  const odd = (size: number): Buffer => {
    const bytes = randomBytes(size / 8);
    bytes[0] = 0x7f;
    bytes[bytes.length - 1] = 0xff;
    return bytes;
  };
  const modulus = Buffer.concat([Buffer.from([0, 0xff]), odd(bits).subarray(1)]);
  const key = element(0x30, element(0x02, modulus), element(0x02, odd(exponentBits)));
  const spki = element(0x30, hex('300d06092a864886f70d0101010500'), element(0x03, Buffer.from([0]), key));
  const attribute = element(0x30, hex('0603550403'), element(0x0c, Buffer.from(name)));
  const subject = element(0x30, element(0x31, attribute));
  const time = (text: string) => element(0x17, Buffer.from(text));
  const validity = element(0x30, time('200101000000Z'), time('400101000000Z'));
  const head = [hex('a003020102'), hex('020101'), SHA256_WITH_RSA];
  const body = element(0x30, ...head, subject, validity, subject, spki, element(0xa3, element(0x30, CA)));
  return element(0x30, body, SHA256_WITH_RSA, element(0x03, Buffer.from([0]), odd(bits)));
}

/** As many authorities as asked for, each certified by each other, all of one name. */
export function crossSigned(count: number): Uint8Array[] {
  const all = Array.from({ length: count }, newKeys);
  return all.flatMap((subject) =>
    all.map((issuer) =>
      buildCertificate({
        subject: 'k',
        issuer: 'k',
        subjectKey: subject.publicKey,
        issuerKey: issuer.privateKey,
      }),
    ),
  );
}

/** An authority that excludes as many names as its certificate holds, and one with as many names below it. */
export function manyConstraints(count: number): {
  readonly authority: Uint8Array;
  readonly leaf: Uint8Array;
} {
  const each = (domain: string) =>
    Array.from({ length: count }, (_, index) => element(0x82, Buffer.from(`a${String(index)}.${domain}`)));
  const subtrees = each('example.org').map((name) => element(0x30, name));
  const constraints = element(0x30, element(0xa1, ...subtrees));
  const authority = selfNamed('authority', [
    CA,
    element(0x30, hex('0603551d1e'), hex('0101ff'), element(0x04, constraints)),
  ]);
  const names = element(0x30, hex('0603551d11'), element(0x04, element(0x30, ...each('example.com'))));
  const leaf = buildCertificate({
    subject: 'leaf',
    issuer: 'authority',
    subjectKey: keys.publicKey,
    issuerKey: keys.privateKey,
    extensions: [names],
  });
  return { authority, leaf };
}

/** Files of about 1 MB that were made to take long. */
export function hostileFiles(): ReadonlyMap<string, Uint8Array> {
  const many = Array.from({ length: 1000 }, (_, index) => selfNamed(`c${String(index)}`));
  const rsa = (bits: number, exponentBits: number): Uint8Array => {
    const { length } = rsaCertificate(bits, exponentBits);
    const count = Math.min(1000, Math.floor(1_040_000 / length));
    return bundleOf(
      Array.from({ length: count }, (_, index) => rsaCertificate(bits, exponentBits, `r${String(index)}`)),
    );
  };
  const fill = (text: string | Uint8Array): Uint8Array => Buffer.alloc(1_000_000).fill(text);
  return new Map([
    ['a thousand certificates', bundleOf(many)],
    ['a thousand certificates in BER', bundleOf(many, indefinite)],
    ['one name of 500 kB', selfNamed('x'.repeat(500_000))],
    ['RSA of 16384 bits', rsa(16_384, 64)],
    ['RSA of 8192 bits', rsa(8192, 32)],
    ['RSA exponents of 3064 bits', rsa(3072, 3064)],
    ['constraints and names', manyConstraints(9000).authority],
    ['nesting without an end', fill(hex('3080'))],
    ['empty elements', fill(hex('3000'))],
    ['line ends', fill('\n')],
    ['BEGIN lines', fill('-----BEGIN A-----\n')],
    ['headers', Buffer.from(`-----BEGIN CERTIFICATE-----\n${'a: b\n'.repeat(200_000)}`)],
  ]);
}
