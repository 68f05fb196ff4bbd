import assert from 'node:assert/strict';
import {
  createCipheriv,
  createHash,
  createHmac,
  generateKeyPairSync,
  pbkdf2Sync,
  scryptSync,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import {
  derAlgorithm,
  derBmpString,
  derContext,
  derElement,
  derInteger,
  derNull,
  derOctets,
  derOid,
  derSequence,
  derSetOf,
} from '../../src/core/certificates/der/der-writer.js';
import { appleImportFindings } from '../../src/core/certificates/pkcs12/apple-import.js';
import { type Pkcs12Contents, readPkcs12 } from '../../src/core/certificates/pkcs12/pkcs12.js';
import { writePkcs12 } from '../../src/core/certificates/pkcs12/pkcs12-writer.js';
import { WorklinkError } from '../../src/core/errors.js';
import { buildCertificate, newKeys } from './builder.js';
import { selfNamed } from './hostile.js';

const PASSWORD = 'correct';
const SALT = Buffer.from('saltsalt');
const IV = Buffer.alloc(16, 7);

const DATA = '1.2.840.113549.1.7.1';
const SIGNED = '1.2.840.113549.1.7.2';
const ENVELOPED = '1.2.840.113549.1.7.3';
const ENCRYPTED = '1.2.840.113549.1.7.6';
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
const PBMAC1 = '1.2.840.113549.1.5.14';
const HMAC_SHA256 = '1.2.840.113549.2.9';
const AES_256 = '2.16.840.1.101.3.4.1.42';
const RC2_CBC = '1.2.840.113549.3.2';
const TRIPLE_DES = '1.2.840.113549.1.12.1.3';
const RC2_40 = '1.2.840.113549.1.12.1.6';
const MD5 = '1.2.840.113549.2.5';

const BAG = '1.2.840.113549.1.12.10.1.';
const X509 = '1.2.840.113549.1.9.22.1';
const SDSI = '1.2.840.113549.1.9.22.2';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';

const owner = newKeys();
const pkcs8 = owner.privateKey.export({ type: 'pkcs8', format: 'der' });
const ownerCertificate = buildCertificate({
  subject: 'owner',
  issuer: 'owner',
  subjectKey: owner.publicKey,
  issuerKey: owner.privateKey,
});

const info = (type: string, content: Uint8Array): Uint8Array =>
  derSequence(derOid(type), derContext(0, content));
const data = (content: Uint8Array): Uint8Array => info(DATA, derOctets(content));
const pfx = (parts: readonly Uint8Array[], mac?: Uint8Array): Uint8Array =>
  derSequence(derInteger(3), data(derSequence(...parts)), ...(mac === undefined ? [] : [mac]));

const bag = (kind: string, value: Uint8Array, ...attributes: readonly Uint8Array[]): Uint8Array =>
  derSequence(
    derOid(kind),
    derContext(0, value),
    ...(attributes.length === 0 ? [] : [derSetOf(...attributes)]),
  );
const keyBag = (key: Uint8Array = pkcs8, ...attributes: readonly Uint8Array[]): Uint8Array =>
  bag(`${BAG}1`, key, ...attributes);
const certificateBag = (certificate: Uint8Array, type = X509): Uint8Array =>
  bag(`${BAG}3`, derSequence(derOid(type), derContext(0, derOctets(certificate))));
const shroudedBag = (algorithm: Uint8Array, encrypted: Uint8Array = Buffer.alloc(64, 1)): Uint8Array =>
  bag(`${BAG}2`, derSequence(algorithm, derOctets(encrypted)));

/** A file of one unencrypted part without an integrity check. */
const fileOf = (...bags: readonly Uint8Array[]): Uint8Array => pfx([data(derSequence(...bags))]);

const pbkdf2 = (...rest: readonly Uint8Array[]): Uint8Array =>
  derAlgorithm(PBKDF2, derSequence(derOctets(SALT), derInteger(2), ...rest));
const hmac = (oid: string): Uint8Array => derAlgorithm(oid, derNull());
const scrypt = (n: number, r: number, p: number): Uint8Array =>
  derAlgorithm(SCRYPT, derSequence(derOctets(SALT), derInteger(n), derInteger(r), derInteger(p)));
const aes256 = derAlgorithm(AES_256, derOctets(IV));
const pbes2 = (kdf: Uint8Array, cipher: Uint8Array): Uint8Array =>
  derAlgorithm(PBES2, derSequence(kdf, cipher));

function encryptAes(plain: Uint8Array, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-cbc', key, IV);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

const AES_PBKDF2 = pbes2(pbkdf2(), aes256);
/** Under PBKDF2 where nothing names its hash: SHA-1, RFC 8018 Appendix A.2. */
const encryptDefault = (plain: Uint8Array): Uint8Array =>
  encryptAes(plain, pbkdf2Sync(PASSWORD, SALT, 2, 32, 'sha1'));

/** An encrypted part, its content as it is given: `[0]` primitive or constructed. */
const encryptedPart = (content: Uint8Array, algorithm = AES_PBKDF2): Uint8Array =>
  info(ENCRYPTED, derSequence(derInteger(0), derSequence(derOid(DATA), algorithm, content)));

function read(bytes: Uint8Array, password: string | undefined = PASSWORD): Pkcs12Contents {
  return readPkcs12(bytes, password);
}

/** What a file is refused with: the fault and the message. */
function refusal(bytes: Uint8Array): string {
  try {
    readPkcs12(bytes, PASSWORD);
  } catch (error) {
    assert.ok(error instanceof WorklinkError, inspect(error));
    assert.equal(error.code, 'InvalidInput');
    return `${String(error.details?.['fault'])}: ${error.message}`;
  }
  throw new assert.AssertionError({ message: 'it was read' });
}

function messages({ findings }: Pkcs12Contents, id: string): string[] {
  return findings.filter((finding) => finding.id === id).map(({ message }) => message);
}

function nested(depth: number): Uint8Array {
  let inner = keyBag();
  for (let level = 1; level < depth; level += 1) inner = bag(`${BAG}6`, derSequence(inner));
  return inner;
}

/** A key as long as an attribute beside it makes it: RFC 5958 §2. */
function keyWithAttribute(bytes: number): Uint8Array {
  const algorithm = derAlgorithm('1.3.101.112');
  const secret = owner.privateKey.export({ format: 'jwk' }).d ?? '';
  const attribute = derSequence(derOid('1.2.3'), derSetOf(derOctets(Buffer.alloc(bytes, 1))));
  const key = derOctets(derOctets(Buffer.from(secret, 'base64url')));
  return derSequence(derInteger(0), algorithm, key, derContext(0, attribute));
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;

/** A key of RSA, whose parameters do not matter to OpenSSL. */
function keyWithParameters(bytes: number): Uint8Array {
  const algorithm = derAlgorithm('1.2.840.113549.1.1.1', derOctets(Buffer.alloc(bytes, 1)));
  return derSequence(derInteger(0), algorithm, derOctets(rsa.export({ type: 'pkcs1', format: 'der' })));
}

describe('the encryption of a PKCS#12 key', () => {
  const rc2 = (...parameters: readonly Uint8Array[]): Uint8Array =>
    pbes2(pbkdf2(), derAlgorithm(RC2_CBC, ...parameters));
  const own = (oid: string, salt: Uint8Array): Uint8Array =>
    derAlgorithm(oid, derSequence(derOctets(salt), derInteger(1)));

  const REFUSED: readonly (readonly [given: string, algorithm: Uint8Array, refused: RegExp])[] = [
    ['a scheme nobody knows', derAlgorithm('1.2.3.4'), /^unsupported: Its encryption \(1\.2\.3\.4\)/],
    [
      'a scheme that is known by name',
      derAlgorithm('1.2.840.113549.1.5.3'),
      /^unsupported: .*\(PBE-MD5-DES\)/,
    ],
    ['3DES without parameters', derAlgorithm(TRIPLE_DES), /^damaged: Its encryption has no parameters/],
    ['3DES with NULL parameters', derAlgorithm(TRIPLE_DES, derNull()), /^damaged: .* no parameters/],
    [
      'a salt of 5000 bytes',
      own(TRIPLE_DES, Buffer.alloc(5000)),
      /^damaged: .*a salt or a number of iterations/,
    ],
    [
      'PBES2 without parameters',
      derAlgorithm(PBES2),
      /^unsupported: Its encryption \(1\.2\.840\.113549\.1\.5\.13\)/,
    ],
    [
      'a derivation nobody knows',
      pbes2(derAlgorithm('1.2.3'), aes256),
      /^unsupported: Its key derivation \(1\.2\.3\)/,
    ],
    ['PBKDF2 without parameters', pbes2(derAlgorithm(PBKDF2), aes256), /^damaged: .* no parameters/],
    ['a key of no length', pbes2(pbkdf2(derInteger(0)), aes256), /^damaged: .*length of key/],
    ['a key of 65 bytes', pbes2(pbkdf2(derInteger(65)), aes256), /^damaged: .*length of key/],
    [
      'another hash',
      pbes2(pbkdf2(hmac('1.2.5')), aes256),
      /^unsupported: Its pseudo-random function \(1\.2\.5\)/,
    ],
    [
      'a cipher nobody knows',
      pbes2(pbkdf2(), derAlgorithm('1.2.7')),
      /^unsupported: Its encryption \(1\.2\.7\)/,
    ],
    ['GCM', pbes2(pbkdf2(), derAlgorithm('2.16.840.1.101.3.4.1.46')), /^unsupported: .*\(AES-256-GCM\)/],
    ['AES without an initial vector', pbes2(pbkdf2(), derAlgorithm(AES_256)), /^damaged: .*initial vector/],
    [
      'AES with a short one',
      pbes2(pbkdf2(), derAlgorithm(AES_256, derOctets(SALT))),
      /^damaged: .*initial vector/,
    ],
    [
      'RC2 with a short initial vector',
      rc2(derSequence(derInteger(58), derOctets(Buffer.alloc(7)))),
      /^damaged: .*initial vector/,
    ],
    ['RC2 without parameters', rc2(), /^unsupported: Its encryption \(1\.2\.840\.113549\.3\.2\)/],
    [
      'RC2 of a size nobody knows',
      rc2(derSequence(derInteger(99), derOctets(SALT))),
      /^unsupported: .*113549\.3\.2\)/,
    ],
    ['scrypt without parameters', pbes2(derAlgorithm(SCRYPT), aes256), /^damaged: .* no parameters/],
    [
      'scrypt with r of nothing',
      pbes2(scrypt(16, 0, 1), aes256),
      /^damaged: .*a salt or a number of iterations/,
    ],
    ['scrypt with N no power of two', pbes2(scrypt(15, 1, 1), aes256), /^damaged: .*parameters of scrypt/],
    ['scrypt of 256 MiB', pbes2(scrypt(2 ** 18, 8, 1), aes256), /^too-much-work: .*more memory/],
    ['scrypt a million times', pbes2(scrypt(16, 1, 1_000_000), aes256), /^too-much-work: .*more work/],
  ];
  for (const [given, algorithm, refused] of REFUSED) {
    it(`is refused with ${given}`, () => {
      assert.match(refusal(fileOf(shroudedBag(algorithm))), refused);
    });
  }

  for (const [given, length] of [
    ['nothing', 0],
    ['half a block', 12],
  ] as const) {
    it(`does not open with RC2 where it is ${given}`, () => {
      const shrouded = shroudedBag(own(RC2_40, SALT), Buffer.alloc(length, 1));
      assert.match(refusal(fileOf(shrouded)), /^password-wrong/);
    });
  }

  it('is opened with scrypt', () => {
    const encrypted = encryptAes(pkcs8, scryptSync(PASSWORD, SALT, 32, { N: 16, r: 2, p: 1 }));
    const contents = read(fileOf(shroudedBag(pbes2(scrypt(16, 2, 1), aes256), encrypted)));
    assert.deepEqual(contents.encryption.keys, [
      { scheme: 'PBES2', cipher: 'AES-256-CBC', derivation: 'scrypt', iterations: 16 },
    ]);
    assert.equal(contents.keys[0]?.keyType, 'Ed25519');
  });

  for (const [oid, hash, title] of [
    [undefined, 'sha1', 'HMAC-SHA-1'],
    ['1.2.840.113549.2.8', 'sha224', 'HMAC-SHA-224'],
    ['1.2.840.113549.2.10', 'sha384', 'HMAC-SHA-384'],
    ['1.2.840.113549.2.13', 'sha512-256', 'HMAC-SHA-512/256'],
  ] as const) {
    it(`is opened with PBKDF2 of ${title}${oid === undefined ? ', which is meant where none is named' : ''}`, () => {
      const encrypted = encryptAes(pkcs8, pbkdf2Sync(PASSWORD, SALT, 2, 32, hash));
      const kdf = pbkdf2(...(oid === undefined ? [] : [hmac(oid)]));
      const contents = read(fileOf(shroudedBag(pbes2(kdf, aes256), encrypted)));
      assert.equal(contents.encryption.keys[0]?.derivation, title);
      assert.equal(contents.keys[0]?.keyType, 'Ed25519');
    });
  }
});

describe('the parts of a PKCS#12 file', () => {
  it('are refused in another version and where a signature protects them', () => {
    const content = data(derSequence());
    assert.match(refusal(derSequence(derInteger(4), content)), /^unsupported: It is of version 4/);
    const signed = derSequence(derInteger(3), info(SIGNED, derSequence()));
    assert.match(refusal(signed), /^unsupported: Its integrity is protected by a signature/);
  });

  it('are passed over where they are for the holder of a key, or of a kind that is not known', () => {
    const contents = read(pfx([info(ENVELOPED, derSequence()), info('1.2.3', derSequence())]));
    assert.deepEqual(messages(contents, 'pkcs12-part-enveloped'), [
      'A part of it is encrypted for the holder of another key, not with a password.',
    ]);
    assert.deepEqual(messages(contents, 'pkcs12-part-unknown'), [
      'A part of it is of a kind that is not known (1.2.3).',
    ]);
  });

  it('are told of once for each kind, and of 50 kinds at most', () => {
    const parts = (count: number): Uint8Array[] =>
      Array.from({ length: count }, (_, index) => info(`1.2.${String(index)}`, derSequence()));
    assert.equal(messages(read(pfx([...parts(3), ...parts(3)])), 'pkcs12-part-unknown').length, 3);
    assert.equal(messages(read(pfx(parts(60))), 'pkcs12-part-unknown').length, 50);
  });

  it('are opened in one string and in pieces', () => {
    const encrypted = encryptDefault(derSequence(certificateBag(ownerCertificate)));
    const pieces = [encrypted.subarray(0, 33), encrypted.subarray(33)].map(derOctets);
    for (const content of [derElement(0x80, encrypted), derContext(0, ...pieces)]) {
      const { certificates, encryption } = read(pfx([encryptedPart(content)]));
      assert.deepEqual(
        certificates.map(({ subject }) => subject),
        ['CN=owner'],
      );
      assert.equal(encryption.certificates[0]?.cipher, 'AES-256-CBC');
    }
  });

  it('are under another password where what was decrypted is no structure', () => {
    const part = derElement(0x80, encryptDefault(Buffer.from('no structure at all')));
    assert.match(refusal(pfx([encryptedPart(part)])), /^password-wrong/);
    const key = shroudedBag(AES_PBKDF2, encryptDefault(Buffer.from('no structure at all')));
    assert.match(refusal(fileOf(key)), /^password-wrong/);
  });

  it('keep the reason why what was decrypted is refused', () => {
    const part = derElement(0x80, encryptDefault(derSequence(nested(9))));
    assert.match(refusal(pfx([encryptedPart(part)])), /^unsupported: Its bags are nested too deep/);
  });
});

describe('the bags of a PKCS#12 file', () => {
  it('may nest eight deep, and no deeper', () => {
    assert.equal(read(fileOf(nested(8))).keys[0]?.keyType, 'Ed25519');
    assert.match(refusal(fileOf(nested(9))), /^unsupported: Its bags are nested too deep/);
  });

  it('are passed over by name where they are no keys and certificates', () => {
    const bags = [`${BAG}4`, `${BAG}5`, '1.2.3'].map((kind) => bag(kind, derSequence()));
    assert.deepEqual(messages(read(fileOf(...bags)), 'pkcs12-bag-passed-over'), [
      'It also holds a revocation list, which was passed over.',
      'It also holds a secret, which was passed over.',
      'It also holds a bag of an unknown kind (1.2.3), which was passed over.',
    ]);
  });

  const named = (...values: readonly Uint8Array[]): Uint8Array =>
    derSequence(derOid(FRIENDLY_NAME), derSetOf(...values));
  for (const [given, attribute, expected] of [
    ['no value', named(), undefined],
    ['a value that is no text', named(derInteger(1)), ''],
    ['a line end in it', named(derBmpString('a\nb')), 'a\\0Ab'],
    ['the name of something else', derSequence(derOid('1.2.3'), derSetOf(derBmpString('x'))), undefined],
  ] as const) {
    it(`have the friendly name ${inspect(expected)} of an attribute with ${given}`, () => {
      assert.equal(read(fileOf(keyBag(pkcs8, attribute))).keys[0]?.friendlyName, expected);
    });
  }

  it('hold at most 200 certificates', () => {
    const one = certificateBag(selfNamed('one'));
    const file = (count: number): Uint8Array => fileOf(...Array.from({ length: count }, () => one));
    assert.equal(read(file(200)).certificates.length, 200);
    assert.match(refusal(file(201)), /^unsupported: It holds more than 200 certificates/);
  });

  it('hold at most 20 keys', () => {
    const shrouded = shroudedBag(AES_PBKDF2, encryptDefault(pkcs8));
    for (const one of [keyBag(), shrouded]) {
      const file = (count: number): Uint8Array => fileOf(...Array.from({ length: count }, () => one));
      assert.equal(read(file(20)).keys.length, 20);
      assert.match(refusal(file(21)), /^unsupported: It holds more than 20 private keys/);
    }
  });

  it('hold certificates that are not X.509, or cannot be read', () => {
    const contents = read(
      fileOf(certificateBag(derSequence(), SDSI), certificateBag(derSequence(derNull()))),
    );
    assert.deepEqual(contents.certificates, []);
    assert.deepEqual(messages(contents, 'pkcs12-certificate-kind'), ['A certificate in it is no X.509 one.']);
    const [message, ...others] = messages(contents, 'pkcs12-certificate-unreadable');
    assert.match(message ?? '', /^A certificate in it cannot be read: ./);
    assert.deepEqual(others, []);
  });

  for (const [given, key] of [
    ['no structure of a key', derSequence(derInteger(0))],
    ['an algorithm that is not known', derSequence(derInteger(0), derAlgorithm('1.2.3'), derOctets(SALT))],
    ['more than 16 kB', keyWithAttribute(17_000)],
    ['parameters of 1,700 bytes', keyWithParameters(1700)],
  ] as const) {
    it(`hold a key with ${given}, which belongs to nothing`, () => {
      const contents = read(fileOf(keyBag(key), certificateBag(ownerCertificate)));
      assert.deepEqual(contents.keys, [
        { keyType: undefined, friendlyName: undefined, certificate: undefined },
      ]);
      assert.deepEqual(contents.identities, []);
      assert.equal(messages(contents, 'pkcs12-key-unreadable').length, 1);
      assert.deepEqual(messages(contents, 'pkcs12-key-without-certificate'), []);
    });
  }

  it('hold keys with what may stand beside them', () => {
    const { keys } = read(fileOf(keyBag(keyWithAttribute(15_000)), keyBag(keyWithParameters(1500))));
    assert.deepEqual(
      keys.map(({ keyType }) => keyType),
      ['Ed25519', 'RSA-1024'],
    );
  });

  it('hold a key whose certificate is another one’s', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = privateKey.export({ type: 'pkcs8', format: 'der' });
    const contents = read(fileOf(keyBag(other), keyBag(), certificateBag(ownerCertificate)));
    assert.deepEqual(
      contents.keys.map(({ keyType, certificate }) => [keyType, certificate]),
      [
        ['EC-P-256', undefined],
        ['Ed25519', contents.certificates[0]?.sha256],
      ],
    );
    assert.equal(contents.identities.length, 1);
    assert.match(messages(contents, 'pkcs12-key-without-certificate')[0] ?? '', /\(EC-P-256\)/);
  });

  it('lead up from a key through 20 certificates at most', () => {
    const keys = Array.from({ length: 25 }, newKeys);
    const chain = keys.slice(1).map((issuer, index) =>
      buildCertificate({
        subject: `level ${String(index)}`,
        issuer: `level ${String(index + 1)}`,
        subjectKey: (keys[index] ?? issuer).publicKey,
        issuerKey: issuer.privateKey,
      }),
    );
    const key = (keys[0] ?? owner).privateKey.export({ type: 'pkcs8', format: 'der' });
    const [identity] = read(fileOf(keyBag(key), ...chain.map((one) => certificateBag(one)))).identities;
    assert.deepEqual(
      identity?.chain.map(({ subject }) => subject),
      Array.from({ length: 20 }, (_, index) => `CN=level ${String(index + 1)}`),
    );
  });
});

describe('the integrity check of a PKCS#12 file', () => {
  const parts = [data(derSequence(keyBag(), certificateBag(ownerCertificate)))];
  const digestOf = (key: Uint8Array, covered = parts, hash = 'sha256'): Uint8Array =>
    createHmac(hash, key)
      .update(derSequence(...covered))
      .digest();
  const macData = (algorithm: Uint8Array, digest: Uint8Array, ...count: readonly Uint8Array[]): Uint8Array =>
    derSequence(derSequence(algorithm, derOctets(digest)), derOctets(SALT), ...count);
  const pbmac1 = derAlgorithm(PBMAC1, derSequence(pbkdf2(hmac(HMAC_SHA256)), hmac(HMAC_SHA256)));
  const keyFor = (password: string): Uint8Array => pbkdf2Sync(password, SALT, 2, 32, 'sha256');

  it('is refused with a hash that is not known, and with PBMAC1 without parameters', () => {
    const mac = (algorithm: Uint8Array): Uint8Array => pfx(parts, macData(algorithm, Buffer.alloc(20)));
    assert.match(
      refusal(mac(derAlgorithm('1.2.9'))),
      /^unsupported: Its hash of the integrity check \(1\.2\.9\) is not supported/,
    );
    assert.match(refusal(mac(derAlgorithm(PBMAC1))), /^unsupported: Its integrity check \(1\.2\.840/);
  });

  it('takes one round where it names no count', () => {
    // RFC 7292 Appendix B.2 for one round and one block: MD5 of the diversifier, the salt and the password, each repeated.
    const bmp = Buffer.from(`${PASSWORD}\0`, 'utf16le').swap16();
    const key = createHash('md5')
      .update(Buffer.concat([Buffer.alloc(64, 3), Buffer.alloc(64, SALT), Buffer.alloc(64, bmp)]))
      .digest();
    const contents = read(pfx(parts, macData(derAlgorithm(MD5), digestOf(key, parts, 'md5'))));
    assert.deepEqual(contents.encryption.mac, { scheme: 'PKCS#12', hash: 'MD5', iterations: 1 });
    assert.equal(contents.identities.length, 1);
  });

  it('takes a key as long as the hash where PBMAC1 names no length', () => {
    const bytes = pfx(parts, macData(pbmac1, digestOf(keyFor(PASSWORD)), derInteger(1)));
    assert.deepEqual(read(bytes).encryption.mac, { scheme: 'PBMAC1', hash: 'SHA-256', iterations: 2 });
  });

  it('fails where the digest is of another length', () => {
    const digest = digestOf(keyFor(PASSWORD)).subarray(0, 31);
    assert.match(refusal(pfx(parts, macData(pbmac1, digest))), /^password-wrong/);
  });

  it('passes where the contents are under another password', () => {
    const locked = [data(derSequence(shroudedBag(AES_PBKDF2, encryptAes(pkcs8, Buffer.alloc(32, 1)))))];
    const bytes = pfx(locked, macData(pbmac1, digestOf(keyFor(PASSWORD), locked)));
    assert.match(refusal(bytes), /^damaged: Its integrity check passes, and its contents do not open/);
  });

  it('fails, and is not looked into further than the work allowed goes', () => {
    const endless = derAlgorithm(TRIPLE_DES, derSequence(derOctets(SALT), derInteger(0x7fffffff)));
    const locked = [data(derSequence(shroudedBag(endless)))];
    const bytes = pfx(locked, macData(pbmac1, digestOf(keyFor('another'), locked)));
    assert.match(refusal(bytes), /^password-wrong/);
  });
});

describe('a PKCS#12 file for Apple', () => {
  const fixture = readFileSync(new URL('../fixtures/pkcs12/no-mac.p12', import.meta.url));

  it('lacks an integrity check', () => {
    const finding = appleImportFindings(read(fixture)).find(({ id }) => id === 'apple-encryption');
    assert.match(finding?.message ?? '', /^It uses AES-256-CBC and no integrity check:/);
  });

  it('is written without a name where the identity has none', () => {
    const [identity] = read(fixture).identities;
    assert.ok(identity !== undefined);
    const order = { ...identity, friendlyName: undefined, password: PASSWORD, scheme: '3des' } as const;
    const [written] = read(writePkcs12(order)).identities;
    assert.equal(written?.certificate.sha256, identity.certificate.sha256);
    assert.equal(written.friendlyName, undefined);
  });
});
