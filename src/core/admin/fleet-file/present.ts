import { domainKey } from '../../model/domain-key.js';
import { type DomainStatus } from '../../model/domain-states.js';
import {
  type AuthorizationProviderSpec,
  type DomainEntry,
  type FleetSpec,
  type IdentityProviderSpec,
  type InvitationSpec,
  type NetworkSpec,
  type WebsiteCaSpec,
} from '../../model/fleet-file/fleet-document.js';
import { authorizationProviderKey, websiteCaKey } from '../../model/fleet-file/keys.js';
import { type PresentFleet } from '../../model/fleet-file/present-fleet.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { type DirectoryDomain } from '../../ports/domain-directory.js';
import { type InvitationTemplates } from '../../ports/invitation-templates.js';
import { listAuthorizationProviders } from '../authorization-providers.js';
import { nameOf, showFleet } from '../fleets.js';
import { showNetwork } from '../network/link.js';
import { listTags } from '../tags.js';
import { listWebsiteCas } from '../website-cas/website-cas.js';
import { wholeDomains } from './domains.js';
import { normalPem } from './keys.js';

export interface ReadingFleet {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly templates: InvitationTemplates;
  /** Told how many domains have been read. */
  readonly onProgress?: ((domains: number) => void) | undefined;
}

/** States in which a domain is not, or is not to be, any more. */
const ON_THE_WAY_OUT: readonly DomainStatus[] = ['DISASSOCIATING', 'DISASSOCIATED', 'FAILED_TO_DISASSOCIATE'];

/**
 * A fleet as it is now, in an order that does not depend on when things were made, so that the same fleet reads the same.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; what the service refuses
 */
export async function readFleetSpec(
  backend: Backend,
  fleet: string,
  reading: ReadingFleet,
): Promise<PresentFleet> {
  const described = await showFleet(backend, fleet);
  const { fleetArn: arn, displayName, optimizeForEndUserLocation, fleetStatus, companyCode } = described;
  const name = nameOf(described);
  const input = { FleetArn: arn };
  const [tags, provider, domains, cas, providers, devicePolicy, network, audit, template] = await Promise.all(
    [
      listTags(backend, arn),
      backend.workLink.call('DescribeIdentityProviderConfiguration', input),
      wholeDomains(backend, arn, reading),
      websiteCas(backend, arn, reading),
      authorizationProviders(backend, arn),
      backend.workLink.call('DescribeDevicePolicyConfiguration', input),
      showNetwork(backend, arn),
      backend.workLink.call('DescribeAuditStreamConfiguration', input),
      reading.templates.read({ fleetArn: arn, fleetName: name }),
    ],
  );
  const { IdentityProviderType: type, IdentityProviderSamlMetadata: metadata } = provider;
  const { DeviceCaCertificate: deviceCaCertificate } = devicePolicy;
  const spec: FleetSpec = {
    name,
    ...(isSaid(displayName) && { displayName }),
    ...(optimizeForEndUserLocation === true && { optimizeForEndUserLocation }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) }),
    ...(type !== undefined && { identityProvider: identityProviderSpec(type, metadata) }),
    ...filled('domains', domainEntries(domains)),
    ...filled(
      'websiteCertificateAuthorities',
      cas.map(({ spec: ca }) => ca),
    ),
    ...filled(
      'authorizationProviders',
      providers.map(({ spec: one }) => one),
    ),
    ...(isSaid(deviceCaCertificate) && { deviceCaCertificate: normalPem(deviceCaCertificate) }),
    ...networkSpec(network),
    ...(isSaid(audit.AuditStreamArn) && { auditStreamArn: audit.AuditStreamArn }),
    ...(template !== undefined && { invitation: invitationSpec(template) }),
  };
  return {
    spec,
    arn,
    status: fleetStatus,
    companyCode,
    domainStates: new Map(
      domains.flatMap(({ DomainName: domain, DomainStatus: status }) =>
        status === undefined ? [] : [[domainKey(domain), status]],
      ),
    ),
    websiteCaIds: idsByKey(cas),
    authorizationProviderIds: idsByKey(providers),
  };
}

