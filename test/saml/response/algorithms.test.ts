import assert from 'node:assert/strict';
import {
  constants,
  createCipheriv,
  createPrivateKey,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { toPem } from '../../../src/core/certificates/pem.js';
import { encryptElement } from '../../../src/core/saml/encryption/encrypt.js';
import { buildCertificate, newKeys } from '../../certificates/builder.js';
import { fixtureText } from '../../certificates/fixtures.js';
import {
  assertionXml,
  failures,
  IDP,
  judge,
  responseXml,
  type Signing,
  signed,
  signedResponse,
} from './builder.js';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const DIGESTS: Readonly<Record<string, string>> = {
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: `${MORE}sha384`,
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};

/** A key and its certificate among the fixtures. */
function signerOf(name: string): Required<Pick<Signing, 'privateKey'>> & { readonly certificate: string } {
  return {
    privateKey: createPrivateKey(fixtureText(`keys/${name}.key`)),
    certificate: fixtureText(`keys/${name}.crt`),
  };
}

function judgedBy(certificate: string, message: string) {
  const idp = { entityId: IDP, signingCertificates: [{ pem: certificate }] };
  return judge(message, { expected: { idp } });
}

const VALUE = /(<ds:SignatureValue>)([^<]*)/;

/** The message with other bytes as its signature. */
function resigned(message: string, change: (signature: Buffer) => Buffer): string {
  return message.replace(VALUE, (_, tag: string, value: string) => {
    return tag + change(Buffer.from(value, 'base64')).toString('base64');
  });
}

/** r and s as ASN.1 has them (RFC 3279 §2.2.3), of any length. */
function toDer(raw: Buffer): Buffer {
  const integer = (bytes: Buffer): Buffer => {
    const stripped = bytes.subarray(
      Math.max(
        0,
        bytes.findIndex((byte) => byte !== 0),
      ),
    );
    const positive = (stripped[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), stripped]) : stripped;
    return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
  };
  const half = raw.length / 2;
  const content = Buffer.concat([integer(raw.subarray(0, half)), integer(raw.subarray(half))]);
  const length = content.length > 127 ? [0x81, content.length] : [content.length];
  return Buffer.concat([Buffer.of(0x30, ...length), content]);
}

describe('a response signed with an elliptic-curve key', () => {
  for (const [name, bytes] of [
    ['ec-p-256', 32],
    ['ec-p-384', 48],
    ['ec-p-521', 66],
  ] as const) {
    const signer = signerOf(name);
    for (const hash of ['sha256', 'sha384', 'sha512']) {
      it(`given ${name} and ${hash}, when it is judged, then it is accepted as r and s side by side, and in no other form`, async () => {
        const signing = { ...signer, algorithm: `${MORE}ecdsa-${hash}`, digest: DIGESTS[hash] ?? '' };
        const message = signedResponse('assertion', {}, signing);
        const accepted = await judgedBy(signer.certificate, message);
        assert.deepEqual(failures(accepted), []);
        const OTHERS: readonly ((raw: Buffer) => Buffer)[] = [
          toDer,
          (raw) => raw.subarray(0, -1),
          (raw) => Buffer.concat([raw, Buffer.of(0)]),
          // CVE-2022-21449: zeros, which hold for every key where nobody looks.
          () => Buffer.alloc(2 * bytes),
          (raw) => Buffer.concat([raw.subarray(bytes), raw.subarray(0, bytes)]),
          (raw) => Buffer.concat([Buffer.of(0), raw.subarray(0, bytes), Buffer.of(0), raw.subarray(bytes)]),
        ];
        for (const change of OTHERS) {
          const refused = await judgedBy(signer.certificate, resigned(message, change));
          assert.deepEqual(failures(refused), ['signature'], String(change));
        }
      });
    }

    it(`given ${name}, when another key’s algorithm is named, then it is refused`, async () => {
      const message = signedResponse('assertion', {}, { ...signer, algorithm: `${MORE}ecdsa-sha256` });
      const named = message.replace('ecdsa-sha256', 'rsa-sha256');
      assert.deepEqual(failures(await judgedBy(signer.certificate, named)), ['signature']);
      const other = signerOf(name === 'ec-p-256' ? 'ec-p-384' : 'ec-p-256');
      assert.ok(failures(await judgedBy(other.certificate, message)).includes('signature'));
    });
  }

  it('given ECDSA with SHA-1, when it is judged, then it is refused', async () => {
    const signing = { ...signerOf('ec-p-256'), algorithm: `${MORE}ecdsa-sha1` };
    const message = signedResponse('assertion', {}, signing);
    assert.deepEqual(failures(await judgedBy(signing.certificate, message)), ['signature-algorithm']);
  });
});

describe('a response signed with a key of another kind', () => {
  const keys = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const issuerKey = newKeys().privateKey;
  const der = buildCertificate({ subject: 'pss', issuer: 'x', subjectKey: keys.publicKey, issuerKey });
  const pss = { privateKey: keys.privateKey, certificate: toPem(der, 'CERTIFICATE') };

  it('given a key for RSASSA-PSS alone, when it is judged, then RSA-PSS is accepted, and RSA refused', async () => {
    const signing = { ...pss, algorithm: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1' };
    const message = signedResponse('assertion', {}, signing);
    assert.deepEqual(failures(await judgedBy(pss.certificate, message)), []);
    const named = message.replace(
      'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
      `${MORE}rsa-sha256`,
    );
    assert.deepEqual(failures(await judgedBy(pss.certificate, named)), ['signature']);
  });

  it('given a metadata certificate over Ed25519 or a short RSA key, when it is judged, then nothing is by it', async () => {
    for (const certificate of [fixtureText('keys/ed25519.crt'), fixtureText('chain/leaf-of-rsa-512.pem')]) {
      assert.deepEqual(failures(await judgedBy(certificate, signedResponse('response'))), ['signature']);
    }
  });
});

describe('an assertion whose key is transported by RSA 1.5', () => {
  const sp = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const good = signed(assertionXml(), '_assertion-1');

  /** As {@link encryptElement} has it, but for the transport, which that does not offer. */
  function transported(): string {
    const key = randomBytes(32);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const content = Buffer.concat([iv, cipher.update(good, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const wrapped = publicEncrypt({ key: sp.publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
    const values = [wrapped, content].map((bytes) => bytes.toString('base64'));
    return encryptElement('EncryptedAssertion', good, { publicKey: sp.publicKey })
      .replace(
        /<xenc:EncryptionMethod Algorithm="[^"]*rsa-oaep-mgf1p">.*?<\/xenc:EncryptionMethod>/,
        '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-1_5"/>',
      )
      .replaceAll(/(<xenc:CipherValue>)[^<]*/g, (_, tag: string) => `${tag}${values.shift() ?? ''}`);
  }

  it('given no leave for it, when it is judged, then it is refused, naming it; given leave, then accepted', async () => {
    const message = responseXml(transported());
    const expected = { decryptionKeys: [sp.privateKey] };
    const refused = await judge(message, { expected });
    assert.deepEqual(failures(refused), ['decryption']);
    assert.match(JSON.stringify(refused.checks), /rsa-1_5', which isn't accepted here/);
    assert.deepEqual(failures(await judge(message, { expected, allowRsa15: true })), []);
  });
});
