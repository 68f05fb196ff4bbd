import { type DomainAnswer } from '../../../model/setup-file/setup-answers.js';
import { type DomainDisplayNames } from '../../display-names.js';
import { associateDomain, planAssociation } from '../../domains/associate.js';
import { type CertificateFinder } from '../../domains/certificate.js';
import { flag, type PlanGround, type PlannedChange } from './planned.js';

/** The association of a domain with a certificate there is. @throws WorklinkError as `planAssociation` says */
export async function associationChange(
  { backend, fleetArn, fleetName }: PlanGround,
  { name, displayName, certificate }: DomainAnswer,
  finder: CertificateFinder,
  names: DomainDisplayNames,
): Promise<PlannedChange> {
  const entry = {
    domainName: name,
    ...(certificate !== undefined && { certificate }),
    ...(displayName !== undefined && { displayName }),
  };
  const plan = await planAssociation(backend, fleetArn, entry, finder, names);
  return {
    step: 'domains',
    domainName: name,
    words: `Associate domain ${name} with certificate ${plan.certificate.arn}`,
    calls: [{ operation: 'AssociateDomain', input: { ...plan.input } }],
    command: associateCommand(fleetName, entry, plan.certificate.arn),
    apply: async (run) => {
      await associateDomain(run.backend, { ...plan, input: { ...plan.input, FleetArn: run.fleetArn } });
      return [];
    },
  };
}

/** The command that associates a domain. @param certificate where others would do, too */
export function associateCommand(
  fleetName: string,
  { domainName, displayName }: { readonly domainName: string; readonly displayName?: string },
  certificate: string | undefined,
): readonly string[] {
  return [
    ...['worklink', 'domain', 'associate', domainName, '--fleet', fleetName],
    ...(certificate === undefined ? [] : ['--certificate', certificate]),
    ...(displayName === undefined ? [] : flag('display-name', displayName)),
  ];
}
