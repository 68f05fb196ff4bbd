import { type DomainCheck } from '../../core/admin/domains/check-report.js';
import { type Finding } from '../../core/findings.js';
import { type Field } from '../results.js';

/** What checking a domain found out. */
export const DOMAIN_CHECK_FIELDS: readonly Field[] = [
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'domainStatus', title: 'STATUS', state: true },
  { name: 'outcome', title: 'OUTCOME' },
  { name: 'address', title: 'ADDRESS' },
  { name: 'tls', title: 'TLS', read: tlsText },
  { name: 'httpStatus', title: 'HTTP' },
  { name: 'findings', title: 'FINDINGS', read: findingIds },
  { name: 'meaning', title: 'MEANING', extra: true },
  { name: 'addresses', title: 'ADDRESSES', extra: true },
  { name: 'redirects', title: 'REDIRECTS', extra: true },
];

function tlsText(row: object): unknown {
  const { tls } = row as Partial<DomainCheck>; // the only rows there are
  return tls === undefined
    ? undefined
    : `${tls.protocol} ${tls.trustedBy === 'none' ? 'untrusted' : tls.trustedBy}`;
}

function findingIds(row: object): unknown {
  const { findings = [] } = row as Partial<DomainCheck>; // the only rows there are
  const worth = findings.filter(({ severity }: Finding) => severity !== 'info').map(({ id }: Finding) => id);
  return worth.length === 0 ? undefined : [...new Set(worth)].join(', ');
}
