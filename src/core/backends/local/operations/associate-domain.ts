import { alreadyExists, invalidRequest } from '../../../contract/errors.js';
import { coversHostname } from '../../../certificates/hostname.js';
import { type CertificateFacts, readCertificate } from '../../../certificates/certificate.js';
import { parseCertificateArn } from '../../../model/arns.js';
import { quote } from '../../../text.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler, type Services } from '../services.js';
import { type CertificateRow } from '../store/certificates.js';
import { displayNameTaken, storedDisplayName } from '../strictness.js';

/** Where ACM certificates for WorkLink must be (guide, Prepare TLS Certificates). */
const CERTIFICATE_REGION = 'us-east-1';

export const associateDomain: Handler<
  'AssociateDomain',
  FleetAccess | 'domains' | 'certificates' | 'companions' | 'now' | 'timings' | 'strict'
> = (input, services) => {
  const { domains, companions, now, timings, strict } = services;
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const existing = domains.find(fleet.id, input.DomainName);
  if (existing !== undefined) {
    throw alreadyExists(
      `Domain ${quote(existing.name)} is already associated with fleet ${quote(fleet.name)} (${existing.status}).`,
    );
  }
  if (companions.hasDistribution(input.DomainName)) {
    // Guide, Associate your Domains.
    throw invalidRequest(
      `Domain ${quote(input.DomainName)} is the name of an Amazon CloudFront distribution.`,
    );
  }
  requireUsableCertificate(services, input.AcmCertificateArn, input.DomainName);
  const displayName = storedDisplayName(input.DisplayName);
  if (strict && displayName !== null && domains.hasDisplayName(displayName, undefined))
    displayNameTaken(displayName);
  domains.insert({
    fleet_id: fleet.id,
    name: input.DomainName,
    display_name: displayName,
    certificate_arn: input.AcmCertificateArn,
    status: 'PENDING_VALIDATION',
    due_at: now + timings.domainValidation,
    created_at: now,
  });
  return {};
};

function requireUsableCertificate(
  { certificates }: Pick<Services, 'certificates'>,
  arn: string,
  domainName: string,
): void {
  const parts = parseCertificateArn(arn);
  if (parts === undefined)
    throw invalidRequest(`AcmCertificateArn ${quote(arn)} is not the ARN of a certificate.`);
  if (parts.region !== CERTIFICATE_REGION) {
    throw invalidRequest(
      `Certificate ${quote(arn)} is in ${parts.region}: it must be in ${CERTIFICATE_REGION}.`,
    );
  }
  // Certificates of another account are there only where they were adopted from it.
  const certificate = certificates.find(arn);
  if (certificate === undefined) throw invalidRequest(`Certificate ${quote(arn)} was not found.`);
  if (certificate.status !== 'ISSUED' || certificate.certificate === null) {
    throw invalidRequest(`Certificate ${quote(arn)} is ${certificate.status}: it must be ISSUED.`);
  }
  if (!coversHostname(factsOf(certificate, certificate.certificate), domainName)) {
    throw invalidRequest(`Certificate ${quote(arn)} does not cover ${quote(domainName)}.`);
  }
}

/** What certificates say, by their rows: one that many domains of a batch are associated with is read once. */
const FACTS = new WeakMap<CertificateRow, CertificateFacts>();

function factsOf(row: CertificateRow, text: string): CertificateFacts {
  const facts = FACTS.get(row) ?? readCertificate(Buffer.from(text));
  FACTS.set(row, facts);
  return facts;
}
