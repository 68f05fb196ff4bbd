import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  judgeP12,
  type JudgedP12,
  planProfile,
  userOf,
} from '../../src/core/admin/devices/device-profiles.js';
import { isPkcs12File, profileSigner } from '../../src/core/admin/devices/profile-signer.js';
import { readPkcs12 } from '../../src/core/certificates/pkcs12/pkcs12.js';

const FIXTURES = join(import.meta.dirname, '../fixtures/pkcs12');
const FLEET = {
  arn: 'arn:aws:worklink::123456789012:fleet/sales',
  name: 'sales',
  deviceAuthorities: [],
  now: new Date('2030-01-01T00:00:00Z'),
};

const fixture = (name: string): Promise<Uint8Array> => readFile(join(FIXTURES, `${name}.p12`));

/** A fixture as it is judged at a time. */
async function judged(name: string, now = FLEET.now, password = 'correct'): Promise<JudgedP12> {
  const bytes = await fixture(name);
  return judgeP12({ bytes, password, contents: readPkcs12(bytes, password) }, { ...FLEET, now });
}

const PLAIN = { includePassword: false, includeRoot: false, rewrap: false };

describe('a PKCS#12 file that is to go into a profile', () => {
  it('given a certificate that has expired, then is refused, with what is to be done', () =>
    assert.rejects(judged('3des', new Date('2999-01-01T00:00:00Z')), {
      code: 'InvalidInput',
      message: /cannot go into a profile: It expired on /,
      hint: 'Have a new one issued.',
    }));

  it('given one that is not valid yet, then warns', async () => {
    const { findings } = await judged('3des', new Date('2000-01-01T00:00:00Z'));

    assert.deepEqual(
      findings.map(({ id, severity }) => [id, severity]),
      [
        ['device-certificate-not-yet-valid', 'warning'],
        ['device-policy-absent', 'info'],
      ],
    );
  });

  for (const name of ['certificates-only', 'key-only']) {
    it(`given ${name}, then is refused, for it has no identity`, () =>
      assert.rejects(judged(name), { code: 'InvalidInput', message: /cannot go into a profile: \S/ }));
  }

  it('given no root and a profile that is to have it, then is refused', async () => {
    const one = await judged('without-chain');

    assert.throws(() => planProfile(FLEET, one, { ...PLAIN, includeRoot: true }), {
      code: 'InvalidInput',
      message: /holds no root/,
    });
  });

  it('given a password that XML cannot hold, then is refused only where the profile is to have it', async () => {
    const one = { ...(await judged('3des')), password: 'a\u0007b' };

    assert.throws(() => planProfile(FLEET, one, { ...PLAIN, includePassword: true }), {
      code: 'InvalidInput',
      hint: 'Leave --include-password out.',
    });
    assert.equal(planProfile(FLEET, one, { ...PLAIN, user: 'bob' }).user, 'bob');
  });

  it('given no password, then is not written again', async () => {
    const one = await judged('3des');

    for (const password of [undefined, '']) {
      assert.throws(() => planProfile(FLEET, { ...one, password }, { ...PLAIN, rewrap: true }), {
        code: 'InvalidInput',
        hint: 'Export it with a password first.',
      });
    }
  });

  it('given a certificate without an e-mail address, then it is its common name’s, else its subject’s', async () => {
    const { certificate } = (await judged('3des')).identity;

    const nameless = { ...certificate, subjectAltNames: [], subject: 'O=Sales' };
    assert.equal(userOf({ ...nameless, commonName: 'Ana' }), 'Ana');
    assert.equal(userOf({ ...nameless, commonName: undefined }), 'O=Sales');
  });
});

describe('who signs profiles', () => {
  for (const [name, count] of [
    ['two-identities', '2'],
    ['certificates-only', 'no'],
  ] as const) {
    it(`given ${name}, then is refused with the count`, async () => {
      const bytes = await fixture(name);

      assert.ok(isPkcs12File(bytes));
      assert.throws(() => profileSigner(bytes, undefined, 'correct'), {
        code: 'InvalidInput',
        message: `The signer's PKCS#12 file holds ${count} identities, where one is needed.`,
      });
    });
  }

  it('given a certificate and a key that is none of its, then is refused; of a pair in one file, signs', async () => {
    const signer = profileSigner(await fixture('3des'), undefined, 'correct');
    const pem = Buffer.from(signer.certificate.pem);
    const key = Buffer.from(signer.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const other = profileSigner(await fixture('ec'), undefined, 'correct').privateKey;

    assert.equal(profileSigner(pem, key, undefined).certificate.sha256, signer.certificate.sha256);
    const strange = Buffer.from(other.export({ type: 'pkcs8', format: 'pem' }));
    assert.throws(() => profileSigner(pem, strange, undefined), {
      code: 'InvalidInput',
      message: /^The signer's key cannot be used: \S/,
    });
  });
});
