import { DomainDisplayNames } from '../../core/admin/display-names.js';
import { type Association, associateDomain, planAssociation } from '../../core/admin/domains/associate.js';
import { CertificateFinder, type ChooseCertificate } from '../../core/admin/domains/certificate.js';
import { changeableFleet, waitForActiveDomain } from '../../core/admin/domains/change.js';
import { type Domain } from '../../core/admin/domains/domains.js';
import { type DomainEntry } from '../../core/admin/domains/input.js';
import { type WaitOptions } from '../../core/admin/wait.js';
import { ownError } from '../../core/errors.js';
import { type Backend } from '../../core/ports/backend.js';
import { certificateNotices } from '../certificate-choice.js';
import { plannedCall } from '../results.js';
import { type Work } from './many.js';

/** How domains are to be associated. */
export interface AssociationWish {
  /** Asks which of several certificates it is to be, where somebody can be asked. */
  readonly chooser: ChooseCertificate | undefined;
  /** The certificate of the domains that have none of their own in the list. */
  readonly certificate: string | undefined;
  /** Tells a person a line. */
  readonly say: (line: string) => Promise<void>;
  /** How to wait until each is ACTIVE; not at all where absent. */
  readonly wait: WaitOptions | undefined;
  /** Waits for a domain that was associated already: what goes wrong then is said of the waiting. */
  readonly waiting: (domain: Domain, wait: () => Promise<Domain>) => Promise<Domain>;
}

/** What associating each of many domains with a fleet is. @throws WorklinkError `NotFound`, `WrongState` for the fleet */
export async function associationWork(
  backend: Backend,
  fleet: string,
  { chooser, certificate, say, wait, waiting }: AssociationWish,
): Promise<Work<DomainEntry, Association, Domain>> {
  const arn = await changeableFleet(backend, fleet);
  const names = new DomainDisplayNames(backend);
  const finder = new CertificateFinder(backend.certificates, chooser);
  return {
    doing: wait === undefined ? 'Associating' : 'Associating, and waiting for ACTIVE',
    done: 'associated',
    plan: (entry) =>
      planAssociation(
        backend,
        arn,
        { ...entry, certificate: entry.certificate ?? certificate },
        finder,
        names,
      ),
    call: ({ input }) => plannedCall('AssociateDomain', input),
    before: async (plans) => {
      for (const notice of certificateNotices(plans)) await say(notice);
    },
    act: async (plan) => {
      const domain = await associateDomain(backend, plan);
      return wait === undefined
        ? domain
        : waiting(domain, () => waitForActiveDomain(backend, arn, domain.domainName, wait));
    },
  };
}

/** The domains, the only one of them with the display name that was given for it. @throws WorklinkError `Usage` for several */
export function withDisplayName(
  entries: readonly DomainEntry[],
  displayName: string | undefined,
): readonly DomainEntry[] {
  if (displayName === undefined) return entries;
  if (entries.length > 1) {
    throw ownError('Usage', '--display-name is for a single domain.', {
      hint: 'Give each its own in a CSV list.',
    });
  }
  return entries.map((entry) => ({ displayName, ...entry }));
}
