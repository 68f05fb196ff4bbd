import { ownError } from '../../errors.js';
import { type AccountDocument } from '../../model/account-file/account-document.js';
import { type Network } from '../../model/network.js';
import {
  type CertificateDetail,
  type CertificateText,
  type ValidatingCertificateManager,
} from '../../ports/certificate-manager.js';
import { type Clock } from '../../ports/clock.js';
import {
  type Emulator,
  type EmulatorClock,
  type EmulatorCredentials,
  type EmulatorPrincipal,
  type Fault,
  type NewEmulatorPrincipal,
  type SeedCounts,
  type SeedOptions,
} from '../../ports/emulator.js';
import { type EmulatedDevices } from '../../ports/emulated-devices.js';
import { type SignIns } from '../../ports/sign-ins.js';
import { quote } from '../../text.js';
import { type LocalCertificateManager } from './certificates/manager.js';
import { adoptNetwork } from './companions/adopt-network.js';
import { provideNetwork } from './companions/provided-network.js';
import { LocalDevices } from './devices/devices.js';
import { faultId, type Random } from './identifiers.js';
import { ADMINISTRATOR, type LocalPrincipals } from './principals.js';
import { settle, type Store } from './store/store.js';

export interface LocalEmulatorOptions {
  readonly file: string;
  readonly accountId: string;
  readonly principals: LocalPrincipals;
  readonly store: Store;
  readonly certificates: LocalCertificateManager;
  /** The machine's clock. */
  readonly clock: Clock;
  readonly random: Random;
  /** How long a domain is ASSOCIATING, in milliseconds. */
  readonly associatingMs: number;
}

/** The last moment ISO 8601 writes with a year of four digits. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The emulator's own controls, on the state file: they work whether or not a server runs on it. */
export class LocalEmulator implements Emulator {
  readonly devices: EmulatedDevices;
  readonly #time: { readonly now: () => number; readonly settle: () => void };

