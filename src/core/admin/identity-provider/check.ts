import { type Finding } from '../../findings.js';
import { type Vendor } from '../../saml/vendors.js';
import { judgeMetadata, type MetadataRequest } from './metadata.js';
import { type LinkedCertificate, linkedCertificate } from './certificate.js';

/** The judgement of one metadata document, for people and scripts. */
export interface MetadataCheck {
  readonly verdict: 'accepted' | 'refused';
  /** `null` where it could not be told; so are the other members. */
  readonly entityId: string | null;
  readonly vendor: Vendor | null;
  readonly signingCertificates: readonly LinkedCertificate[];
  readonly singleSignOnServices: readonly { readonly binding: string; readonly location: string }[];
  readonly nameIdFormats: readonly string[];
  readonly wantAuthnRequestsSigned: boolean | null;
  readonly validUntil: Date | null;
  readonly findings: readonly Finding[];
}

/**
 * Judges an identity provider's metadata, without any fleet. Whatever is wrong with it is a finding; where it is refused, its
 * other members say what could be read all the same.
 *
 * @throws what the reading of `metadata` throws
 */
export async function checkMetadata(request: MetadataRequest): Promise<MetadataCheck> {
  const { verdict, entityId, vendor, facts, findings } = await judgeMetadata(request);
  return {
    verdict,
    entityId: entityId ?? null,
    vendor: vendor ?? null,
    signingCertificates: facts?.signingCertificates.map(linkedCertificate) ?? [],
    singleSignOnServices: facts?.singleSignOnServices ?? [],
    nameIdFormats: facts?.nameIdFormats ?? [],
    wantAuthnRequestsSigned: facts?.wantAuthnRequestsSigned ?? null,
    validUntil: facts?.validUntil ?? null,
    findings,
  };
}
