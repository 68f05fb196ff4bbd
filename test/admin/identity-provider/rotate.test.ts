import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  freshMetadata,
  planFinish,
  planRollback,
  planRotation,
  provenBy,
  type Rotation,
  rotationStatus,
} from '../../../src/core/admin/identity-provider/rotate.js';
import { proveByResponse } from '../../../src/core/admin/identity-provider/rotate-proof.js';
import { showServiceProvider } from '../../../src/core/admin/identity-provider/service-provider.js';
import { createSamlKeyPair } from '../../../src/core/certificates/issue.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { issueResponse } from '../../../src/core/saml/mock-idp/issue-response.js';
import { mockIdpMetadata } from '../../../src/core/saml/mock-idp/metadata.js';
import { DIGEST_ALGORITHMS, SIGNATURE_ALGORITHMS } from '../../../src/core/saml/signature/algorithms.js';
import { signXml } from '../../../src/core/saml/signature/xml-crypto.js';
import { withAccount } from '../../support/account.js';

const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const ENTITY_ID = 'https://idp.example.com/metadata';
const AT = new Date('2026-01-02T00:00:00Z');
const MADE = new Date('2026-01-01T00:00:00Z');

type KeyPair = Awaited<ReturnType<typeof createSamlKeyPair>>;
const keyPair = (name: string): Promise<KeyPair> => createSamlKeyPair({ name, now: MADE });
const pairs = Promise.all(['old', 'first new', 'second new'].map(keyPair));

function metadataOf(keys: readonly KeyPair[], entityId = ENTITY_ID): string {
  return mockIdpMetadata({
    entityId,
    redirectUrl: 'https://idp.example.com/sso',
    postUrl: 'https://idp.example.com/sso',
    signingCertificates: keys.map(({ certificatePem }) => certificatePem),
  });
}

function fingerprint({ certificatePem }: KeyPair): string {
  return new X509Certificate(certificatePem).fingerprint256.replaceAll(':', '').toLowerCase();
}

interface Rotating {
  readonly backend: Backend;
  readonly rotation: Rotation;
  readonly keys: readonly [old: KeyPair, first: KeyPair, second: KeyPair];
  /** Links some metadata. */
  readonly link: (metadata: string) => Promise<unknown>;
  /** A response to the fleet, signed so. */
  readonly response: (sign: (xml: string) => string) => Promise<Uint8Array>;
}

/** A fleet whose identity provider goes from one key to two new ones. */
function withRotation(body: (rotating: Rotating) => Promise<void>): Promise<void> {
  return withAccount(async ({ account, caller, clock }) => {
    const [old, first, second] = (await pairs) as [KeyPair, KeyPair, KeyPair];
    await account.call('CreateFleet', { FleetName: 'sales' }, caller());
    clock.advance(24 * 3_600_000);
    const backend = account.backend(caller());
    const link = (metadata: string): Promise<unknown> =>
      backend.workLink.call('UpdateIdentityProviderConfiguration', {
        FleetArn: FLEET,
        IdentityProviderType: 'SAML',
        IdentityProviderSamlMetadata: metadata,
      });
    await link(metadataOf([old]));
    const request = { metadata: metadataOf([first, second]), now: AT };
    const { rotation, plan } = await planRotation(backend, FLEET, request);
    await backend.workLink.call('UpdateIdentityProviderConfiguration', plan.input);
    const { entityId, assertionConsumerServiceUrl } = await showServiceProvider(backend, FLEET);
    const response: Rotating['response'] = async (sign) => {
      let count = 0;
      const { xml } = await issueResponse({
        identityProvider: { entityId: ENTITY_ID, ...old },
        request: { id: '_request', issuer: entityId, acsUrl: assertionConsumerServiceUrl },
        user: { nameId: 'ana@example.com' },
        at: AT,
        newId: () => `_id-${String((count += 1))}`,
        misbehaviour: 'unsigned',
      });
      return Buffer.from(sign(xml));
    };
    await body({ backend, rotation, keys: [old, first, second], link, response });
  });
}

/** Signs the response (`_id-1`) or the assertion (`_id-2`). */
const signing =
  (id: '_id-1' | '_id-2', { privateKeyPem, certificatePem }: KeyPair) =>
  (document: string): string =>
    signXml({
      document,
      id,
      algorithm: SIGNATURE_ALGORITHMS.find(({ uri }) => uri.endsWith('rsa-sha256'))!,
      digest: DIGEST_ALGORITHMS.find(({ hash }) => hash === 'sha256')!,
      privateKey: createPrivateKey(privateKeyPem),
      certificate: certificatePem,
    });

const captured = (response: Uint8Array) => ({ response, at: AT, decryptionKey: undefined });

