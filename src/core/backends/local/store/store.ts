import { AccountStore } from './account.js';
import { CertificateStore } from './certificates.js';
import { CompanionStore } from './companions.js';
import { type Database } from './database.js';
import { DeviceStore } from './devices.js';
import { type DomainDelays, DomainStore } from './domains.js';
import { FaultStore } from './faults.js';
import { FleetStore } from './fleets.js';
import { openDatabase } from './open.js';
import { SignInStore } from './sign-ins.js';
import { StreamStore } from './streams.js';
import { RoleDeletionStore } from './roles.js';
import { TagStore } from './tags.js';
import { TrailStore } from './trail.js';
import { AuthorizationProviderStore, WebsiteCaStore } from './trust.js';

/** Everything a state file holds, a part per topic, on one connection. */
export interface Store {
  readonly db: Database;
  readonly account: AccountStore;
  readonly fleets: FleetStore;
  readonly tags: TagStore;
  readonly domains: DomainStore;
  readonly websiteCas: WebsiteCaStore;
  readonly authorizationProviders: AuthorizationProviderStore;
  readonly devices: DeviceStore;
  readonly signIns: SignInStore;
  readonly certificates: CertificateStore;
  readonly companions: CompanionStore;
  readonly streams: StreamStore;
  readonly faults: FaultStore;
  readonly trail: TrailStore;
  readonly roleDeletions: RoleDeletionStore;
}

/** Opens a state file. @throws WorklinkError as `openDatabase` says */
export function openStore(file: string): Store {
  const db = openDatabase(file);
  return {
    db,
    account: new AccountStore(db),
    fleets: new FleetStore(db),
    tags: new TagStore(db),
    domains: new DomainStore(db),
    websiteCas: new WebsiteCaStore(db),
    authorizationProviders: new AuthorizationProviderStore(db),
    devices: new DeviceStore(db),
    signIns: new SignInStore(db),
    certificates: new CertificateStore(db),
    companions: new CompanionStore(db),
    streams: new StreamStore(db),
    faults: new FaultStore(db),
    trail: new TrailStore(db),
    roleDeletions: new RoleDeletionStore(db),
  };
}

/**
 * Takes everything that time changes to the state it has come to by `now` (milliseconds since the epoch).
 * Domains before certificates: whether an association fails depends on the certificate at the time it was due.
 */
export function settle(store: Store, now: number, delays: DomainDelays): void {
  store.fleets.settle(now);
  store.domains.settle(now, delays);
  store.certificates.settle(now);
  store.devices.settle(now);
  store.streams.settle(now);
}
