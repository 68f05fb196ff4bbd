import { X509Certificate } from 'node:crypto';
import { type Finding } from '../../findings.js';
import { excerpt } from '../../saml/excerpt.js';
import { type MetadataReading } from '../../saml/metadata.js';
import { type JudgedMetadata } from './metadata.js';

/** One thing that linking other metadata changes. */
export interface MetadataChange {
  readonly member:
    'entityId' | 'signingCertificate' | 'singleSignOnService' | 'nameIdFormat' | 'wantAuthnRequestsSigned';
  readonly change: 'added' | 'removed';
  readonly value: string;
}

/** What linked metadata says, as far as it can be read. */
type Side = Pick<JudgedMetadata, 'entityId' | 'facts'>;

/** The side that is linked already. */
export function sideOf(reading: MetadataReading): Side {
  return {
    entityId: reading.entityId,
    facts: reading.verdict === 'accepted' ? reading.identityProvider : reading.fragments,
  };
}

/** What is different in new metadata: what goes, then what comes, by member. */
export function metadataChanges(before: Side, after: Side): readonly MetadataChange[] {
  const was = valuesOf(before);
  const willBe = valuesOf(after);
  return was.flatMap(([member, old], index) => {
    const [, next = []] = willBe[index] ?? [];
    const entry = (change: MetadataChange['change']) => (value: string) => ({ member, change, value });
    return [
      ...old.filter((value) => !next.includes(value)).map(entry('removed')),
      ...next.filter((value) => !old.includes(value)).map(entry('added')),
    ];
  });
}

function valuesOf({
  entityId,
  facts,
}: Side): readonly (readonly [MetadataChange['member'], readonly string[]])[] {
  return [
    ['entityId', entityId === undefined ? [] : [entityId]],
    [
      'signingCertificate',
      facts?.signingCertificates.map(({ sha256, subject }) => `SHA-256 ${sha256} (${subject})`) ?? [],
    ],
    [
      'singleSignOnService',
      facts?.singleSignOnServices.map(({ binding, location }) => `${binding} ${location}`) ?? [],
    ],
    ['nameIdFormat', facts?.nameIdFormats ?? []],
    ['wantAuthnRequestsSigned', facts === undefined ? [] : [String(facts.wantAuthnRequestsSigned)]],
  ];
}

/**
 * What may keep everybody out once new metadata is linked: assertions are verified with its keys alone, and their issuer is
 * compared with its entity ID (SAML 2.0 Profiles §4.1.4.2).
 */
export function changeFindings(before: Side, after: Side): readonly Finding[] {
  const findings: Finding[] = [];
  if (before.entityId !== undefined && after.entityId !== undefined && before.entityId !== after.entityId) {
    findings.push({
      id: 'identity-provider-entity-id-changed',
      severity: 'warning',
      subject: excerpt(after.entityId),
      message: `The entity ID changes from '${excerpt(before.entityId)}' to '${excerpt(after.entityId)}': assertions of the old issuer will be refused.`,
      fix: 'Make sure that this is the identity provider your users sign in with from now on.',
    });
  }
  const old = before.facts?.signingCertificates ?? [];
  const next = after.facts?.signingCertificates ?? [];
  if (old.length > 0 && next.length > 0 && !old.some((one) => next.some((other) => hasSameKey(one, other)))) {
    findings.push({
      id: 'identity-provider-no-shared-key',
      severity: 'warning',
      subject: excerpt(after.entityId ?? 'document'),
      message:
        'None of the signing keys linked now is in the new metadata: whoever signs in is refused until the identity provider signs with a new one.',
      fix: 'Link metadata with the old and the new certificate first, change the key at the identity provider, then remove the old one.',
    });
  }
  return findings;
}

/** The same certificate, or another one for the same key, as after a renewal. */
function hasSameKey(one: Certificate, other: Certificate): boolean {
  if (one.sha256 === other.sha256) return true;
  return new X509Certificate(one.pem).publicKey.equals(new X509Certificate(other.pem).publicKey);
}

type Certificate = NonNullable<Side['facts']>['signingCertificates'][number];
