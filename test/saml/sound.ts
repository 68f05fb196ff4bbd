import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { SAML_RULES } from '../../src/core/saml/findings.js';
import { type IdentityProviderFacts, type MetadataReading } from '../../src/core/saml/metadata.js';
import { errorIds, POST, REDIRECT } from './support.js';

/** The longest a message gets: its own words, and excerpts of at most 120 characters each, five of them. */
const MAX_MESSAGE_LENGTH = 900;

const UNPRINTABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

/** Whatever a document is, what is said about it must hold together. */
export function assertSound(reading: MetadataReading): void {
  for (const finding of reading.findings) {
    assert.ok(Object.hasOwn(SAML_RULES, finding.id), finding.id);
    assert.ok(finding.message.length <= MAX_MESSAGE_LENGTH, finding.message);
    assert.ok(finding.subject.length > 0 && finding.subject.length <= 200, finding.subject);
    assert.doesNotMatch(finding.message + finding.subject, UNPRINTABLE);
    assert.ok(finding.message.endsWith('.'), finding.message);
  }
  if (reading.verdict === 'refused') {
    assert.ok(errorIds(reading).length > 0);
    return;
  }
  assert.deepEqual(errorIds(reading), []);
  assert.ok(reading.entityId.trim() !== '' && Array.from(reading.entityId).length <= 1024);
  assertComplete(reading.identityProvider);
}

function assertComplete({ signingCertificates, singleSignOnServices }: IdentityProviderFacts): void {
  assert.ok(signingCertificates.length > 0);
  for (const certificate of signingCertificates) {
    const x509 = new X509Certificate(certificate.pem);
    assert.equal(x509.raw.toString('base64'), certificate.base64);
    assert.equal(x509.fingerprint256.replaceAll(':', '').toLowerCase(), certificate.sha256);
    assert.doesNotMatch(certificate.subject + certificate.issuer, UNPRINTABLE);
    assert.equal(certificate.notBefore.getTime(), Date.parse(x509.validFrom));
    assert.equal(certificate.notAfter.getTime(), Date.parse(x509.validTo));
  }
  assert.ok(singleSignOnServices.some(({ binding }) => binding === REDIRECT || binding === POST));
  for (const { location } of singleSignOnServices) {
    const url = new URL(location);
    assert.match(url.protocol, /^https?:$/);
    assert.equal(url.username + url.password, '');
  }
}