/** A thing with the id the service gave it. */
interface Identified<Spec> {
  readonly spec: Spec;
  readonly id: string;
  readonly key: string;
}

async function websiteCas(
  backend: Backend,
  arn: string,
  { clock, signal }: ReadingFleet,
): Promise<readonly Identified<WebsiteCaSpec>[]> {
  const found: Identified<WebsiteCaSpec>[] = [];
  const listing = { now: clock.now(), clock, ...(signal !== undefined && { signal }) };
  for await (const { websiteCaId: id, displayName, certificate } of listWebsiteCas(backend, arn, listing)) {
    if (certificate === undefined) continue;
    const spec = { ...(isSaid(displayName) && { displayName }), certificate: normalPem(certificate) };
    found.push({ spec, id, key: websiteCaKey(certificate) });
  }
  return found.sort(
    (a, b) => compare(a.spec.displayName ?? '', b.spec.displayName ?? '') || compare(a.key, b.key),
  );
}

async function authorizationProviders(
  backend: Backend,
  arn: string,
): Promise<readonly Identified<AuthorizationProviderSpec>[]> {
  const found: Identified<AuthorizationProviderSpec>[] = [];
  for await (const provider of listAuthorizationProviders(backend, arn)) {
    const { authorizationProviderId: id, authorizationProviderType: type, domainName } = provider;
    const spec = { type, ...(isSaid(domainName) && { domainName }) };
    if (id !== undefined) found.push({ spec, id, key: authorizationProviderKey(spec) });
  }
  return found.sort((a, b) => compare(a.key, b.key));
}

function domainEntries(domains: readonly DirectoryDomain[]): readonly DomainEntry[] {
  return domains
    .filter(({ DomainStatus: status }) => status === undefined || !ON_THE_WAY_OUT.includes(status))
    .map(({ DomainName, DisplayName, AcmCertificateArn, DomainStatus }) => ({
      name: DomainName,
      ...(isSaid(DisplayName) && { displayName: DisplayName }),
      ...(isSaid(AcmCertificateArn) && { certificateArn: AcmCertificateArn }),
      ...(DomainStatus === 'INACTIVE' && { revoked: true }),
    }))
    .sort((a, b) => compare(domainKey(a.name), domainKey(b.name)));
}

function identityProviderSpec(
  type: IdentityProviderSpec['type'],
  metadata: string | undefined,
): IdentityProviderSpec {
  // A byte-order mark is no part of the characters, and is not read again.
  return { type, ...(isSaid(metadata) && { metadata: metadata.replace(/^\ufeff/, '') }) };
}

/** Subnets and groups are sets, which the service need not tell in the order they were given. */
function networkSpec({
  vpcId,
  subnetIds = [],
  securityGroupIds = [],
}: Partial<NetworkSpec>): Pick<FleetSpec, 'network'> {
  if (vpcId === undefined) return {};
  return {
    network: { vpcId, subnetIds: subnetIds.toSorted(), securityGroupIds: securityGroupIds.toSorted() },
  };
}

function invitationSpec({ subject, text, html, link = '' }: InvitationSpec): InvitationSpec {
  return { subject, text, html, ...(isSaid(link) && { link }) };
}

function idsByKey(things: readonly Identified<unknown>[]): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { key, id } of things) ids.set(key, [...(ids.get(key) ?? []), id]);
  return ids;
}

function filled<K extends string, T>(
  name: K,
  list: readonly T[],
): Readonly<Partial<Record<K, readonly T[]>>> {
  const members: Partial<Record<string, readonly T[]>> = list.length === 0 ? {} : { [name]: list };
  return members as Partial<Record<K, readonly T[]>>; // no other name is set
}

/** Whether a text is there at all: the service may tell an empty one where there is none. */
function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
