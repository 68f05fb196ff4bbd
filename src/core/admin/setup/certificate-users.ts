import { coversHostname } from '../../certificates/hostname.js';
import { WorklinkError } from '../../errors.js';
import { parseFleetArn } from '../../model/arns.js';
import { type CertificateDetail } from '../../ports/certificate-manager.js';
import { counted } from '../../text.js';
import { callEach } from '../call-each.js';
import { listDomains } from '../domains/domains.js';
import { listFleets } from '../fleets.js';
import { type Ground, LISTED } from './look.js';

/** Domains of a fleet that are asked for their certificate, of those it covers: enough to say whose sites end. */
const ASKED = 50;
/** Fleets looked at where the certificate manager names none: what it names may be what the service works with. */
const FLEETS = 20;

/**
 * Which fleets have a certificate, and for which domains, as far as it can be seen: the certificate manager tells what uses it,
 * but no domains; those it covers are asked.
 *
 * @returns an end for a sentence, such as `used by fleet sales for a.example.com`; nothing where no fleet is known to use it
 */
export async function usersOf(certificate: CertificateDetail, ground: Ground): Promise<string | undefined> {
  const { inUseBy } = certificate;
  if (inUseBy.length === 0) return undefined;
  const named = inUseBy.filter((arn) => parseFleetArn(arn) !== undefined);
  const fleets = named.length > 0 ? named : await fleetsOf(ground);
  const users: string[] = [];
  for (const fleetArn of fleets) {
    const domains = await domainsWith(certificate, fleetArn, ground);
    if (domains.length === 0 && named.length === 0) continue;
    const shown = domains.slice(0, LISTED);
    const more = domains.length > LISTED ? ` and ${counted(domains.length - LISTED, 'other')}` : '';
    const what = shown.length === 0 ? '' : ` for ${shown.join(', ')}${more}`;
    users.push(`fleet ${parseFleetArn(fleetArn)?.fleetName ?? fleetArn}${what}`);
  }
  return users.length === 0 ? undefined : `used by ${users.join(', ')}`;
}

async function fleetsOf({ backend }: Ground): Promise<readonly string[]> {
  return unlessRefused(async () => {
    const arns: string[] = [];
    for await (const { fleetArn } of listFleets(backend, { maxItems: FLEETS }))
      if (fleetArn !== undefined) arns.push(fleetArn);
    return arns;
  });
}

/** The domains of a fleet that have a certificate, of the first ones that it covers. */
function domainsWith(
  { arn, domainName, subjectAlternativeNames }: CertificateDetail,
  fleetArn: string,
  { backend, clock, signal }: Ground,
): Promise<readonly string[]> {
  const names = {
    commonName: domainName,
    subjectAltNames: subjectAlternativeNames.map((value) => ({ type: 'DNS' as const, value })),
  };
  return unlessRefused(async () => {
    const covered: string[] = [];
    for await (const { domainName: name = '' } of listDomains(backend, fleetArn)) {
      if (coversHostname(names, name)) covered.push(name);
      if (covered.length === ASKED) break;
    }
    const inputs = covered.map((DomainName) => ({ FleetArn: fleetArn, DomainName }));
    const described = await callEach(backend.workLink, 'DescribeDomain', inputs, { clock, signal });
    return covered.filter((_, index) => described[index]?.AcmCertificateArn === arn);
  });
}

/** @returns nothing where it may not be asked, or is of another Region */
async function unlessRefused(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorklinkError && error.code !== 'Interrupted') return [];
    throw error;
  }
}
