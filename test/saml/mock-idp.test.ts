import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createAuthority } from '../../src/core/certificates/issue.js';
import {
  postFields,
  readAuthnRequest,
  redirectUrl,
  writeAuthnRequest,
} from '../../src/core/saml/authn-request.js';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { issueResponse, type ResponseOrder } from '../../src/core/saml/mock-idp/issue-response.js';
import { mockIdpMetadata } from '../../src/core/saml/mock-idp/metadata.js';
import { type Misbehaviour, MISBEHAVIOURS } from '../../src/core/saml/mock-idp/misbehaviours.js';
import { readKnownServiceProvider } from '../../src/core/saml/mock-idp/service-providers.js';
import { type ResponseCheckId } from '../../src/core/saml/response/checks.js';
import { verifyResponse } from '../../src/core/saml/response/verify-response.js';
import { serviceProviderMetadata } from '../../src/core/saml/sp-metadata.js';
import { failures } from './response/builder.js';

const AT = new Date('2026-11-20T12:00:00Z');
const ENTITY_ID = 'https://mock-idp.example.com/saml';
const SP = { issuer: 'https://sp.example.com/entity', acsUrl: 'https://sp.example.com/acs' };
const made = createAuthority({ name: 'Mock IdP', now: AT });
const next = createAuthority({ name: 'Mock IdP, next key', now: AT });

async function order(changes: Partial<ResponseOrder> = {}): Promise<ResponseOrder> {
  let count = 0;
  return {
    identityProvider: { entityId: ENTITY_ID, ...(await made) },
    request: { id: '_request-1', ...SP },
    user: { nameId: 'ana@example.com', attributes: { groups: ['a & b', '<c>'], __proto__x: ['y'] } },
    at: AT,
    newId: () => `_id-${(count += 1)}`,
    ...changes,
  };
}

async function judged(
  message: string,
  changes: { request?: { id: string } | 'unsolicited'; key?: string; seen?: Set<string> } = {},
) {
  const reading = readIdentityProviderMetadata(
    mockIdpMetadata({
      entityId: ENTITY_ID,
      redirectUrl: 'https://mock-idp.example.com/sso?a=1&b=2',
      postUrl: 'https://mock-idp.example.com/sso',
      signingCertificates: [(await next).certificatePem, (await made).certificatePem],
    }),
  );
  assert.ok(reading.verdict === 'accepted');
  const { seen } = changes;
  return verifyResponse({
    message,
    at: AT,
    expected: {
      idp: { entityId: reading.entityId, signingCertificates: reading.identityProvider.signingCertificates },
      spEntityId: SP.issuer,
      acsUrl: SP.acsUrl,
      request: changes.request ?? { id: '_request-1' },
      ...(changes.key !== undefined && { decryptionKeys: [createPrivateKey(changes.key)] }),
    },
    ...(seen !== undefined && {
      isReplay: (id: string) => {
        const before = seen.has(id);
        seen.add(id);
        return before;
      },
    }),
  });
}

