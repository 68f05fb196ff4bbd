import assert from 'node:assert/strict';
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { DerCursor, readDer } from '../../src/core/certificates/der/der.js';
import { type Pkcs12Contents, readPkcs12 } from '../../src/core/certificates/pkcs12/pkcs12.js';
import { WorklinkError } from '../../src/core/errors.js';
import { element, hex } from './fixtures.js';

const FOLDER = new URL('../fixtures/pkcs12/', import.meta.url);
const file = (name: string): Uint8Array => readFileSync(new URL(`${name}.p12`, FOLDER));

/** The fault and the message that reading a file is refused with. */
function refusal(bytes: Uint8Array, password: string | undefined): { fault: unknown; message: string } {
  try {
    readPkcs12(bytes, password);
  } catch (error) {
    assert.ok(error instanceof WorklinkError, inspect(error));
    assert.equal(error.code, 'InvalidInput');
    return { fault: error.details?.['fault'], message: error.message };
  }
  throw new assert.AssertionError({ message: 'it was read' });
}

function ids({ findings }: Pkcs12Contents): string[] {
  return findings.map(({ id }) => id);
}

/** Cipher of the certificates, cipher of the key, hash of the integrity check. */
function schemes({ encryption: { certificates, keys, mac } }: Pkcs12Contents): string {
  const name = (facts: typeof keys): string =>
    facts.map(({ scheme, cipher }) => (scheme === 'PBES2' ? cipher : scheme)).join('+') || '-';
  return [name(certificates), name(keys), mac?.hash ?? '-'].join(' ');
}

