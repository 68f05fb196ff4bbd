import { type CertificateFacts, readCertificate, readCertificates } from '../../certificates/certificate.js';
import { WorklinkError } from '../../errors.js';
import { type DomainStatus } from '../../model/domain-states.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { type SiteProbe, type Visit, type VisitOptions } from '../../ports/site-probe.js';
import { callEach } from '../call-each.js';
import { onFleet } from '../names.js';
import { Pages } from '../pages.js';
import { serviceTime } from '../service-time.js';
import { judgeSite } from './check-judge.js';
import { type DomainCheck, type RedirectEnd, type SiteSeen, type Yardstick } from './check-report.js';
import { listDomains } from './domains.js';
import { checkDomainName, domainKey } from './names.js';

/** Redirects followed at one site; browsers follow 20, and no good site needs more. */
const MAX_REDIRECTS = 20;
/** The most of a Location header that is looked at, in characters. */
const MAX_LOCATION = 8192;
/** What of a Location header that is no address is shown, in characters. */
const MAX_SHOWN = 200;
const DEFAULT_PORT = 443;

/** What checking the domains of a fleet needs to know of it, read once. */
export interface CheckGround extends Yardstick {
  /** The fleet's domains by the form of the name that names are compared by. */
  readonly domains: ReadonlyMap<string, { readonly domainName: string; readonly domainStatus: DomainStatus }>;
  /** Domains of its website authorization providers, compared likewise. */
  readonly providers: readonly string[];
  /** What could not be read, as sentences. */
  readonly troubles: readonly string[];
}

export type CheckOptions = VisitOptions;

/**
 * Reads what a fleet's domains are to be checked by.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`
 */
