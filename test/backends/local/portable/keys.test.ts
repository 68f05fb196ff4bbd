import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { openLocalAccount } from '../../../../src/core/backends/local/account.js';
import { createSamlKeyPair } from '../../../../src/core/certificates/issue.js';
import { WorklinkError } from '../../../../src/core/errors.js';
import { type AccountDocument } from '../../../../src/core/model/account-file/account-document.js';
import { type Emulator } from '../../../../src/core/ports/emulator.js';
import { FakeClock } from '../../../support/account.js';

const REGION = { region: 'us-east-1', replace: false };
const pairs = (async () => {
  const now = new FakeClock().now();
  return [
    await createSamlKeyPair({ name: 'One', now }),
    await createSamlKeyPair({ name: 'Other', now }),
  ] as const;
})();

async function withEmulator(body: (emulator: Emulator) => Promise<void>): Promise<void> {
  const account = openLocalAccount({ file: ':memory:', clock: new FakeClock() });
  try {
    await body(account.emulator());
  } finally {
    account.close();
  }
}

function withKey(certificate: string, privateKey: string): AccountDocument {
  return { version: 1, serviceProviderKey: { certificate, privateKey } };
}

/** What a seed is refused with: its code, and what of the document is to blame. */
async function refusal(emulator: Emulator, document: AccountDocument): Promise<readonly string[]> {
  try {
    await emulator.seed(document, REGION);
  } catch (error) {
    assert.ok(error instanceof WorklinkError);
    const { faults, conflicts } = error.details ?? {};
    const told = (faults ?? conflicts) as readonly { readonly path: string; readonly message: string }[];
    return [String(error.code), ...told.map(({ path, message }) => `${path}: ${message}`)];
  }
  return assert.fail('it was seeded');
}

describe('the key of an account as a service provider, seeded', () => {
  it('given one, then it is the account’s, and the same is no conflict', () =>
    withEmulator(async (emulator) => {
      const [{ certificatePem, privateKeyPem }] = await pairs;
      await emulator.seed(withKey(certificatePem, privateKeyPem), REGION);
      await emulator.seed(withKey(certificatePem, privateKeyPem), REGION);
      await emulator.seed({ version: 1 }, REGION);
      const { serviceProviderKey } = await emulator.exportAccount({ includeSecrets: true });
      assert.equal(serviceProviderKey?.certificate, certificatePem);
    }));

  it('given another than the account has, then it is refused: identity providers trust the one there is', () =>
    withEmulator(async (emulator) => {
      const [one, other] = await pairs;
      await emulator.seed(withKey(one.certificatePem, one.privateKeyPem), REGION);
      const [code, ...told] = await refusal(emulator, withKey(other.certificatePem, other.privateKeyPem));
      assert.equal(code, 'AlreadyExists');
      assert.match(told.join(), /^serviceProviderKey: Another key as a service provider/);
    }));

  it('given a certificate with another’s key, or one that is none, then it is refused', () =>
    withEmulator(async (emulator) => {
      const [one, other] = await pairs;
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const elliptic = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      for (const key of [other.privateKeyPem, elliptic]) {
        const [code, ...told] = await refusal(emulator, withKey(one.certificatePem, key));
        assert.equal(code, 'InvalidInput');
        assert.match(told.join(), /serviceProviderKey: must be an RSA certificate with its private key/);
      }
    }));
});
