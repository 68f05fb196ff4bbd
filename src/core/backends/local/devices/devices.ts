import { setImmediate as nextTurn } from 'node:timers/promises';
import { type PossessionProof } from '../../../certificates/possession.js';
import { notFound } from '../../../contract/errors.js';
import { ownError } from '../../../errors.js';
import { fleetArn, parseFleetArn } from '../../../model/arns.js';
import {
  type DeviceSignIn,
  type EmulatedDevice,
  type EmulatedDevices,
  type GenerateDevices,
  type GeneratedDevices,
  type Visit,
  type VisitRequest,
} from '../../../ports/emulated-devices.js';
import { quote } from '../../../text.js';
import { type Random } from '../identifiers.js';
import { type DeviceRow } from '../store/devices.js';
import { type FleetRow } from '../store/fleets.js';
import { type Store } from '../store/store.js';
import { fleetOfCode } from '../sign-in/fleet.js';
import { refusalOf, refusalOfDevice } from './access.js';
import { enrolDevice } from './enrol.js';

export interface LocalDevicesOptions {
  readonly store: Store;
  readonly accountId: string;
  readonly random: Random;
  /** The emulator's time, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes everything to the state it has come to by now. */
  readonly settle: () => void;
}

const CHALLENGE_BYTES = 32;
const PAGE_SIZE = 1_000;
/** Devices written in one transaction: few transactions, each short enough that other processes get their turn. */
const BATCH = 20_000;
/** What an audit record has room for, in characters. */
const MAX_URL = 8_192;

/** The phones of the users of the account's fleets. */
export class LocalDevices implements EmulatedDevices {
  constructor(private readonly options: LocalDevicesOptions) {}

