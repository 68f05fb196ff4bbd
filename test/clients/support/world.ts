import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OperationName } from '../../../src/core/contract/contract.js';
import { openStore } from '../../../src/core/backends/local/store/store.js';
import { withTemporaryFolder } from '../../support/account.js';
import { fixture } from '../../contract/subject.js';
import { type Keys, type RunningServer, startServer } from '../../server/harness.js';

export type Input = Readonly<Record<string, unknown>>;

/** Clients sign by the machine's clock, so the server judges by it. The account's own clock stands still. */
export const MACHINE_CLOCK = { now: () => new Date() };

/** The metadata an identity provider gave, and a certificate chain a company has. */
export const IDENTITY_PROVIDER = await fixture('saml/okta-idp-metadata.xml');
export const CHAIN =
  (await fixture('certificates/chain/middle.pem')) + (await fixture('certificates/chain/root.pem'));
export const AUTHORITY = await fixture('certificates/chain/root.pem');
export const OTHER_AUTHORITY = await fixture('certificates/chain/other-root.pem');

export const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit';
export const NETWORK = {
  VpcId: 'vpc-0123456789abcdef0',
  SubnetIds: ['subnet-0123456789abcdef0', 'subnet-01234567'],
  SecurityGroupIds: ['sg-0123456789abcdef0'],
};
export const DEVICE = { id: 'device-1', username: 'maria@example.com' };

/** A server, and an account with one of everything. */
export interface World {
  readonly server: RunningServer;
  readonly FleetArn: string;
  readonly AcmCertificateArn: string;
  readonly WebsiteCaId: string;
  readonly AuthorizationProviderId: string;
  /** The keys of a user who may do nothing. */
  readonly nobody: Keys;
  /** Calls an operation in this process, as the administrator. */
  readonly call: (operation: OperationName, input: Input) => Promise<Readonly<Record<string, unknown>>>;
}

/** A server over a fleet `example` that is ACTIVE, configured in full, and has two domains, one of them INACTIVE. */
export function withWorld<T>(body: (world: World) => Promise<T>): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const { state, facts } = await (furnished ??= furnish());
    const file = join(folder, 'state.db');
    await writeFile(file, state, { mode: 0o600 });
    const server = await startServer({ account: { file }, server: { clock: MACHINE_CLOCK } });
    try {
      return await body({ ...facts, server, call: callerOf(server) });
    } finally {
      await server.close();
    }
  });
}

/** Calls operations of a server's account in this process, as its administrator. */
export function callerOf({ account }: RunningServer): World['call'] {
  return (operation, input) =>
    account.call(operation, input, {
      principal: account.administrator(),
      region: 'us-east-1',
      sourceIp: '192.0.2.7',
      userAgent: 'worklink-tests',
    });
}

interface Furnished {
  /** The state file's bytes. */
  readonly state: Uint8Array;
  readonly facts: Omit<World, 'server' | 'call'>;
}

/** Made once and copied for every test: some thirty calls, each of them safe on the disk, take their time. */
let furnished: Promise<Furnished> | undefined;

function furnish(): Promise<Furnished> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'state.db');
    const server = await startServer({ account: { file } });
    let facts: Furnished['facts'];
    try {
      facts = await fill(server, file);
    } finally {
      await server.close(); // the last connection: everything is in the one file now
    }
    return { state: await readFile(file), facts };
  });
}

async function fill(server: RunningServer, file: string): Promise<Furnished['facts']> {
  const call = callerOf(server);
  const { certificates } = server.account.emulator();
  const AcmCertificateArn = await certificates.request({ domainName: '*.example.com' });
  await certificates.validate(AcmCertificateArn);
  const { FleetArn } = await call('CreateFleet', {
    FleetName: 'example',
    DisplayName: 'Example',
    Tags: { owner: 'it' },
  });
  const fleet = { FleetArn };
  await call('UpdateAuditStreamConfiguration', { ...fleet, AuditStreamArn: STREAM });
  await call('UpdateCompanyNetworkConfiguration', { ...fleet, ...NETWORK });
  await call('UpdateDevicePolicyConfiguration', { ...fleet, DeviceCaCertificate: CHAIN });
  await call('UpdateIdentityProviderConfiguration', {
    ...fleet,
    IdentityProviderType: 'SAML',
    IdentityProviderSamlMetadata: IDENTITY_PROVIDER,
  });
  for (const DomainName of ['www.example.com', 'old.example.com']) {
    await call('AssociateDomain', { ...fleet, DomainName, AcmCertificateArn, DisplayName: 'Intranet' });
  }
  for (let state = 0; state < 3; state += 1) server.account.emulator().advanceClock(3_600_000);
  await call('RevokeDomainAccess', { ...fleet, DomainName: 'old.example.com' });
  const { WebsiteCaId } = await call('AssociateWebsiteCertificateAuthority', {
    ...fleet,
    Certificate: AUTHORITY,
    DisplayName: 'Root',
  });
  const { AuthorizationProviderId } = await call('AssociateWebsiteAuthorizationProvider', {
    ...fleet,
    AuthorizationProviderType: 'SAML',
    DomainName: 'login.example.com',
  });
  addDevice(file, 'example', server.account.emulator().clock().now);
  const nobody = server.account.createPrincipal({ name: 'nobody', policies: [] });
  return {
    FleetArn: String(FleetArn),
    AcmCertificateArn,
    WebsiteCaId: String(WebsiteCaId),
    AuthorizationProviderId: String(AuthorizationProviderId),
    nobody,
  };
}

/** A device that somebody signed in with. */
function addDevice(file: string, fleetName: string, now: Date): void {
  const { db, devices } = openStore(file);
  const fleet = db.get<{ readonly id: number }>('SELECT id FROM fleets WHERE name = :fleetName', {
    fleetName,
  });
  if (fleet === undefined) throw new Error(`There is no fleet ${fleetName}.`);
  devices.insert({
    fleet_id: fleet.id,
    ...DEVICE,
    status: 'ACTIVE',
    due_at: null,
    model: 'Pixel 3',
    manufacturer: 'Google',
    operating_system: 'Android',
    operating_system_version: '9',
    patch_level: '2019-03-05',
    first_accessed_at: now.getTime() - 60_000,
    last_accessed_at: now.getTime(),
  });
  db.close();
}
