import { type AuditRecord, writeAuditRecord } from '../../audit/record.js';
import { WorklinkError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import {
  type EmulatedDevice,
  type EmulatedDevices,
  type GeneratedDevices,
  type Refusal,
  type Visit,
  type VisitRequest,
} from '../../ports/emulated-devices.js';
import { type BulkProgress, progressOf } from '../bulk.js';
import { onFleet } from '../names.js';

/** What came of a page that a device asked for. */
export interface Browsing {
  readonly outcome: 'ALLOWED' | 'REFUSED';
  readonly url: string;
  readonly domainName: string;
  readonly deviceId: string;
  readonly username: string;
  readonly time: Date;
  readonly refusal?: Refusal;
  readonly auditStreamArn?: string;
  /** Why the stream was not told of it. */
  readonly auditProblem?: string;
}

/**
 * Opens a page on an emulated device, and tells the fleet's audit stream of it, wherever that is. That a stream takes no record keeps
 * nobody from a page.
 *
 * @param fleet name or ARN
 * @throws WorklinkError as {@link EmulatedDevices.visit}
 */
export function browse(
  backend: Backend,
  devices: EmulatedDevices,
  fleet: string,
  request: Omit<VisitRequest, 'fleetArn'>,
): Promise<Browsing> {
  return onFleet(backend, fleet, async (fleetArn) => {
    const visit = await devices.visit({ ...request, fleetArn });
    const auditProblem =
      visit.auditStreamArn === undefined || request.dryRun === true
        ? undefined
        : await record(backend, visit, visit.auditStreamArn);
    const { device, refusal, auditStreamArn, url, domainName, time } = visit;
    return {
      outcome: refusal === undefined ? 'ALLOWED' : 'REFUSED',
      url,
      domainName,
      deviceId: device.deviceId,
      username: device.username,
      time,
      ...(refusal !== undefined && { refusal }),
      ...(auditStreamArn !== undefined && { auditStreamArn }),
      ...(auditProblem !== undefined && { auditProblem }),
    };
  });
}

/** @returns what went wrong */
async function record(
  { auditStreams }: Backend,
  visit: Visit,
  streamArn: string,
): Promise<string | undefined> {
  if (auditStreams === undefined) return 'There are no streams here.';
  const data = writeAuditRecord(recordOf(visit));
  try {
    await auditStreams.write(streamArn.slice(streamArn.indexOf('/') + 1), [
      { partitionKey: visit.device.deviceId, data },
    ]);
    return undefined;
  } catch (error) {
    if (!(error instanceof WorklinkError) || error.code === 'Interrupted') throw error;
    return error.message;
  }
}

function recordOf({ time, device, url, domainName, refusal }: Visit): AuditRecord {
  return {
    eventTime: time,
    username: device.username,
    url,
    domainName,
    deviceId: device.deviceId,
    outcome: refusal === undefined ? 'ALLOWED' : 'REFUSED',
    ...(refusal !== undefined && { reason: refusal.message }),
    fleetArn: device.fleetArn,
    ...(device.model !== undefined && { deviceModel: device.model }),
    ...(device.manufacturer !== undefined && { deviceManufacturer: device.manufacturer }),
    ...(device.operatingSystem !== undefined && { operatingSystem: device.operatingSystem }),
    ...(device.operatingSystemVersion !== undefined && {
      operatingSystemVersion: device.operatingSystemVersion,
    }),
  };
}

/** Signs a device out, as its user does. @param fleet name or ARN. @throws WorklinkError `NotFound` */
export function signOutDevice(
  backend: Backend,
  devices: EmulatedDevices,
  fleet: string,
  deviceId: string,
  dryRun = false,
): Promise<EmulatedDevice> {
  return onFleet(backend, fleet, (arn) =>
    Promise.resolve().then(() => devices.signOut(arn, deviceId, dryRun)),
  );
}

/** A fleet's emulated devices, by id. @param fleet name or ARN */
export async function* emulatedDevices(
  backend: Backend,
  devices: EmulatedDevices,
  fleet: string,
): AsyncGenerator<EmulatedDevice, void, undefined> {
  const rows = await onFleet(backend, fleet, (arn) =>
    Promise.resolve().then(() => {
      const all = devices.list(arn)[Symbol.iterator]();
      return { first: all.next(), all };
    }),
  );
  for (let row = rows.first; row.done !== true; row = rows.all.next()) yield row.value;
}

/** How many devices are to be generated, and how it goes on. */
export interface Generating {
  readonly count: number;
  readonly seed: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BulkProgress) => void;
}

/** Fills a fleet with believable users and devices. @param fleet name or ARN */
export function generateDevices(
  backend: Backend,
  devices: EmulatedDevices,
  fleet: string,
  { count, seed, clock, signal, onProgress }: Generating,
): Promise<GeneratedDevices> {
  const begun = clock.now().getTime();
  return onFleet(backend, fleet, (fleetArn) =>
    devices.generate({
      fleetArn,
      count,
      seed,
      signal,
      onProgress: (done) => {
        onProgress(progressOf(count, done, 0, clock.now().getTime() - begun));
      },
    }),
  );
}
