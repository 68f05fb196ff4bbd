import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { type OaepHash } from '../../../src/core/saml/encryption/algorithms.js';
import { decryptOaep, encryptOaep } from '../../../src/core/saml/encryption/oaep.js';

const HASHES: readonly OaepHash[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

describe('RSA-OAEP', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = Buffer.from('0123456789abcdef');
  const label = Buffer.from('label');
  const length = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

  for (const digest of HASHES) {
    it(`given a message encrypted by OpenSSL with ${digest} for both, when it is decrypted, then it is the same`, () => {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const ciphertext = publicEncrypt(
        { key: publicKey, padding, oaepHash: digest, oaepLabel: label },
        message,
      );
      assert.deepEqual(decryptOaep(privateKey, ciphertext, { digest, mask: digest, label }), message);
      const ours = encryptOaep(
        publicKey,
        message,
        { digest, mask: digest, label },
        randomBytes(length[digest]),
      );
      assert.deepEqual(
        privateDecrypt({ key: privateKey, padding, oaepHash: digest, oaepLabel: label }, ours),
        message,
      );
    });

    for (const mask of HASHES) {
      it(`given ${digest} with a mask by ${mask}, when it is decrypted as such, then it is the same, and not otherwise`, () => {
        const parameters = { digest, mask, label };
        const ciphertext = encryptOaep(publicKey, message, parameters, randomBytes(length[digest]));
        assert.deepEqual(decryptOaep(privateKey, ciphertext, parameters), message);
        const other = HASHES.find((hash) => hash !== mask)!;
        assert.equal(decryptOaep(privateKey, ciphertext, { ...parameters, mask: other }), undefined);
        assert.equal(
          decryptOaep(privateKey, ciphertext, { ...parameters, label: Buffer.alloc(0) }),
          undefined,
        );
        const broken = Buffer.from(ciphertext);
        broken[100] = (broken[100] ?? 0) ^ 1;
        assert.equal(decryptOaep(privateKey, broken, parameters), undefined);
      });
    }
  }

  it('given an empty message, when it is decrypted, then it is empty and no failure', () => {
    const parameters = { digest: 'sha256', mask: 'sha1', label } as const;
    const ciphertext = encryptOaep(publicKey, Buffer.alloc(0), parameters, randomBytes(32));
    assert.deepEqual(decryptOaep(privateKey, ciphertext, parameters), Buffer.alloc(0));
  });

  it('given bytes of another length than the key, when they are decrypted, then nothing comes of it', () => {
    const parameters = { digest: 'sha256', mask: 'sha1', label } as const;
    for (const size of [0, 1, 255, 257]) {
      assert.equal(decryptOaep(privateKey, Buffer.alloc(size, 1), parameters), undefined);
    }
  });
});
