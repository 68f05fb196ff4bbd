import { type OperationInput } from '../../contract/contract.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { type CertificateSummary } from '../../ports/certificate-manager.js';
import { quote } from '../../text.js';
import { checkInput } from '../check-input.js';
import { type DomainDisplayNames } from '../display-names.js';
import { checkDomainName } from './names.js';
import { type CertificateFinder } from './certificate.js';
import { type DomainEntry } from './input.js';
import { describeDomain, type Domain, findDomain } from './domains.js';

/** The call that associates a domain, everything checked that can be beforehand. */
export interface Association {
  readonly input: OperationInput<'AssociateDomain'>;
  readonly certificate: CertificateSummary;
  /** Whether the certificate was named, rather than found by the name it covers. */
  readonly certificateGiven: boolean;
}

/**
 * Checks that a domain can be associated, and finds its certificate.
 *
 * @param arn of the fleet
 * @throws WorklinkError `InvalidInput` for a text that is no domain name or a display name that is too long;
 *   `AlreadyExists`, for the domain or its display name; what {@link CertificateFinder.find} throws
 */
export async function planAssociation(
  backend: Backend,
  arn: string,
  domain: DomainEntry,
  finder: CertificateFinder,
  names: DomainDisplayNames,
): Promise<Association> {
  checkDomainName(domain.domainName);
  const existing = await findDomain(backend, arn, domain.domainName);
  if (existing !== undefined) throw alreadyAssociated(existing);
  return planNewAssociation(arn, domain, finder, names);
}

/** As {@link planAssociation}, for a domain that the fleet is known not to have. */
export async function planNewAssociation(
  arn: string,
  { domainName, certificate: given, displayName }: DomainEntry,
  finder: CertificateFinder,
  names: DomainDisplayNames,
): Promise<Association> {
  checkDomainName(domainName);
  const certificate = await finder.find(domainName, given);
  const input = {
    FleetArn: arn,
    DomainName: domainName,
    AcmCertificateArn: certificate.arn,
    ...(displayName === undefined ? {} : { DisplayName: displayName }),
  };
  checkInput('AssociateDomain', input, {
    DisplayName: { label: '--display-name', rule: 'A display name has at most 100 characters.' },
    AcmCertificateArn: { label: '--certificate' },
  });
  await names.claim(displayName, { fleetArn: arn, domainName });
  return { input, certificate, certificateGiven: given !== undefined };
}

/** Associates a domain as {@link planAssociation} has it. @returns it, on its way to ACTIVE */
export async function associateDomain(backend: Backend, { input }: Association): Promise<Domain> {
  await backend.workLink.call('AssociateDomain', input);
  return describeDomain(backend, input.FleetArn, input.DomainName);
}

function alreadyAssociated({ domainName, domainStatus }: Domain): WorklinkError {
  const status = domainStatus ?? 'state unknown';
  return ownError('AlreadyExists', `Domain ${quote(domainName)} is associated already (${status}).`, {
    hint:
      status === 'INACTIVE'
        ? 'To give users access again: worklink domain restore.'
        : 'worklink domain show says more of it.',
    details: { domainName, state: status },
  });
}
