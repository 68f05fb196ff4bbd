import { readCertificate } from '../../../certificates/certificate.js';
import {
  type AccountDocument,
  type CertificateEntry,
  type DeviceEntry,
  type FleetEntry,
  type PrincipalEntry,
} from '../../../model/account-file/account-document.js';
import { companyCode, faultId, iamId, type Random, secretAccessKey, uuid } from '../identifiers.js';
import { ensureServiceLinkedRole } from '../service-linked-role.js';
import { type Store } from '../store/store.js';
import { certificateRow, type IssuedCertificates } from './certificate-row.js';
import { putVpc } from './network.js';

/** What seeding a document needs besides the document. */
export interface SeedingContext {
  readonly store: Store;
  /** The time of whatever the document gives no time, in milliseconds since the epoch. */
  readonly now: number;
  readonly random: Random;
  /** The Region of whatever the document gives none. */
  readonly region: string;
  /** The principal that is always there. */
  readonly administrator: string;
  readonly issued: IssuedCertificates;
}

/** Writes a document into an account in which nothing is in its way. Runs inside a transaction. */
export function insertDocument(document: AccountDocument, context: SeedingContext): void {
  const { store, now, random } = context;
  const { account, companions, streams, certificates, faults } = store;
  if (document.clockOffsetMs !== undefined) account.setClockOffset(document.clockOffsetMs);
  // The one that is there first: it makes room for an id or a key that another one has.
  for (const entry of [...(document.principals ?? [])].sort((a, b) => rank(a, context) - rank(b, context)))
    putPrincipal(entry, context);
  for (const { name, id, createdTime } of document.roles ?? []) {
    if (account.role(name) !== undefined) continue;
    account.insertRole({ name, role_id: id ?? iamId('AROA', random), created_at: at(createdTime, now) });
  }
  for (const vpc of document.vpcs ?? []) putVpc(companions, vpc, { region: vpc.region ?? context.region });
  for (const arn of document.streams ?? []) streams.put(arn, { created_at: now });
  for (const name of document.distributionAliases ?? []) companions.putDistribution(name);
  const { certificateAuthority } = document;
  if (certificateAuthority !== undefined) {
    const { certificate, privateKey = null } = certificateAuthority;
    certificates.keepAuthority({ certificate, private_key: privateKey });
  }
  const { serviceProviderKey: key } = document;
  if (key !== undefined) store.signIns.keepKey({ certificate: key.certificate, private_key: key.privateKey });
  for (const entry of document.certificates ?? []) putCertificate(entry, context);
  const fleets = document.fleets ?? [];
  if (fleets.length > 0) ensureServiceLinkedRole({ account, now, random });
  const codes = new Set(fleets.map((fleet) => fleet.companyCode));
  for (const fleet of fleets) putFleet(fleet, freeCompanyCode(fleet, codes, context), context);
  for (const { id = faultId(random), ...fault } of document.faults ?? []) faults.insert({ id, ...fault });
}

function rank({ name }: PrincipalEntry, { administrator }: SeedingContext): number {
  return name === administrator ? 0 : 1;
}

function putPrincipal(entry: PrincipalEntry, { store: { account }, now, random }: SeedingContext): void {
  const existing = account.principal(entry.name);
  const row = {
    name: entry.name,
    principal_id: entry.id ?? existing?.principal_id ?? iamId('AIDA', random),
    policies: JSON.stringify(entry.policies),
    access_key_id: entry.accessKeyId ?? existing?.access_key_id ?? iamId('AKIA', random),
    secret_access_key: entry.secretAccessKey ?? existing?.secret_access_key ?? secretAccessKey(random),
    created_at: at(entry.createdTime, existing?.created_at ?? now),
  };
  if (existing === undefined) account.insertPrincipal(row);
  else account.updatePrincipal(row);
}

function putCertificate(entry: CertificateEntry, context: SeedingContext): void {
  context.store.certificates.insert(certificateRow(entry, context));
}

function freeCompanyCode(
  { companyCode: given }: FleetEntry,
  codes: Set<string | undefined>,
  { store: { fleets }, random }: SeedingContext,
): string {
  let code = given ?? companyCode(random);
  while (given === undefined && (codes.has(code) || fleets.hasCompanyCode(code))) code = companyCode(random);
  return code;
}

function putFleet(fleet: FleetEntry, code: string, { store, now, random, region }: SeedingContext): void {
  const { network, identityProvider } = fleet;
  const created = at(fleet.createdTime, now);
  const id = store.fleets.insert({
    name: fleet.name,
    region: fleet.region ?? region,
    display_name: fleet.displayName ?? null,
    optimize_for_end_user_location: fleet.optimizeForEndUserLocation === true ? 1 : 0,
    company_code: code,
    status: fleet.status ?? 'ACTIVE',
    due_at: atOrNull(fleet.dueTime),
    created_at: created,
  });
  store.fleets.update(id, {
    updated_at: at(fleet.updatedTime, created),
    audit_stream_arn: fleet.auditStreamArn ?? null,
    device_ca_certificate: fleet.deviceCaCertificate ?? null,
    identity_provider_type: identityProvider?.type ?? null,
    identity_provider_metadata: identityProvider?.metadata ?? null,
    vpc_id: network?.vpcId ?? null,
    subnet_ids: network === undefined ? null : JSON.stringify(network.subnetIds),
    security_group_ids: network === undefined ? null : JSON.stringify(network.securityGroupIds),
  });
  store.tags.put(id, fleet.tags ?? {});
  for (const domain of fleet.domains ?? []) {
    store.domains.insert({
      fleet_id: id,
      name: domain.name,
      display_name: domain.displayName ?? null,
      certificate_arn: domain.certificateArn,
      status: domain.status ?? 'ACTIVE',
      due_at: atOrNull(domain.dueTime),
      created_at: at(domain.createdTime, now),
    });
  }
  for (const ca of fleet.websiteCertificateAuthorities ?? []) {
    store.websiteCas.insert({
      fleet_id: id,
      id: ca.id ?? uuid(random),
      certificate: ca.certificate,
      sha256: readCertificate(ca.certificate).sha256,
      display_name: ca.displayName ?? null,
      created_at: at(ca.createdTime, now),
    });
  }
  for (const provider of fleet.authorizationProviders ?? []) {
    store.authorizationProviders.insert({
      fleet_id: id,
      id: provider.id ?? uuid(random),
      type: provider.type,
      domain_name: provider.domainName ?? null,
      created_at: at(provider.createdTime, now),
    });
  }
  for (const device of fleet.devices ?? []) putDevice(device, id, store, now);
}

function putDevice(device: DeviceEntry, fleetId: number, { devices }: Store, now: number): void {
  const lastAccessed = at(device.lastAccessedTime, now);
  devices.insert({
    fleet_id: fleetId,
    id: device.id,
    username: device.username,
    status: device.status ?? 'ACTIVE',
    due_at: atOrNull(device.dueTime),
    model: device.model ?? null,
    manufacturer: device.manufacturer ?? null,
    operating_system: device.operatingSystem ?? null,
    operating_system_version: device.operatingSystemVersion ?? null,
    patch_level: device.patchLevel ?? null,
    first_accessed_at: at(device.firstAccessedTime, lastAccessed),
    last_accessed_at: lastAccessed,
  });
}

/** @param time one that keeps the format */
function at(time: string | undefined, otherwise: number): number {
  return time === undefined ? otherwise : Date.parse(time);
}

function atOrNull(time: string | undefined): number | null {
  return time === undefined ? null : Date.parse(time);
}