describe('a mock identity provider', () => {
  it('given two certificates, when its metadata is read, then both are in it, and where to sign in', async () => {
    const certificates = [(await made).certificatePem, (await next).certificatePem];
    const reading = readIdentityProviderMetadata(
      mockIdpMetadata({
        entityId: ENTITY_ID,
        redirectUrl: 'https://i.example.com/?a=1&b',
        postUrl: 'https://i.example.com/',
        signingCertificates: certificates,
      }),
      { now: AT },
    );
    assert.equal(reading.verdict, 'accepted');
    assert.deepEqual(
      reading.findings.filter(({ severity }) => severity !== 'info'),
      [],
    );
    const facts = reading.identityProvider;
    assert.deepEqual(
      facts.signingCertificates.map(({ sha256 }) => sha256),
      certificates.map((pem) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()),
    );
    assert.deepEqual(
      facts.singleSignOnServices.map(({ location }) => location),
      ['https://i.example.com/?a=1&b', 'https://i.example.com/'],
    );
  });

  for (const sign of ['assertion', 'response', 'both'] as const) {
    it(`given the ${sign} to be signed, when it answers, then the response is accepted, encrypted or not`, async () => {
      const { samlResponse } = await issueResponse(await order({ sign }));
      const verdict = await judged(samlResponse);
      assert.deepEqual(failures(verdict), []);
      assert.ok(verdict.verdict === 'accepted');
      assert.deepEqual(verdict.attributes, { groups: ['a & b', '<c>'], __proto__x: ['y'] });
      const recipient = await next;
      const publicKey = new X509Certificate(recipient.certificatePem).publicKey;
      const encrypted = await issueResponse(await order({ sign, encryption: { publicKey } }));
      assert.equal(encrypted.xml.includes('ana@example.com'), false);
      const opened = await judged(encrypted.samlResponse, { key: recipient.privateKeyPem });
      assert.deepEqual(failures(opened), []);
      assert.ok(opened.verdict === 'accepted' && opened.nameId === 'ana@example.com');
      assert.deepEqual(failures(await judged(encrypted.samlResponse)), ['decryption']);
      assert.deepEqual(failures(await judged(encrypted.samlResponse, { key: (await made).privateKeyPem })), [
        'decryption',
      ]);
    });
  }

  const CAUGHT: Readonly<Record<Exclude<Misbehaviour, 'encrypted'>, readonly ResponseCheckId[]>> = {
    expired: ['confirmation-time', 'validity', 'session'],
    'clock-ahead': ['issue-instant', 'validity', 'session'],
    'wrong-audience': ['audience'],
    'wrong-recipient': ['recipient'],
    'wrong-destination': ['destination'],
    'wrong-in-response-to': ['in-response-to'],
    'wrong-issuer': ['issuer'],
    unsigned: ['signature-present'],
    tampered: ['signature'],
    'wrong-key': ['signature'],
    sha1: ['signature-algorithm'],
    'encrypted-wrong-key': ['decryption'],
    'no-name-id': ['name-id'],
    refused: ['status'],
    replayed: ['replay'],
  };

  it('given every misbehaviour but encryption, which is none, then it is known what it is refused for', () => {
    assert.deepEqual([...Object.keys(CAUGHT), 'encrypted'].sort(), Object.keys(MISBEHAVIOURS).sort());
  });

  for (const [misbehaviour, caught] of Object.entries(CAUGHT) as [Misbehaviour, readonly string[]][]) {
    it(`given the misbehaviour ${misbehaviour}, when it answers, then the response is refused for that alone`, async () => {
      const seen = new Set<string>();
      const first = await issueResponse(await order());
      assert.equal((await judged(first.samlResponse, { seen })).verdict, 'accepted');
      let count = 100;
      const { samlResponse } = await issueResponse(
        await order({ misbehaviour, previous: first.xml, newId: () => `_id-${(count += 1)}` }),
      );
      const verdict = await judged(samlResponse, { seen, key: (await next).privateKeyPem });
      assert.equal(verdict.verdict, 'refused');
      assert.deepEqual(failures(verdict), caught);
    });
  }

  it('given a service provider and the misbehaviour encrypted, when it answers, then its key alone opens it', async () => {
    const document = await serviceProviderMetadata({
      entityId: SP.issuer,
      assertionConsumerServiceUrl: SP.acsUrl,
      certificate: (await next).certificatePem,
    });
    const { entityId, publicKey } = readKnownServiceProvider(Buffer.from(document));
    assert.equal(entityId, SP.issuer);
    const encrypted = await order({ misbehaviour: 'encrypted', encryption: { publicKey } });
    const { samlResponse, xml } = await issueResponse(encrypted);
    assert.match(xml, /aes256-gcm/);
    assert.match(xml, /rsa-oaep-mgf1p/);
    const opened = await judged(samlResponse, { key: (await next).privateKeyPem });
    assert.ok(opened.verdict === 'accepted' && opened.nameId === 'ana@example.com', failures(opened).join());
    assert.deepEqual(failures(await judged(samlResponse, { key: (await made).privateKeyPem })), [
      'decryption',
    ]);
  });

  it('given nobody to encrypt to, when it is to encrypt, then it says so', async () => {
    const encrypted = await order({ misbehaviour: 'encrypted' });
    await assert.rejects(issueResponse(encrypted), { code: 'InvalidInput', message: /to encrypt to/ });
  });

  it('given metadata without an RSA certificate to encrypt to, when it is read, then it says so', async () => {
    const facts = { entityId: SP.issuer, assertionConsumerServiceUrl: SP.acsUrl };
    const { certificatePem } = await next;
    const whole = await serviceProviderMetadata({ ...facts, certificate: certificatePem });
    const ec = await readFile('test/fixtures/saml/certificates/ec-p256.pem', 'utf8');
    for (const document of [
      await serviceProviderMetadata(facts),
      await serviceProviderMetadata({ ...facts, certificate: ec }),
      whole.replace(/use="encryption"/, 'use="signing"'),
      whole.replaceAll(/(X509Certificate>)[^<]+</g, '$1AAAA<'),
      whole.replaceAll(/(X509Certificate>)[^<]+</g, '$1!<'),
    ]) {
      assert.throws(() => readKnownServiceProvider(Buffer.from(document)), {
        code: 'InvalidInput',
        message: /no certificate of an RSA key/,
      });
    }
    const unmarked = whole.replace(/ use="encryption"/, '');
    assert.equal(readKnownServiceProvider(Buffer.from(unmarked)).entityId, SP.issuer);
  });

  it('given nothing issued before, when it is to replay, then it says so', async () => {
    const replay = await order({ misbehaviour: 'replayed' });
    await assert.rejects(issueResponse(replay), { code: 'InvalidInput' });
  });

  it('given a tampered encrypted response, when it is judged, then it cannot be decrypted', async () => {
    const recipient = await next;
    const publicKey = new X509Certificate(recipient.certificatePem).publicKey;
    const { samlResponse } = await issueResponse(
      await order({ misbehaviour: 'tampered', encryption: { publicKey } }),
    );
    assert.deepEqual(failures(await judged(samlResponse, { key: recipient.privateKeyPem })), ['decryption']);
  });

  it('given no request, when it starts the sign-in itself, then the response is one that nobody asked for', async () => {
    const { samlResponse } = await issueResponse(await order({ request: SP }));
    assert.equal((await judged(samlResponse, { request: 'unsolicited' })).verdict, 'accepted');
    assert.deepEqual(failures(await judged(samlResponse)), ['in-response-to']);
    const answer = await issueResponse(await order());
    assert.deepEqual(failures(await judged(answer.samlResponse, { request: 'unsolicited' })), [
      'in-response-to',
    ]);
  });
});

