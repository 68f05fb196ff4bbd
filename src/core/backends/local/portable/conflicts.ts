import { type AccountDocument, type FleetEntry } from '../../../model/account-file/account-document.js';
import { type Faults, type Path } from '../../../model/document/check.js';
import { quote } from '../../../text.js';
import { storedAuthority } from '../certificates/authority.js';
import { type Store } from '../store/store.js';

/**
 * Finds what a document has in common with the account it is to be seeded into. Streams, aliases and roles that are
 * there are as good as seeded; anything else that is there is in the way. Runs inside the seeding's transaction.
 *
 * @param administrator the principal that is always there, and takes over what the document says of it
 */
export function findConflicts(
  document: AccountDocument,
  store: Store,
  administrator: string,
  faults: Faults,
): void {
  const taken = (path: Path, what: string): void => {
    faults.add(path, `${what} is there already`);
  };
  const offset = store.account.read()?.clock_offset_ms ?? 0;
  if (offset !== 0 && document.clockOffsetMs !== undefined && document.clockOffsetMs !== offset) {
    faults.add(
      ['clockOffsetMs'],
      `is not that of the emulator's clock, which is set to ${String(offset)} already`,
    );
  }
  principalConflicts(document, store, administrator, taken);
  for (const [index, { id, subnets = [], securityGroups = [] }] of (document.vpcs ?? []).entries()) {
    const path = ['vpcs', index];
    if (store.companions.vpcRegion(id) !== undefined) taken(path, `VPC ${quote(id)}`);
    for (const [at, subnet] of subnets.entries()) {
      if (store.companions.subnetVpc(subnet.id) !== undefined)
        taken([...path, 'subnets', at], `Subnet ${quote(subnet.id)}`);
    }
    for (const [at, group] of securityGroups.entries()) {
      if (store.companions.securityGroupVpc(group.id) !== undefined)
        taken([...path, 'securityGroups', at], `Security group ${quote(group.id)}`);
    }
  }
  const authority = storedAuthority(store);
  const { certificateAuthority = { certificate: authority?.certificatePem } } = document;
  if (authority !== undefined && authority.certificatePem !== certificateAuthority.certificate)
    taken(['certificateAuthority'], 'Another certificate authority');
  const key = store.signIns.key();
  if (key !== undefined && key.certificate !== (document.serviceProviderKey ?? key).certificate)
    taken(['serviceProviderKey'], 'Another key as a service provider');
  for (const [index, { arn }] of (document.certificates ?? []).entries()) {
    if (store.certificates.find(arn) !== undefined)
      taken(['certificates', index], `Certificate ${quote(arn)}`);
  }
  for (const [index, fleet] of (document.fleets ?? []).entries())
    fleetConflicts(fleet, ['fleets', index], store, taken);
  for (const [index, { id }] of (document.faults ?? []).entries()) {
    if (id !== undefined && store.faults.find(id) !== undefined)
      taken(['faults', index], `Fault ${quote(id)}`);
  }
}

type Taken = (path: Path, what: string) => void;

function principalConflicts(
  { principals = [] }: AccountDocument,
  { account }: Store,
  administrator: string,
  taken: Taken,
): void {
  // Principals that the document itself replaces are in nobody's way.
  const there = account.principals().filter(({ name }) => name !== administrator);
  const names = new Set(there.map(({ name }) => name));
  const ids = new Set(there.map((row) => row.principal_id));
  const keys = new Set(there.map((row) => row.access_key_id));
  for (const [index, { name, id, accessKeyId }] of principals.entries()) {
    if (names.has(name)) taken(['principals', index], `Principal ${quote(name)}`);
    else if (id !== undefined && ids.has(id)) taken(['principals', index, 'id'], `Principal id ${quote(id)}`);
    else if (accessKeyId !== undefined && keys.has(accessKeyId))
      taken(['principals', index, 'accessKeyId'], `Access key ${quote(accessKeyId)}`);
  }
}

function fleetConflicts(
  { name, companyCode, websiteCertificateAuthorities = [], authorizationProviders = [] }: FleetEntry,
  path: Path,
  { fleets, websiteCas, authorizationProviders: providers }: Store,
  taken: Taken,
): void {
  if (fleets.byName(name) !== undefined) taken(path, `Fleet ${quote(name)}`);
  if (companyCode !== undefined && fleets.hasCompanyCode(companyCode))
    taken([...path, 'companyCode'], `Company code ${quote(companyCode)}`);
  for (const [at, { id }] of websiteCertificateAuthorities.entries()) {
    if (id !== undefined && websiteCas.hasId(id))
      taken([...path, 'websiteCertificateAuthorities', at], `Website certificate authority ${quote(id)}`);
  }
  for (const [at, { id }] of authorizationProviders.entries()) {
    if (id !== undefined && providers.hasId(id))
      taken([...path, 'authorizationProviders', at], `Authorization provider ${quote(id)}`);
  }
}
