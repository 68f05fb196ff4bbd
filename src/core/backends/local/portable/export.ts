import {
  ACCOUNT_FILE_VERSION,
  type AccountDocument,
  type AuthorizationProviderEntry,
  type CertificateAuthorityEntry,
  type CertificateEntry,
  type DeviceEntry,
  type DomainEntry,
  type FaultEntry,
  type FleetEntry,
  type IdentityProviderEntry,
  type PrincipalEntry,
  type ServiceProviderKeyEntry,
  type WebsiteCaEntry,
} from '../../../model/account-file/account-document.js';
import { type Fault } from '../../../ports/emulator.js';
import { storedIds } from '../stored-ids.js';
import { type PrincipalRow } from '../store/account.js';
import { type CertificateRow } from '../store/certificates.js';
import { type DeviceRow } from '../store/devices.js';
import { type DomainRow } from '../store/domains.js';
import { type FleetRow } from '../store/fleets.js';
import { type Store } from '../store/store.js';
import { type AuthorizationProviderRow, type WebsiteCaRow } from '../store/trust.js';
import { nonEmpty, said } from './entries.js';
import { vpcEntry } from './network.js';

/** SQLite's way to say that a page has no end. */
const EVERYTHING = -1;

/** What is to be exported, and of which account. */
export interface ExportOptions {
  readonly store: Store;
  readonly accountId: string;
  /** Whether secret access keys and the certificate authority's private key are part of it. */
  readonly includeSecrets: boolean;
}

/** The whole account as one document, in the order in which things were made. Runs inside a transaction. */
export function exportDocument({ store, accountId, includeSecrets }: ExportOptions): AccountDocument {
  const { account, companions, streams, certificates, faults, fleets } = store;
  const document = said<AccountDocument>({
    version: ACCOUNT_FILE_VERSION,
    accountId,
    clockOffsetMs: account.read()?.clock_offset_ms ?? 0,
    principals: account.principals().map((row) => principalEntry(row, includeSecrets)),
    roles: account
      .roles()
      .map((row) => ({ name: row.name, id: row.role_id, createdTime: time(row.created_at) })),
    vpcs: null,
    streams: streams.beginningWith('').map(({ arn }) => arn),
    distributionAliases: companions.distributions(),
    certificateAuthority: authorityEntry(store, includeSecrets),
    serviceProviderKey: serviceProviderKeyEntry(store, includeSecrets),
    certificates: certificates.page(0, EVERYTHING).map(certificateEntry),
    fleets: fleets.all().map((row) => fleetEntry(row, store)),
    faults: faults.all().map(faultEntry),
  });
  // No network at all has to be said: an account that is told nothing of it keeps the one it came with.
  return { ...document, vpcs: companions.vpcs().map((row) => vpcEntry(row, store)) };
}

function principalEntry(row: PrincipalRow, includeSecrets: boolean): PrincipalEntry {
  return {
    name: row.name,
    id: row.principal_id,
    policies: JSON.parse(row.policies) as PrincipalEntry['policies'], // read as policies before they were stored
    createdTime: time(row.created_at),
    // Without its secret a key is of no use; whoever is seeded from here has a new one.
    ...(includeSecrets && { accessKeyId: row.access_key_id, secretAccessKey: row.secret_access_key }),
  };
}

function authorityEntry({ certificates }: Store, includeSecrets: boolean): CertificateAuthorityEntry | null {
  const row = certificates.authority();
  if (row === undefined) return null;
  return said<CertificateAuthorityEntry>({
    certificate: row.certificate,
    privateKey: includeSecrets ? row.private_key : null,
  });
}

function serviceProviderKeyEntry(
  { signIns }: Store,
  includeSecrets: boolean,
): ServiceProviderKeyEntry | null {
  const row = includeSecrets ? signIns.key() : undefined;
  return row === undefined ? null : { certificate: row.certificate, privateKey: row.private_key };
}

function certificateEntry(row: CertificateRow): CertificateEntry {
  return said<CertificateEntry>({
    arn: row.arn,
    type: row.type,
    status: row.status,
    dueTime: timeOrNull(row.due_at),
    domainName: row.domain_name === '' ? null : row.domain_name,
    subjectAlternativeNames: JSON.parse(row.subject_alternative_names) as string[], // written by the backend
    validationToken: row.validation_token,
    certificate: row.certificate,
    chain: row.chain,
    createdTime: time(row.created_at),
    issuedTime: timeOrNull(row.issued_at),
  });
}

function fleetEntry(
  row: FleetRow,
  { tags, domains, websiteCas, authorizationProviders, devices }: Store,
): FleetEntry {
  return said<FleetEntry>({
    name: row.name,
    region: row.region,
    displayName: row.display_name,
    optimizeForEndUserLocation: row.optimize_for_end_user_location === 1,
    companyCode: row.company_code,
    status: row.status,
    dueTime: timeOrNull(row.due_at),
    createdTime: time(row.created_at),
    updatedTime: time(row.updated_at),
    tags: nonEmpty(tags.of(row.id)),
    auditStreamArn: row.audit_stream_arn,
    deviceCaCertificate: row.device_ca_certificate,
    identityProvider:
      row.identity_provider_type === null
        ? null
        : said<IdentityProviderEntry>({
            type: row.identity_provider_type,
            metadata: row.identity_provider_metadata,
          }),
    network:
      row.vpc_id === null
        ? null
        : {
            vpcId: row.vpc_id,
            subnetIds: storedIds(row.subnet_ids) ?? [],
            securityGroupIds: storedIds(row.security_group_ids) ?? [],
          },
    domains: domains.page(row.id, '', EVERYTHING).map(domainEntry),
    websiteCertificateAuthorities: websiteCas.page(row.id, 0, EVERYTHING).map(websiteCaEntry),
    authorizationProviders: authorizationProviders.page(row.id, 0, EVERYTHING).map(providerEntry),
    devices: devices.page(row.id, '', EVERYTHING).map(deviceEntry),
  });
}

function domainEntry(row: DomainRow): DomainEntry {
  return said<DomainEntry>({
    name: row.name,
    displayName: row.display_name,
    certificateArn: row.certificate_arn,
    status: row.status,
    dueTime: timeOrNull(row.due_at),
    createdTime: time(row.created_at),
  });
}

function websiteCaEntry(row: WebsiteCaRow): WebsiteCaEntry {
  return said<WebsiteCaEntry>({
    id: row.id,
    certificate: row.certificate,
    displayName: row.display_name,
    createdTime: time(row.created_at),
  });
}

function providerEntry(row: AuthorizationProviderRow): AuthorizationProviderEntry {
  return said<AuthorizationProviderEntry>({
    id: row.id,
    type: row.type,
    domainName: row.domain_name,
    createdTime: time(row.created_at),
  });
}

function deviceEntry(row: DeviceRow): DeviceEntry {
  return said<DeviceEntry>({
    id: row.id,
    username: row.username,
    status: row.status,
    dueTime: timeOrNull(row.due_at),
    model: row.model,
    manufacturer: row.manufacturer,
    operatingSystem: row.operating_system,
    operatingSystemVersion: row.operating_system_version,
    patchLevel: row.patch_level,
    firstAccessedTime: time(row.first_accessed_at),
    lastAccessedTime: time(row.last_accessed_at),
  });
}

function faultEntry({ id, operation, error, latencyMs, remaining, rate }: Fault): FaultEntry {
  return said<FaultEntry>({
    id,
    operation: operation ?? null,
    error: error ?? null,
    latencyMs: latencyMs ?? null,
    remaining: remaining ?? null,
    rate: rate ?? null,
  });
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function timeOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : time(milliseconds);
}