describe('a sign-in request', () => {
  const request = {
    id: '_request-1',
    issueInstant: AT,
    issuer: 'https://sp.example.com/?a=1&b="2"',
    assertionConsumerServiceUrl: 'https://sp.example.com/acs?a=1&b=2',
    destination: 'https://idp.example.com/sso',
    nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    forceAuthn: true,
  };

  it('given the Redirect binding, when it is read back, then it is the same', () => {
    const url = new URL(
      redirectUrl('https://idp.example.com/sso?tenant=a#top', writeAuthnRequest(request), 'state&1'),
    );
    assert.equal(url.searchParams.get('tenant'), 'a');
    assert.equal(url.searchParams.get('RelayState'), 'state&1');
    assert.equal(url.hash, '#top');
    assert.deepEqual(readAuthnRequest(url.searchParams.get('SAMLRequest')!, 'redirect'), request);
  });

  it('given the POST binding, when it is read back, then it is the same', () => {
    const fields = postFields(writeAuthnRequest(request), 'state');
    assert.equal(fields['RelayState'], 'state');
    assert.deepEqual(readAuthnRequest(fields['SAMLRequest']!, 'post'), request);
    assert.deepEqual(Object.keys(postFields('<a/>')), ['SAMLRequest']);
  });

  it('given a relay state of 81 bytes, when it is written, then it is refused', () => {
    assert.throws(() => postFields('<a/>', 'é'.repeat(41)), { code: 'InvalidInput' });
    assert.ok(redirectUrl('https://idp.example.com', '<a/>', 'é'.repeat(40)).includes('RelayState'));
  });

  it('given what is not a request, when it is read, then it is refused with the reason', () => {
    const post = (xml: string) => postFields(xml)['SAMLRequest']!;
    const good = writeAuthnRequest(request);
    const REFUSED: readonly (readonly [message: string, binding: 'post' | 'redirect', says: RegExp])[] = [
      ['', 'post', /base64/],
      ['!', 'post', /base64/],
      ['A'.repeat(200_000), 'post', /base64/],
      [post(good), 'redirect', /DEFLATE/],
      [post('<a/>'), 'post', /<a>/],
      [post('<a'), 'post', /well-formed/],
      [post(good.replace('Version="2.0"', 'Version="1.1"')), 'post', /version is '1.1'/],
      [post(good.replace(' ID="_request-1"', '')), 'post', /no ID/],
      [post(good.replace(/<saml:Issuer>.*<\/saml:Issuer>/, '')), 'post', /no issuer/],
      [post(good.replace(/IssueInstant="[^"]*"/, 'IssueInstant="now"')), 'post', /no IssueInstant/],
      [post(good.replace('<saml:Issuer>', '<!-- --><saml:Issuer>')), 'post', /comment/],
      [post(`<!DOCTYPE a>${good}`), 'post', /DOCTYPE/],
    ];
    for (const [message, binding, says] of REFUSED) {
      assert.throws(() => readAuthnRequest(message, binding), { code: 'InvalidInput', message: says });
    }
  });

  it('given a few bytes that stand for a hundred megabytes, when they are read, then they are not unpacked', () => {
    const bomb = redirectUrl('https://idp.example.com', ' '.repeat(100_000_000));
    const value = new URL(bomb).searchParams.get('SAMLRequest')!;
    assert.ok(value.length < 140_000);
    assert.throws(() => readAuthnRequest(value, 'redirect'), { code: 'InvalidInput', message: /too long/ });
  });
});
