import { type Finding } from '../../findings.js';
import { type SiteProbe } from '../../ports/site-probe.js';
import { quote } from '../../text.js';
import { runBulk } from '../bulk.js';
import { checkDomain, namesToCheck, prepareCheck } from '../domains/check.js';
import { failedLook, finding, type FleetGround } from '../setup/look.js';

/** How sites are looked at from this machine. */
export interface ProbeOptions {
  readonly probe: SiteProbe;
  /** How long each step may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** Told how many sites have been looked at. */
  readonly onProgress?: (done: number, total: number) => void;
}

const HTTPS_PORT = 443;
/** Addresses of an identity provider that are tried at most; more would be one host's many paths. */
const MAX_HOSTS = 8;
const SERVER_ERROR = 500;
/** Guide, Troubleshooting. */
const IDP_FIX =
  'Check your identity provider’s availability, and that its current metadata is linked: worklink idp update';

/** Looks at the sites of all domains of a fleet, as `worklink domain check` does. */
export async function checkSites(
  ground: FleetGround,
  { probe, timeoutMs, concurrency, onProgress }: ProbeOptions,
): Promise<readonly Finding[]> {
  const { backend, arn, clock, signal } = ground;
  const yardstick = await prepareCheck(backend, arn, { probe, clock, signal });
  const settled = await runBulk(
    namesToCheck(yardstick, []),
    (name) => checkDomain(probe, yardstick, name, { port: HTTPS_PORT, timeoutMs, signal }),
    {
      concurrency,
      clock,
      signal,
      onProgress: ({ done, total }) => onProgress?.(done, total),
    },
  );
  const troubles = yardstick.troubles.map((trouble) =>
    finding('warning', 'domain-check-incomplete', [
      'certificate authorities',
      trouble,
      'What is said of TLS may be wrong for it.',
    ]),
  );
  const found = settled.flatMap((one) => {
    if (one.state === 'failed') return [failedLook(one.error, one.item)];
    if (one.state === 'notBegun') return [];
    const { domainName, findings } = one.value;
    return findings.map((each) => ({
      ...each,
      subject: each.subject === domainName ? domainName : `${domainName}: ${each.subject}`,
    }));
  });
  return [...troubles, ...found];
}

/** Looks whether a fleet's identity provider answers where users are sent to sign in. */
export async function checkSignOnAddresses(
  { backend, arn, now, signal }: FleetGround,
  { probe, timeoutMs }: ProbeOptions,
): Promise<readonly Finding[]> {
  const { IdentityProviderSamlMetadata: metadata } = await backend.workLink.call(
    'DescribeIdentityProviderConfiguration',
    { FleetArn: arn },
  );
  if (metadata === undefined) return [];
  const { checkMetadata } = await import('../identity-provider/check.js');
  const { singleSignOnServices } = await checkMetadata({ metadata, now });
  const addresses = singleSignOnServices.flatMap(({ location }) =>
    URL.canParse(location) ? [new URL(location)] : [],
  );
  const hosts = new Map(
    addresses.filter(({ protocol }) => protocol === 'https:').map((url) => [url.host, url] as const),
  );
  const found: Finding[] = [];
  for (const url of [...hosts.values()].slice(0, MAX_HOSTS)) {
    const trouble = await troubleAt(url, probe, { timeoutMs, signal });
    if (trouble !== undefined) {
      const message = `The identity provider does not answer at ${url.host}: ${trouble}.`;
      found.push(finding('error', 'idp-unreachable', [url.origin, message, IDP_FIX]));
    }
  }
  return found;
}

/** Why users could not sign in at an address; nothing where it answers. */
async function troubleAt(
  { hostname, port, pathname }: URL,
  probe: SiteProbe,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const options = { port: port === '' ? HTTPS_PORT : Number(port), timeoutMs, signal };
  const { addresses, failure } = await probe.resolve(hostname, options);
  if (failure !== undefined) return `its name has no address (${quote(failure.code)})`;
  const visit = await probe.visit({ host: hostname, addresses, path: pathname }, options);
  const { address, failed, tlsFailure, httpFailure, http } = visit;
  if (address === undefined) return `it takes no connection (${quote(failed[0]?.code ?? 'unknown')})`;
  const broken = tlsFailure ?? httpFailure;
  if (broken !== undefined) return quote(broken.message);
  if (http !== undefined && http.status >= SERVER_ERROR) return `it answers ${String(http.status)}`;
  return undefined;
}
