import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { provesPossession, signChallenge } from '../../src/core/certificates/possession.js';
import { buildCertificate, newKeys } from './builder.js';

const CHALLENGE = Buffer.from('sign me');
const issuerKey = newKeys().privateKey;
const certificateOf = (subjectKey: KeyObject) =>
  buildCertificate({ subject: 'device', issuer: 'ca', subjectKey, issuerKey });

describe('certificates/possession', () => {
  const PAIRS = {
    'RSA-2048': generateKeyPairSync('rsa', { modulusLength: 2048 }),
    'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    Ed25519: generateKeyPairSync('ed25519'),
    Ed448: generateKeyPairSync('ed448'),
  };
  for (const [name, { publicKey, privateKey }] of Object.entries(PAIRS)) {
    it(`given a key of ${name}, then it proves that it is its certificate’s, and no other’s, over one challenge`, () => {
      const proof = signChallenge(privateKey, CHALLENGE);
      assert.equal(provesPossession(certificateOf(publicKey), proof), true);
      assert.equal(provesPossession(certificateOf(newKeys().publicKey), proof), false);
      const other = { ...proof, challenge: Buffer.from('sign you') };
      assert.equal(provesPossession(certificateOf(publicKey), other), false);
      const none = { ...proof, signature: Buffer.alloc(0) };
      assert.equal(provesPossession(certificateOf(publicKey), none), false);
    });
  }

  it('given a key that signs nothing, then it is refused, and proves nothing', () => {
    const agreement = generateKeyPairSync('x25519');
    assert.throws(() => signChallenge(agreement.privateKey, CHALLENGE), {
      code: 'InvalidInput',
      message: /cannot sign/,
    });
    const proof = { challenge: CHALLENGE, signature: Buffer.alloc(64) };
    assert.equal(provesPossession(certificateOf(agreement.publicKey), proof), false);
    assert.equal(provesPossession(Buffer.from('no certificate'), proof), false);
  });
});
