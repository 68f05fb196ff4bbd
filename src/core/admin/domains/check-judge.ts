import { type Finding, hasErrors } from '../../findings.js';
import { type DomainStatus } from '../../model/domain-states.js';
import { type Visit } from '../../ports/site-probe.js';
import { quote } from '../../text.js';
import { judgeHttpFailure, judgeRedirects, judgeStatus } from './check-http.js';
import {
  type DomainCheck,
  type Outcome,
  OUTCOMES,
  type SiteSeen,
  type TlsReport,
  type Yardstick,
} from './check-report.js';
import { judgeCertificate, judgeTlsFailure } from './check-tls.js';

/** Resolvers' words for a name that does not exist, or has no address (RFC 2308). */
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA']);

/** What to do about a domain that is not ACTIVE. */
const NEXT: Readonly<Record<Exclude<DomainStatus, 'ACTIVE'>, string>> = {
  PENDING_VALIDATION:
    'Wait; if it stays so, see that its certificate’s validation record is in the DNS: worklink domain show.',
  ASSOCIATING: 'Wait: the association goes on by itself.',
  INACTIVE: 'Users’ access is revoked. To give it again: worklink domain restore.',
  DISASSOCIATING: 'It is on its way out. To have it back, associate it anew once it is gone.',
  DISASSOCIATED: 'Associate it: worklink domain associate.',
  FAILED_TO_ASSOCIATE:
    'Disassociate it, see that its certificate is ISSUED and covers it, and associate it anew.',
  FAILED_TO_DISASSOCIATE: 'Disassociate it again: worklink domain disassociate.',
};

/** Judges what was seen of a domain and its site: the guide's outcome, and what is to be done. */
export function judgeSite(seen: SiteSeen, yardstick: Yardstick): DomainCheck {
  const { domainName, domainStatus, resolution, visit, redirects } = seen;
  const state = judgeState(seen, yardstick.fleet);
  const isUnknown = resolution.failure !== undefined && NO_SUCH_NAME.has(resolution.failure.code);
  const site = visit === undefined ? undefined : judgeVisit(seen, visit, yardstick);
  const findings = [...state, ...judgeResolution(seen, yardstick), ...(site?.findings ?? [])];
  const outcome = outcomeOf(state, isUnknown, visit, findings);
  return {
    domainName,
    ...(domainStatus === undefined ? {} : { domainStatus }),
    outcome,
    meaning: OUTCOMES[outcome],
    addresses: resolution.addresses,
    ...(visit?.address === undefined ? {} : { address: visit.address }),
    ...(site?.tls === undefined ? {} : { tls: site.tls }),
    ...(visit?.http === undefined ? {} : { httpStatus: visit.http.status }),
    redirects,
    findings,
  };
}

function outcomeOf(
  state: readonly Finding[],
  isUnknown: boolean,
  visit: Visit | undefined,
  findings: readonly Finding[],
): Outcome {
  if (hasErrors(state)) return 'other-error';
  if (isUnknown) return 'not-resolved';
  return visit?.http !== undefined && !hasErrors(findings) ? 'content-shown' : 'other-error';
}

function judgeState({ domainName, domainStatus }: SiteSeen, fleet: string): readonly Finding[] {
  if (domainStatus === 'ACTIVE') return [];
  if (domainStatus === undefined)
    return [
      {
        id: 'domain-not-associated',
        severity: 'error',
        subject: domainName,
        message: 'The fleet has no such domain, so its users do not reach the site.',
        fix: `Associate it: worklink domain associate ${domainName} --fleet ${fleet}`,
      },
    ];
  return [
    {
      id: 'domain-not-active',
      severity: 'error',
      subject: domainName,
      message: `The domain is ${domainStatus}, so users do not reach the site.`,
      fix: NEXT[domainStatus],
    },
  ];
}

function judgeResolution(
  { domainName, resolution }: SiteSeen,
  { hasNetwork }: Yardstick,
): readonly Finding[] {
  const { failure } = resolution;
  if (failure === undefined) return [];
  const { code } = failure;
  if (!NO_SUCH_NAME.has(code))
    return [
      {
        id: 'resolver-failed',
        severity: 'error',
        subject: domainName,
        message:
          code === 'TIMEOUT' || code === 'ETIMEOUT'
            ? 'The name server did not answer in time.'
            : `The name server could not say the domain’s address (${quote(code)}).`,
        fix: 'See that the name server is up and may be asked from here; name another with --resolver.',
      },
    ];
  return [
    {
      id: 'name-not-resolved',
      // The guide takes it for success as long as there is no network yet (Validate Associated Domains).
      severity: hasNetwork ? 'error' : 'warning',
      subject: domainName,
      message: `The domain has no address (${quote(code)}).`,
      fix: hasNetwork
        ? 'See that the company network’s name servers know the name; ask one of them with --resolver.'
        : 'Configure your company network: worklink network link. From outside of it, ask its name server with --resolver.',
    },
  ];
}

function judgeVisit(
  { domainName, certificates = [], end }: SiteSeen,
  visit: Visit,
  yardstick: Yardstick,
): { readonly tls?: TlsReport; readonly findings: readonly Finding[] } {
  const connection = judgeConnection(domainName, visit);
  if (visit.tls === undefined) {
    const failed = visit.tlsFailure === undefined ? [] : [judgeTlsFailure(domainName, visit.tlsFailure)];
    return { findings: [...connection, ...failed] };
  }
  const { tls, findings } = judgeCertificate(domainName, visit.tls.protocol, certificates, yardstick);
  const http = [
    ...(visit.http === undefined ? [] : judgeStatus(domainName, visit.http)),
    ...(visit.httpFailure === undefined ? [] : [judgeHttpFailure(domainName, visit.httpFailure)]),
    ...(end === undefined ? [] : judgeRedirects(end, yardstick.fleet)),
  ];
  return { ...(tls === undefined ? {} : { tls }), findings: [...connection, ...findings, ...http] };
}

function judgeConnection(domainName: string, { address, failed }: Visit): readonly Finding[] {
  return failed.map(({ address: tried, code }) => ({
    id: address === undefined ? 'connection-failed' : 'address-unreachable',
    severity: address === undefined ? 'error' : 'warning',
    subject: tried,
    message: `${domainName} could not be reached at ${tried}: ${CONNECTION_WORDS[code] ?? quote(code)}.`,
    fix:
      address === undefined
        ? 'See that the server is up and the network, its routes and its security groups have a path to it.'
        : 'Another address answered. Take this one out of the DNS, or mend the way to it.',
  }));
}

const CONNECTION_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on the port',
  ENETUNREACH: 'there is no route to its network',
  EHOSTUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  TIMEOUT: 'it did not answer in time',
  ECONNRESET: 'it broke the connection off',
};