  constructor(private readonly options: LocalEmulatorOptions) {
    this.#time = {
      now: () => this.#machineTime() + this.#account().clock_offset_ms,
      settle: () => {
        this.#settle();
      },
    };
    this.devices = new LocalDevices({ ...options, ...this.#time });
  }

  /** What reads and writes SAML is loaded only now: most commands need none of it. */
  async signIns(): Promise<SignIns> {
    const { LocalSignIns } = await import('./sign-in/sign-ins.js');
    return new LocalSignIns({ ...this.options, ...this.#time, machine: this.options.clock });
  }

  get file(): string {
    return this.options.file;
  }

  get accountId(): string {
    return this.options.accountId;
  }

  get certificates(): ValidatingCertificateManager {
    return this.options.certificates;
  }

  adoptCertificate(certificate: CertificateDetail, text: CertificateText | undefined): void {
    this.options.certificates.adopt(certificate, text);
  }

  adoptNetwork(network: Network, region: string): void {
    adoptNetwork(this.options.store, network, region);
  }

  clock(): EmulatorClock {
    const offsetMs = this.#account().clock_offset_ms;
    return { now: new Date(this.#machineTime() + offsetMs), offsetMs };
  }

  advanceClock(milliseconds: number): EmulatorClock {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw ownError('InvalidInput', `The clock cannot be advanced by ${String(milliseconds)} ms.`, {
        hint: 'Advance goes forward; to go back, set the clock.',
      });
    }
    return this.#moveClock(() => this.#account().clock_offset_ms + Math.round(milliseconds));
  }

  setClock(to: Date): EmulatorClock {
    return this.#moveClock(() => to.getTime() - this.#machineTime());
  }

  resetClock(): EmulatorClock {
    return this.#moveClock(() => 0);
  }

  addFault(fault: Omit<Fault, 'id'>): Fault {
    const added = { id: faultId(this.options.random), ...checkedFault(fault) };
    this.options.store.db.transaction(() => {
      this.options.store.faults.insert(added);
    });
    return added;
  }

  listFaults(): readonly Fault[] {
    return this.options.store.faults.all();
  }

  clearFaults(id?: string): number {
    const { db, faults } = this.options.store;
    const cleared = db.transaction(() => (id === undefined ? faults.removeAll() : faults.remove(id)));
    if (id !== undefined && cleared === 0) {
      throw ownError('NotFound', `There is no fault ${quote(id)}.`, { hint: 'worklink emulator fault list' });
    }
    return cleared;
  }

  reset(): void {
    const { db, account } = this.options.store;
    db.transaction(() => {
      account.reset(ADMINISTRATOR);
      provideNetwork(this.options.store);
    });
  }

  async exportAccount({ includeSecrets = false } = {}): Promise<AccountDocument> {
    const { exportDocument } = await import('./portable/export.js');
    const { store, accountId } = this.options;
    return store.db.transaction(() => {
      this.#settle();
      return exportDocument({ store, accountId, includeSecrets });
    });
  }

  async seed(source: string | AccountDocument, options: SeedOptions): Promise<SeedCounts> {
    const { seedAccount } = await import('./portable/seed.js');
    return seedAccount(source, options, {
      ...this.options,
      administrator: ADMINISTRATOR,
      machineTime: () => this.#machineTime(),
      latest: LATEST,
      settle: () => {
        this.#settle();
      },
    });
  }

  credentials(): EmulatorCredentials {
    const row = this.options.store.account.principal(ADMINISTRATOR);
    if (row === undefined) throw ownError('Internal', 'The state file has lost its administrator.');
    return { accessKeyId: row.access_key_id, secretAccessKey: row.secret_access_key };
  }

  checkPrincipal(principal: NewEmulatorPrincipal): void {
    this.options.principals.plan(principal);
  }

  addPrincipal(principal: NewEmulatorPrincipal): EmulatorPrincipal & EmulatorCredentials {
    return this.options.principals.add(principal);
  }

  listPrincipals(): readonly EmulatorPrincipal[] {
    return this.options.principals.list();
  }

  checkPrincipalRemoval(name: string): void {
    this.options.principals.removable(name);
  }

  removePrincipal(name: string): EmulatorPrincipal {
    return this.options.principals.remove(name);
  }

  setPublicUrl(url: string): void {
    this.options.store.db.transaction(() => {
      this.options.store.account.setPublicUrl(url);
    });
  }

  #moveClock(offset: () => number): EmulatorClock {
    this.options.store.db.transaction(() => {
      const offsetMs = offset();
      const moment = this.#machineTime() + offsetMs;
      if (!Number.isFinite(moment) || moment < 0 || moment > LATEST) {
        throw ownError('InvalidInput', 'The clock can be set from 1970 to the end of 9999.');
      }
      this.options.store.account.setClockOffset(offsetMs);
    });
    return this.clock();
  }

  #settle(): void {
    const now = this.#machineTime() + this.#account().clock_offset_ms;
    settle(this.options.store, now, { associating: this.options.associatingMs });
  }

  #machineTime(): number {
    return this.options.clock.now().getTime();
  }

  #account(): { readonly clock_offset_ms: number } {
    const account = this.options.store.account.read();
    if (account === undefined) throw ownError('Internal', 'The state file has lost its account.');
    return account;
  }
}

function checkedFault(fault: Omit<Fault, 'id'>): Omit<Fault, 'id'> {
  const { error, latencyMs, remaining, rate } = fault;
  if (error === undefined && latencyMs === undefined) {
    throw ownError('InvalidInput', 'A fault is an error, a latency, or both.', {
      hint: 'Give --error or --latency.',
    });
  }
  if (latencyMs !== undefined && !(Number.isInteger(latencyMs) && latencyMs > 0)) {
    throw ownError(
      'InvalidInput',
      `A latency is a whole number of milliseconds above 0, not ${String(latencyMs)}.`,
    );
  }
  if (remaining !== undefined && !(Number.isInteger(remaining) && remaining > 0)) {
    throw ownError('InvalidInput', `A count is a whole number above 0, not ${String(remaining)}.`);
  }
  if (rate !== undefined && !(rate > 0 && rate <= 1)) {
    throw ownError('InvalidInput', `A rate is above 0 and at most 1, not ${String(rate)}.`);
  }
  return fault;
}