describe('the rotation of a signing key', () => {
  it('given a captured response, then the key that signed it is the proof, not whichever comes first', () =>
    withRotation(async ({ backend, rotation, keys: [, first, second], response }) => {
      for (const key of [first, second]) {
        const message = await response(signing('_id-2', key));
        const proven = await proveByResponse(backend, rotation, captured(message));
        assert.deepEqual(proven.proof, { time: AT, certificate: fingerprint(key) });
      }
    }));

  it('given a captured response that the old key has a part in, then it is no proof', () =>
    withRotation(async ({ backend, rotation, keys: [old, first], response }) => {
      for (const sign of [
        signing('_id-2', old),
        (xml: string) => signing('_id-1', old)(signing('_id-2', first)(xml)),
        (xml: string) => signing('_id-1', first)(signing('_id-2', old)(xml)),
        (xml: string) => xml,
      ]) {
        const message = await response(sign);
        await assert.rejects(proveByResponse(backend, rotation, captured(message)), { code: 'CheckFailed' });
      }
    }));

  it('given a captured response that two new keys signed, then it is the proof of neither', () =>
    withRotation(async ({ backend, rotation, keys: [, first, second], response }) => {
      const message = await response((xml) => signing('_id-1', second)(signing('_id-2', first)(xml)));
      await assert.rejects(proveByResponse(backend, rotation, captured(message)), {
        code: 'CheckFailed',
        message: /signed with different keys/,
      });
    }));

  it('given outcomes of sign-ins, then those alone prove it that a new key signed', () =>
    withRotation(({ rotation, keys: [old, first] }) => {
      const accepted = { verdict: 'accepted', nameId: 'a', attributes: {}, checks: [] } as const;
      const proof = { time: AT, certificate: fingerprint(first) };
      assert.deepEqual(provenBy(rotation, { ...accepted, signedBy: fingerprint(first) }, AT)?.proof, proof);
      for (const outcome of [
        { ...accepted, signedBy: fingerprint(old) },
        accepted,
        { verdict: 'refused', checks: [] } as const,
      ]) {
        assert.equal(provenBy(rotation, outcome, AT), undefined);
      }
      return Promise.resolve();
    }));

  it('given what is linked, then the status says which keys those are', () =>
    withRotation(async ({ backend, rotation, keys: [old, first, second], link }) => {
      const stranger = await keyPair('stranger');
      for (const [keys, linked] of [
        [undefined, 'both'],
        [[old], 'old'],
        [[first, second], 'new'],
        [[first], 'others'],
        [[stranger], 'others'],
      ] as const) {
        if (keys !== undefined) await link(metadataOf(keys));
        const status = await rotationStatus(backend, FLEET, rotation, AT);
        assert.deepEqual([status.state, status.linked], ['STARTED', linked]);
        assert.deepEqual(status.oldCertificates, [fingerprint(old)]);
        assert.deepEqual(status.newCertificates, [first, second].map(fingerprint));
      }
      assert.equal((await rotationStatus(backend, FLEET, undefined, AT)).state, 'NONE');
      const proof = { time: AT, certificate: fingerprint(second) };
      const proven = await rotationStatus(backend, FLEET, { ...rotation, proof }, AT);
      assert.deepEqual([proven.state, proven.provenTime, proven.provenBy], ['PROVEN', AT, proof.certificate]);
    }));

  it('given no proof, then it is not finished; given one, then the old key goes; either way it can be undone', () =>
    withRotation(async ({ backend, rotation, keys: [old, first, second] }) => {
      await assert.rejects(planFinish(backend, rotation, AT), { code: 'WrongState', message: /No sign-in/ });
      const proof = { time: AT, certificate: fingerprint(first) };
      const { input } = await planFinish(backend, { ...rotation, proof }, AT);
      assert.equal(input.IdentityProviderSamlMetadata, metadataOf([first, second]));
      assert.equal(freshMetadata(rotation), metadataOf([first, second]));
      const back = await planRollback(backend, rotation, AT);
      assert.equal(back.input.IdentityProviderSamlMetadata, metadataOf([old]));
    }));

  it('given other metadata linked meanwhile, then neither end overwrites it', () =>
    withRotation(async ({ backend, rotation, link }) => {
      await link(metadataOf([await keyPair('stranger')]));
      const proven = { ...rotation, proof: { time: AT, certificate: 'x' } };
      for (const plan of [planFinish, planRollback]) {
        await assert.rejects(plan(backend, proven, AT), { code: 'WrongState', message: /Other metadata/ });
      }
    }));

  it('given metadata of another identity provider, or without a new key, then no rotation begins', () =>
    withRotation(async ({ backend, keys: [old, first, second] }) => {
      for (const [metadata, message] of [
        [metadataOf([await keyPair('stranger')], 'https://other.example.com'), /is of .* is linked/],
        [metadataOf([old, first, second]), /no signing certificate that is not linked already/],
      ] as const) {
        const planned = planRotation(backend, FLEET, { metadata, now: AT });
        await assert.rejects(planned, { code: 'InvalidInput', message });
      }
    }));
});