  async signIn(signIn: DeviceSignIn): Promise<EmulatedDevice> {
    const { unmetPolicy } = await import('./policy.js');
    const proof = await this.#proof(signIn.certificateKey);
    return this.#now((now) => {
      const { store, random } = this.options;
      const fleet = fleetOfCode(store.fleets, signIn.companyCode);
      const ca = fleet.device_ca_certificate;
      const unmet = ca === null ? undefined : unmetPolicy(ca, signIn.certificate, new Date(now), proof);
      if (unmet !== undefined) {
        throw ownError(
          'NotAllowed',
          `The device does not meet the device policies of fleet ${fleet.name}: ${unmet}.`,
          {
            hint: 'Present a certificate of the fleet’s device certificate authority with --certificate.',
          },
        );
      }
      const row = enrolDevice(fleet, signIn.username, signIn, { devices: store.devices, now, random });
      return this.#deviceOf(fleet, row);
    }, signIn.dryRun);
  }

  async visit(request: VisitRequest): Promise<Visit> {
    const { fleetArn: arn, deviceId, certificate, dryRun } = request;
    const page = pageOf(request.url);
    const { unmetPolicy } = await import('./policy.js');
    const proof = await this.#proof(request.certificateKey);
    return this.#now((now) => {
      const { devices, domains } = this.options.store;
      const fleet = this.#fleet(arn);
      const device = this.#device(fleet, deviceId);
      const ca = fleet.device_ca_certificate;
      const question = {
        fleet,
        device,
        unmetPolicy: ca === null ? undefined : unmetPolicy(ca, certificate, new Date(now), proof),
        hostname: page.hostname,
        domain: domains.find(fleet.id, page.hostname),
      };
      const refusal = refusalOf(question);
      // A device that gets through to the service at all has been in touch with it, whatever page it asked for.
      const seen = refusalOfDevice(question) === undefined ? { ...device, last_accessed_at: now } : device;
      if (seen !== device) devices.put(seen);
      return {
        time: new Date(now),
        device: this.#deviceOf(fleet, seen),
        url: page.url,
        domainName: page.hostname,
        ...(refusal !== undefined && { refusal }),
        ...(fleet.audit_stream_arn !== null && { auditStreamArn: fleet.audit_stream_arn }),
      };
    }, dryRun);
  }

  signOut(arn: string, deviceId: string, dryRun = false): EmulatedDevice {
    return this.#now(() => {
      const fleet = this.#fleet(arn);
      const row: DeviceRow = { ...this.#device(fleet, deviceId), status: 'SIGNED_OUT', due_at: null };
      this.options.store.devices.put(row);
      return this.#deviceOf(fleet, row);
    }, dryRun);
  }

  *list(arn: string): Iterable<EmulatedDevice> {
    let after = '';
    for (;;) {
      const page = this.#now(() => {
        const fleet = this.#fleet(arn);
        return this.options.store.devices
          .page(fleet.id, after, PAGE_SIZE)
          .map((row) => this.#deviceOf(fleet, row));
      });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE_SIZE) return;
      after = last.deviceId;
    }
  }

  async generate({
    fleetArn: arn,
    count,
    seed,
    onProgress,
    signal,
  }: GenerateDevices): Promise<GeneratedDevices> {
    const { believableDevices } = await import('./believable.js');
    const { store, now } = this.options;
    const fleet = this.#now(() => this.#fleet(arn));
    const rows = believableDevices(fleet.id, count, seed, now());
    let added = 0;
    for (let done = 0; done < count;) {
      signal?.throwIfAborted();
      const size = Math.min(BATCH, count - done);
      added += store.db.transaction(() => {
        if (store.fleets.byName(fleet.name)?.id !== fleet.id) throw this.#noFleet(arn);
        let inserted = 0;
        for (let index = 0; index < size; index += 1) {
          const next = rows.next();
          if (next.done !== true) inserted += store.devices.insertNew(next.value);
        }
        return inserted;
      });
      done += size;
      onProgress?.(done);
      await nextTurn();
    }
    return { added, alreadyThere: count - added };
  }

  /** What a device makes of a challenge with its key. @throws WorklinkError `InvalidInput` where that cannot be read */
  async #proof(key: Uint8Array | undefined): Promise<PossessionProof | undefined> {
    if (key === undefined) return undefined;
    const { readPrivateKey } = await import('../../../certificates/private-key.js');
    const { signChallenge } = await import('../../../certificates/possession.js');
    const reading = readPrivateKey(key);
    const [finding] = reading.findings;
    if (reading.key !== undefined) return signChallenge(reading.key, this.options.random(CHALLENGE_BYTES));
    throw ownError('InvalidInput', finding?.message ?? 'The private key cannot be read.', {
      ...(finding !== undefined && { hint: finding.fix }),
    });
  }

  #fleet(arn: string): FleetRow {
    const parts = parseFleetArn(arn);
    const fleet =
      parts?.accountId === this.options.accountId
        ? this.options.store.fleets.byName(parts.fleetName)
        : undefined;
    if (fleet === undefined) throw this.#noFleet(arn);
    return fleet;
  }

  #noFleet(arn: string): Error {
    return notFound(`Fleet ${quote(arn)} was not found.`);
  }

  #device(fleet: FleetRow, deviceId: string): DeviceRow {
    const row = this.options.store.devices.find(fleet.id, deviceId);
    if (row === undefined) {
      throw ownError('NotFound', `Fleet ${fleet.name} has no device ${quote(deviceId)}.`, {
        hint: `worklink emulator device list --fleet ${fleet.name}`,
      });
    }
    return row;
  }

  #deviceOf(fleet: FleetRow, row: DeviceRow): EmulatedDevice {
    return {
      deviceId: row.id,
      fleetArn: fleetArn(this.options.accountId, fleet.name),
      username: row.username,
      status: row.status,
      ...(row.due_at !== null && { signOutDueTime: new Date(row.due_at) }),
      ...(row.model !== null && { model: row.model }),
      ...(row.manufacturer !== null && { manufacturer: row.manufacturer }),
      ...(row.operating_system !== null && { operatingSystem: row.operating_system }),
      ...(row.operating_system_version !== null && {
        operatingSystemVersion: row.operating_system_version,
      }),
      ...(row.patch_level !== null && { patchLevel: row.patch_level }),
      firstAccessedTime: new Date(row.first_accessed_at),
      lastAccessedTime: new Date(row.last_accessed_at),
    };
  }

  /** Does something in one transaction, to what everything has come to by now. A dry run takes it back. */
  #now<T>(work: (now: number) => T, dryRun = false): T {
    const { store, settle, now } = this.options;
    return store.db.transaction(() => {
      settle();
      return dryRun ? store.db.rehearse(() => work(now())) : work(now());
    });
  }
}

function pageOf(text: string): { readonly url: string; readonly hostname: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || text.length > MAX_URL) {
    throw ownError('InvalidInput', `${quote(text)} is no web address.`, {
      hint: 'It looks like https://intranet.example.com/.',
    });
  }
  return { url: `${url.origin}${url.pathname}`, hostname: url.hostname };
}