export async function prepareCheck(
  backend: Backend,
  fleet: string,
  {
    probe,
    clock,
    signal,
  }: { readonly probe: SiteProbe; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<CheckGround> {
  const { workLink } = backend;
  return onFleet(backend, fleet, async (arn) => {
    const domains = new Map<string, { domainName: string; domainStatus: DomainStatus }>();
    for await (const domain of listDomains(backend, arn)) domains.set(domainKey(domain.domainName), domain);
    const network = await workLink.call('DescribeCompanyNetworkConfiguration', { FleetArn: arn });
    const providers = await namesOfProviders(backend, arn);
    const authorities = await uploadedAuthorities(backend, arn, { clock, signal });
    const roots = await probe.systemRoots();
    return {
      fleet,
      domains,
      providers,
      hasNetwork: network.VpcId !== undefined,
      uploaded: authorities.certificates,
      system: roots.certificates.flatMap((der) => readable(der)),
      at: serviceTime(backend, clock),
      troubles: [...roots.troubles, ...authorities.troubles],
    };
  });
}

/** The names of all domains to be checked: those given, else all of the fleet. @throws WorklinkError `InvalidInput` */
export function namesToCheck(ground: CheckGround, given: readonly string[]): readonly string[] {
  if (given.length === 0) return [...ground.domains.values()].map(({ domainName }) => domainName);
  return given.map(checkDomainName);
}

/**
 * Checks one domain as the guide has it (Validate Associated Domains), from this machine: name, connection, TLS, page.
 *
 * @throws the signal's reason
 */
export async function checkDomain(
  probe: SiteProbe,
  ground: CheckGround,
  name: string,
  options: CheckOptions,
): Promise<DomainCheck> {
  const known = ground.domains.get(domainKey(name));
  const domain = { domainName: known?.domainName ?? name, domainStatus: known?.domainStatus };
  const resolution = await probe.resolve(name, options);
  if (resolution.failure !== undefined) return judgeSite({ ...domain, resolution, redirects: [] }, ground);
  const walked = await walk(probe, ground, name, resolution.addresses, options);
  const seen: SiteSeen = { ...domain, resolution, ...walked };
  return judgeSite(seen, ground);
}

type Walk = Pick<SiteSeen, 'visit' | 'certificates' | 'redirects' | 'end'>;

/** Visits a site, and goes where it redirects to as long as that is the same site. */
async function walk(
  probe: SiteProbe,
  ground: CheckGround,
  host: string,
  addresses: readonly string[],
  options: CheckOptions,
): Promise<Walk> {
  const { port } = options;
  const base = new URL(`https://${host}${port === DEFAULT_PORT ? '' : `:${String(port)}`}/`);
  const redirects: string[] = [];
  let at = base;
  for (;;) {
    const path = `${at.pathname}${at.search}`;
    const visit = await probe.visit({ host, addresses, path }, options);
    const certificates = visit.tls?.certificates.flatMap((der) => readable(der)) ?? [];
    const next = redirectOf(visit, at);
    if (next === undefined) return { visit, certificates, redirects, end: { kind: 'same-site' } };
    if (typeof next === 'string')
      return { visit, certificates, redirects, end: { kind: 'unreadable', target: next } };
    const target = `${next.origin}${next.pathname}`;
    const isRepeated = redirects.length >= MAX_REDIRECTS || next.href === at.href;
    redirects.push(target);
    const end = endOf(next, base, ground) ?? (isRepeated ? ({ kind: 'loop', target } as const) : undefined);
    if (end !== undefined) return { visit, certificates, redirects, end };
    at = next;
  }
}

/** Where an answer redirects to; a text where that is no address, nothing where it does not redirect. */
function redirectOf({ http }: Visit, at: URL): URL | string | undefined {
  if (http?.location === undefined || http.status < 300 || http.status >= 400) return undefined;
  const { location } = http;
  if (location.length > MAX_LOCATION || !URL.canParse(location, at.href)) return location.slice(0, MAX_SHOWN);
  const target = new URL(location, at.href);
  target.hash = '';
  return target;
}

/** What becomes of whoever is sent there, unless the same site goes on. */
function endOf(target: URL, base: URL, { domains, providers }: CheckGround): RedirectEnd | undefined {
  if (target.origin === base.origin) return undefined;
  // A query may hold what is nobody's business, such as a sign-in request.
  const shown = `${target.origin}${target.pathname}`;
  if (target.protocol === 'http:') return { kind: 'plain-http', target: shown };
  if (target.protocol !== 'https:') return { kind: 'elsewhere', target: `${target.protocol}…` };
  const { hostname } = target;
  if (providers.some((provider) => hostname === provider || hostname.endsWith(`.${provider}`)))
    return { kind: 'authorization-provider', target: shown };
  return { kind: domains.has(hostname) ? 'fleet-domain' : 'elsewhere', target: shown };
}

async function namesOfProviders({ workLink }: Backend, arn: string): Promise<readonly string[]> {
  const names: string[] = [];
  const providers = new Pages(async (request) => {
    const { WebsiteAuthorizationProviders: items = [], NextToken: nextToken } = await workLink.call(
      'ListWebsiteAuthorizationProviders',
      { FleetArn: arn, ...request },
    );
    return { items, nextToken };
  });
  for await (const { DomainName: name } of providers) if (name !== undefined) names.push(domainKey(name));
  return names;
}

async function uploadedAuthorities(
  { workLink }: Backend,
  arn: string,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<{ readonly certificates: readonly CertificateFacts[]; readonly troubles: readonly string[] }> {
  const inputs: { FleetArn: string; WebsiteCaId: string }[] = [];
  const authorities = new Pages(async (request) => {
    const { WebsiteCertificateAuthorities: items = [], NextToken: nextToken } = await workLink.call(
      'ListWebsiteCertificateAuthorities',
      { FleetArn: arn, ...request },
    );
    return { items, nextToken };
  });
  for await (const { WebsiteCaId: id } of authorities)
    if (id !== undefined) inputs.push({ FleetArn: arn, WebsiteCaId: id });
  const described = await callEach(workLink, 'DescribeWebsiteCertificateAuthority', inputs, options);
  const troubles: string[] = [];
  const certificates = described.flatMap((one, index) => {
    try {
      return one?.Certificate === undefined ? [] : readCertificates(one.Certificate);
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      troubles.push(
        `Website certificate authority ${inputs[index]?.WebsiteCaId ?? ''} was left out: ${error.message}`,
      );
      return [];
    }
  });
  return { certificates, troubles };
}

/** A certificate from outside; nothing where it is none. */
function readable(der: Uint8Array): readonly CertificateFacts[] {
  try {
    return [readCertificate(der)];
  } catch (error) {
    if (error instanceof WorklinkError) return [];
    throw error;
  }
}
