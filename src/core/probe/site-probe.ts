import { type SiteProbe, type SystemRoots } from '../ports/site-probe.js';
import { type NameServer, resolveHost } from './resolve.js';
import { readSystemRoots } from './system-roots.js';
import { visitSite } from './visit.js';

export interface SiteProbeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The name server to ask; the machine's way of resolving names where absent. */
  readonly nameServer?: NameServer | undefined;
}

/** A probe from this machine. Certificate authorities are read once. */
export function createSiteProbe({ env, nameServer }: SiteProbeOptions): SiteProbe {
  let roots: Promise<SystemRoots> | undefined;
  return {
    resolve: (host, options) => resolveHost(host, nameServer, options),
    visit: visitSite,
    systemRoots: () => (roots ??= readSystemRoots(env)),
  };
}
