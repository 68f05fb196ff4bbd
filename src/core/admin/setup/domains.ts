import { type Finding } from '../../findings.js';
import { DOMAIN_STATUSES, type DomainStatus } from '../../model/domain-states.js';
import { listDomains } from '../domains/domains.js';
import { counted } from '../../text.js';
import { finding, type FleetGround, LISTED, type Look } from './look.js';

/** How many domains of a state there are, and the first few of them: memory does not grow with the fleet. */
interface Tally {
  readonly count: number;
  readonly names: readonly string[];
}

const NONE: Tally = { count: 0, names: [] };

/** A fleet's domains (guide, Associate your Domains), by one pass over the list. */
export async function lookAtDomains({ backend, arn, name }: FleetGround): Promise<Look> {
  const tallies = new Map<DomainStatus, { count: number; names: string[] }>();
  for await (const { domainName, domainStatus } of listDomains(backend, arn)) {
    const tally = tallies.get(domainStatus) ?? { count: 0, names: [] };
    tally.count += 1;
    if (tally.names.length < LISTED) tally.names.push(domainName);
    tallies.set(domainStatus, tally);
  }
  const total = [...tallies.values()].reduce((sum, { count }) => sum + count, 0);
  const findings = DOMAIN_STATUSES.flatMap((status) => judge(status, tallies.get(status) ?? NONE, name));
  const active = tallies.get('ACTIVE')?.count ?? 0;
  const underWay = (tallies.get('PENDING_VALIDATION')?.count ?? 0) + (tallies.get('ASSOCIATING')?.count ?? 0);
  const list = `worklink domain list --fleet ${name}`;
  if (total === 0) {
    const command = `worklink domain associate NAME --fleet ${name}`;
    return { presence: 'missing', detail: 'No domain is associated.', command, findings };
  }
  const detail = `${counted(total, 'domain')}, ${String(active)} ACTIVE.`;
  if (active > 0)
    return { presence: 'present', detail, ...(findings.length > 0 && { command: list }), findings };
  if (underWay > 0) return { presence: 'pending', detail, command: list, findings };
  const message = 'No domain is ACTIVE: users reach none.';
  const fix = `Restore those that are INACTIVE (worklink domain restore), or associate others: ${list}`;
  const noneActive = finding('error', 'domain-none-active', [name, message, fix]);
  return { presence: 'present', detail, command: list, findings: [noneActive, ...findings] };
}

/** What is to be said of a fleet's domains of one state. */
function judge(status: DomainStatus, tally: Tally, fleet: string): readonly Finding[] {
  if (tally.count === 0) return [];
  const subject = named(tally);
  const many = counted(tally.count, 'domain');
  const said = (...[severity, id, message, fix]: readonly [Finding['severity'], string, string, string]) => [
    finding(severity, id, [subject, message, fix]),
  ];
  switch (status) {
    case 'ACTIVE':
    case 'DISASSOCIATING':
    case 'DISASSOCIATED':
      return [];
    case 'PENDING_VALIDATION':
      return said(
        'warning',
        'domain-pending-validation',
        `${many} PENDING_VALIDATION: the certificate is not validated yet.`,
        `Create the validation records that are said by worklink domain show NAME --fleet ${fleet}`,
      );
    case 'ASSOCIATING':
      return said('info', 'domain-associating', `${many} ASSOCIATING.`, 'Wait; it takes a while.');
    case 'INACTIVE':
      return said(
        'info',
        'domain-inactive',
        `Access to ${many} is revoked.`,
        `Where users are to reach them again: worklink domain restore NAME --fleet ${fleet}`,
      );
    case 'FAILED_TO_ASSOCIATE':
      return said(
        'error',
        'domain-failed-to-associate',
        `${many} could not be associated.`,
        'See that the certificate is ISSUED and covers the name, and that no CloudFront distribution has it; then disassociate the domain and associate it again.',
      );
    case 'FAILED_TO_DISASSOCIATE':
      return said(
        'warning',
        'domain-failed-to-disassociate',
        `${many} could not be disassociated.`,
        `Try again: worklink domain disassociate NAME --fleet ${fleet}`,
      );
  }
}

function named({ count, names }: Tally): string {
  const rest = count - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}
