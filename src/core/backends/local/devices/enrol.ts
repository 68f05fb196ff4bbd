import { ownError } from '../../../errors.js';
import { type DeviceDescription } from '../../../ports/emulated-devices.js';
import { quote } from '../../../text.js';
import { type Random, uuid } from '../identifiers.js';
import { type DeviceRow, type DeviceStore } from '../store/devices.js';
import { type FleetRow } from '../store/fleets.js';

/** What enrolling needs besides the device. */
export interface Enrolling {
  readonly devices: DeviceStore;
  /** In milliseconds since the epoch. */
  readonly now: number;
  readonly random: Random;
}

/** A device that a user has signed in on, however that was. */
export interface Enrolment {
  readonly description: DeviceDescription;
  /** The device, where it is known already. */
  readonly deviceId?: string | undefined;
}

/** Service model: every text of a device. */
const MAX_TEXT = 256;

/**
 * Takes a device into a fleet, or in again after a sign-out. Runs inside a transaction, once the user has proved who they are.
 *
 * @throws WorklinkError `InvalidInput` for texts the service does not have; `AlreadyExists` for another user's device
 */
export function enrolDevice(
  fleet: Pick<FleetRow, 'id'>,
  username: string,
  { description, deviceId }: Enrolment,
  { devices, now, random }: Enrolling,
): DeviceRow {
  for (const [name, text] of Object.entries({ username, deviceId, ...description })) {
    if (text !== undefined && (text === '' || text.length > MAX_TEXT)) {
      throw ownError(
        'InvalidInput',
        `The ${wordsOf(name)} ${quote(text)} has ${String(text.length)} characters.`,
        {
          hint: `Give 1 to ${String(MAX_TEXT)}.`,
        },
      );
    }
  }
  const known = deviceId === undefined ? undefined : devices.find(fleet.id, deviceId);
  if (known !== undefined && known.username !== username) {
    throw ownError('AlreadyExists', `The device ${quote(known.id)} is another user's.`, {
      hint: 'Give another device id, or none for a new device.',
    });
  }
  const row: DeviceRow = {
    fleet_id: fleet.id,
    id: known?.id ?? deviceId ?? uuid(random),
    username,
    status: 'ACTIVE',
    // A sign-out that is under way is not escaped by signing in once more.
    due_at: known?.status === 'ACTIVE' ? known.due_at : null,
    model: description.model ?? known?.model ?? null,
    manufacturer: description.manufacturer ?? known?.manufacturer ?? null,
    operating_system: description.operatingSystem ?? known?.operating_system ?? null,
    operating_system_version: description.operatingSystemVersion ?? known?.operating_system_version ?? null,
    patch_level: description.patchLevel ?? known?.patch_level ?? null,
    first_accessed_at: known?.first_accessed_at ?? now,
    last_accessed_at: now,
  };
  devices.put(row);
  return row;
}

/** `operatingSystemVersion` as a sentence has it. */
function wordsOf(member: string): string {
  return member.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase();
}