const READABLE: readonly (readonly [name: string, password: string | undefined, schemes: string])[] = [
  ['aes-256', 'correct', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['aes-128-sha512', 'correct', 'AES-128-CBC AES-128-CBC SHA-512'],
  ['legacy-rc2-40', 'correct', 'PBE-SHA1-RC2-40 PBE-SHA1-3DES SHA-1'],
  ['3des', 'correct', 'PBE-SHA1-3DES PBE-SHA1-3DES SHA-1'],
  ['2des', 'correct', 'PBE-SHA1-2DES PBE-SHA1-2DES SHA-1'],
  ['rc2-128', 'correct', 'PBE-SHA1-RC2-128 PBE-SHA1-RC2-128 SHA-1'],
  ['pbes2-3des', 'correct', '3DES-CBC 3DES-CBC SHA-256'],
  ['pbes2-rc2', 'correct', 'RC2-64-CBC RC2-128-CBC SHA-1'],
  ['no-mac', 'correct', '- AES-256-CBC -'],
  ['empty-password', '', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['empty-password', undefined, 'AES-256-CBC AES-256-CBC SHA-256'],
  ['plain', 'correct', '- - SHA-256'],
  ['plain-no-mac', undefined, '- - -'],
  ['ec', 'correct', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['ed25519', 'correct', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['unicode', 'пароль-ü€😀', 'AES-256-CBC PBE-SHA1-3DES SHA-1'],
  ['latin1', 'größe', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['iterations-600000', 'correct', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['java', 'correct', 'AES-256-CBC AES-256-CBC SHA-256'],
  ['java-legacy', 'correct', 'PBE-SHA1-RC2-40 PBE-SHA1-3DES SHA-1'],
  ['java-hmac-sha1', 'correct', 'AES-128-CBC AES-128-CBC SHA-256'],
];

/** A file with another MacData, or none, in the place of its own. */
function withMac(bytes: Uint8Array, mac: (content: Uint8Array) => Uint8Array): Uint8Array {
  const cursor = DerCursor.within(readDer(bytes, 'a file'));
  const version = cursor.read('a version');
  const info = cursor.read('content');
  const explicit = DerCursor.within(info).rest('parts')[1];
  assert.ok(explicit !== undefined);
  const { content } = DerCursor.within(explicit).read('data');
  return element(0x30, version.encoded, info.encoded, mac(content));
}

/** PBMAC1 with HMAC-SHA-256 throughout: RFC 9579 §4. */
function pbmac1(content: Uint8Array, password: string): Uint8Array {
  const salt = Buffer.from('saltsalt');
  const hmac = hex('300c 0608 2a864886f70d0209 0500');
  const digest = createHmac('sha256', pbkdf2Sync(password, salt, 2048, 32, 'sha256'))
    .update(content)
    .digest();
  const kdf = element(
    0x30,
    hex('0609 2a864886f70d01050c'),
    element(0x30, element(0x04, salt), hex('0202 0800'), hex('0201 20'), hmac),
  );
  const algorithm = element(0x30, hex('0609 2a864886f70d01050e'), element(0x30, kdf, hmac));
  return element(
    0x30,
    element(0x30, algorithm, element(0x04, digest)),
    element(0x04, Buffer.from('NOT USED')),
    hex('020101'),
  );
}

/** A file without an integrity check, of keys that are each stretched some number of times. */
function withKeys(count: number, iterations: string): Uint8Array {
  const parameters = element(0x30, hex('0408 0102030405060708'), element(0x02, hex(iterations)));
  const algorithm = element(0x30, hex('060a 2a864886f70d010c0103'), parameters);
  const shrouded = element(0x30, algorithm, element(0x04, Buffer.alloc(64, 1)));
  const bag = element(0x30, hex('060b 2a864886f70d010c0a0102'), element(0xa0, shrouded));
  const data = (content: Uint8Array): Uint8Array =>
    element(0x30, hex('0609 2a864886f70d010701'), element(0xa0, element(0x04, content)));
  const safe = element(0x30, ...Array.from({ length: count }, () => bag));
  return element(0x30, hex('020103'), data(element(0x30, data(safe))));
}

describe('reading PKCS#12', function () {
  // A password is stretched on purpose.
  this.timeout(20_000);

  for (const [name, password, expected] of READABLE) {
    it(`reads ${name} with ${password === undefined ? 'no password' : `the password '${password}'`}`, () => {
      const contents = readPkcs12(file(name), password);
      assert.equal(schemes(contents), expected);
      const [identity, ...others] = contents.identities;
      assert.deepEqual(others, []);
      assert.ok(identity !== undefined);
      assert.match(identity.certificate.subject, /^CN=(rsa|ec|ed25519)$/);
      assert.deepEqual(
        identity.chain.map(({ subject }) => subject),
        ['CN=device-ca', 'CN=device-root'],
      );
      assert.equal(contents.certificates.length, 3);
      assert.deepEqual(
        contents.findings.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }

  it('says of which kind a key is, whose it is and what it is called', () => {
    for (const [name, keyType] of [
      ['aes-256', 'RSA-2048'],
      ['ec', 'EC-P-256'],
      ['ed25519', 'Ed25519'],
    ] as const) {
      const { keys, identities } = readPkcs12(file(name), 'correct');
      assert.equal(keys[0]?.keyType, keyType);
      assert.equal(keys[0].certificate, identities[0]?.certificate.sha256);
      assert.match(keys[0].friendlyName ?? '', / of Ana$/);
    }
    assert.equal(readPkcs12(file('unicode'), 'пароль-ü€😀').identities[0]?.friendlyName, 'Ana’s "phone" ☎');
  });

  it('reads PBMAC1', () => {
    const bytes = withMac(file('ec'), (content) => pbmac1(content, 'correct'));
    const { encryption, identities } = readPkcs12(bytes, 'correct');
    assert.deepEqual(encryption.mac, { scheme: 'PBMAC1', hash: 'SHA-256', iterations: 2048 });
    assert.equal(identities.length, 1);
    assert.equal(refusal(bytes, 'wrong').fault, 'password-wrong');
  });

  it('reads the indefinite lengths and strings in pieces of BER', () => {
    const cursor = DerCursor.within(readDer(file('ec'), 'a file'));
    const [version, info, mac] = cursor.rest('a part');
    assert.ok(version !== undefined && info !== undefined && mac !== undefined);
    const [type, explicit] = DerCursor.within(info).rest('a part');
    assert.ok(type !== undefined && explicit !== undefined);
    const { content } = DerCursor.within(explicit).read('data');
    const end = hex('0000');
    const pieces = [content.subarray(0, 100), content.subarray(100)].map((piece) => element(0x04, piece));
    const string = Buffer.concat([hex('2480'), ...pieces, end]);
    const bytes = Buffer.concat([
      hex('3080'),
      version.encoded,
      hex('3080'),
      type.encoded,
      hex('a080'),
      string,
      end,
      end,
      mac.encoded,
      end,
    ]);
    assert.equal(readPkcs12(bytes, 'correct').identities.length, 1);
  });

  it('reads what holds several identities, no key, no certificate, or no chain', () => {
    const two = readPkcs12(file('two-identities'), 'correct');
    assert.equal(two.identities.length, 2);
    assert.deepEqual(ids(two), ['pkcs12-several-identities']);
    const certificates = readPkcs12(file('certificates-only'), 'correct');
    assert.deepEqual([certificates.keys.length, certificates.certificates.length], [0, 2]);
    const key = readPkcs12(file('key-only'), 'correct');
    assert.deepEqual([key.keys.length, key.identities.length], [1, 0]);
    assert.deepEqual(ids(key), ['pkcs12-key-without-certificate']);
    assert.deepEqual(readPkcs12(file('without-chain'), 'correct').identities[0]?.chain, []);
    const java = readPkcs12(file('java-no-password'), undefined);
    assert.equal(java.certificates[0]?.subject, 'CN=device-root');
    assert.ok(java.hasNoPassword);
  });

  it('finds fault with what is not protected', () => {
    assert.deepEqual(ids(readPkcs12(file('no-mac'), 'correct')), ['pkcs12-no-mac']);
    assert.deepEqual(ids(readPkcs12(file('plain'), 'correct')), ['pkcs12-key-not-encrypted']);
    assert.deepEqual(ids(readPkcs12(file('plain-no-mac'), undefined)), [
      'pkcs12-no-mac',
      'pkcs12-key-not-encrypted',
    ]);
  });

  it('tells a missing password, a wrong one and damage apart', () => {
    for (const name of ['aes-256', 'legacy-rc2-40', '3des', 'no-mac']) {
      assert.equal(refusal(file(name), undefined).fault, 'password-needed');
      assert.equal(refusal(file(name), 'not it').fault, 'password-wrong');
      assert.equal(refusal(file(name).slice(0, -10), 'correct').fault, 'damaged');
    }
    const changed = Buffer.from(file('aes-256'));
    // The last bytes of the name that the key is called by, which nothing else depends on.
    const position = changed.lastIndexOf(Buffer.from('Ana', 'utf16le').swap16());
    changed[position + 1] = 0x42;
    assert.match(refusal(changed, 'correct').message, /damaged/);
    assert.equal(refusal(changed, 'correct').fault, 'damaged');
    assert.equal(refusal(changed, 'not it').fault, 'password-wrong');
  });

  it('names an algorithm that it cannot open', () => {
    const { fault, message } = refusal(file('rc4'), 'correct');
    assert.equal(fault, 'unsupported');
    assert.match(message, /PBE-SHA1-RC4-128/);
  });

  it('says what it was given in the place of PKCS#12', () => {
    assert.match(refusal(Buffer.from('-----BEGIN CERTIFICATE-----'), undefined).message, /no PKCS#12 file/);
    assert.match(refusal(new Uint8Array(0), undefined).message, /no PKCS#12 file/);
    const key = readFileSync(new URL('../certificates/keys/rsa-2048.der.key', FOLDER));
    assert.match(refusal(key, undefined).message, /a private key/);
  });

  it('refuses bytes after the end', () => {
    assert.equal(refusal(Buffer.concat([file('ec'), Buffer.from([0])]), 'correct').fault, 'damaged');
  });

  it('refuses to hash a password two thousand million times, before it begins', () => {
    const mac = withMac(file('ec'), () => {
      const digest = element(0x30, hex('3009 06052b0e03021a0500'), element(0x04, Buffer.alloc(20)));
      return element(0x30, digest, element(0x04, Buffer.from('saltsalt')), hex('02047fffffff'));
    });
    assert.equal(refusal(mac, 'correct').fault, 'too-much-work');
    assert.equal(refusal(withKeys(1, '7fffffff'), 'correct').fault, 'too-much-work');
    assert.equal(refusal(withKeys(1, '0400'), 'correct').fault, 'password-wrong');
    assert.equal(refusal(withKeys(1, '00'), 'correct').fault, 'damaged');
  });

  it('never shows a key or a password', () => {
    const contents = readPkcs12(file('aes-256'), 'correct');
    const { privateKey } = contents.identities[0] ?? {};
    assert.ok(privateKey !== undefined);
    const secret = privateKey.export({ format: 'jwk' }).d ?? '';
    assert.ok(secret.length > 100);
    const shown = inspect(contents, { depth: 20 }) + JSON.stringify(contents);
    assert.ok(!shown.includes(secret));
    assert.ok(!refusal(file('ec'), 'pa55word-to-hide').message.includes('pa55word'));
  });

  it('answers every change of a byte with a reading or an InvalidInput', function () {
    this.timeout(60_000);
    const seeds = ['3des', 'ec', 'pbes2-rc2', 'plain-no-mac', 'key-only'].map((name) => file(name));
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(), { nil: undefined }),
        (seed, changes, cut) => {
          const bytes = Buffer.from(seed);
          for (const [position, value] of changes) bytes[position % bytes.length] = value;
          const input = cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length);
          try {
            readPkcs12(input, 'correct');
          } catch (error) {
            assert.ok(error instanceof WorklinkError && error.code === 'InvalidInput', inspect(error));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has a test for every fixture', () => {
    const names = readdirSync(FOLDER).filter((name) => name.endsWith('.p12'));
    const others = [
      'rc4',
      'two-identities',
      'certificates-only',
      'key-only',
      'without-chain',
      'java-no-password',
    ];
    assert.deepEqual(
      names.map((name) => name.slice(0, -4)).sort(),
      [...new Set([...READABLE.map(([name]) => name), ...others])].sort(),
    );
  });
});
