import { alreadyExists } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { uuid } from '../identifiers.js';
import { type Handler } from '../services.js';
import { storedDisplayName } from '../strictness.js';
import { requireCertificates } from '../uploaded-certificates.js';

/** The certificate is kept to the letter, and taken once per fleet. */
export const associateWebsiteCertificateAuthority: Handler<
  'AssociateWebsiteCertificateAuthority',
  FleetAccess | 'websiteCas' | 'now' | 'random'
> = (input, services) => {
  const { websiteCas, now, random } = services;
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const sha256 = requireCertificates('Certificate', input.Certificate)[0]?.sha256 ?? '';
  const existing = websiteCas.byFingerprint(fleet.id, sha256);
  if (existing !== undefined) {
    throw alreadyExists(`Certificate ${sha256} is in fleet ${quote(fleet.name)} already, as ${existing.id}.`);
  }
  const id = uuid(random);
  websiteCas.insert({
    fleet_id: fleet.id,
    id,
    certificate: input.Certificate,
    sha256,
    display_name: storedDisplayName(input.DisplayName),
    created_at: now,
  });
  return { WebsiteCaId: id };
};
