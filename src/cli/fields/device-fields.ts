import { errorText } from './domain-fields.js';
import { type Field } from '../results.js';

/** A device's members, as the guide's list shows them (View Device Details). */
export const DEVICE_FIELDS: readonly Field[] = [
  { name: 'deviceId', title: 'DEVICE ID' },
  { name: 'status', title: 'STATUS', state: true },
  { name: 'manufacturer', title: 'MANUFACTURER' },
  { name: 'model', title: 'MODEL' },
  { name: 'username', title: 'USER' },
  { name: 'firstAccessedTime', title: 'ENROLLED' },
  { name: 'operatingSystem', title: 'OPERATING SYSTEM', extra: true },
  { name: 'operatingSystemVersion', title: 'OS VERSION', extra: true },
  { name: 'patchLevel', title: 'PATCH LEVEL', extra: true },
  { name: 'lastAccessedTime', title: 'LAST SYNC' },
];
/** A device of the emulator, which knows when a sign-out is due. */
export const EMULATED_DEVICE_FIELDS: readonly Field[] = [
  ...DEVICE_FIELDS,
  { name: 'signOutDueTime', title: 'SIGN-OUT DUE' },
  { name: 'fleetArn', title: 'FLEET ARN', extra: true },
];
export const USER_FIELDS: readonly Field[] = [
  { name: 'username', title: 'USER' },
  { name: 'deviceCount', title: 'DEVICES' },
  { name: 'activeDeviceCount', title: 'ACTIVE DEVICES' },
  { name: 'lastAccessedTime', title: 'LAST SEEN' },
];
export const USER_DETAILS_FIELDS: readonly Field[] = [
  ...USER_FIELDS,
  { name: 'signOutStatus', title: 'SIGN-OUT', state: true },
  { name: 'signOutDueTime', title: 'SIGN-OUT DUE' },
  { name: 'devices', title: 'DEVICE', read: deviceLines },
];
/** What became of the sign-out of one of many users. */
export const SIGN_OUT_FIELDS: readonly Field[] = [
  { name: 'username', title: 'USER' },
  { name: 'result', title: 'RESULT' },
  { name: 'signOutStatus', title: 'STATUS', state: true },
  { name: 'error', title: 'ERROR', read: errorText },
];
/** What came of a page that a device asked for. */
export const BROWSING_FIELDS: readonly Field[] = [
  { name: 'outcome', title: 'OUTCOME', state: true },
  { name: 'url', title: 'URL' },
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'username', title: 'USER' },
  { name: 'deviceId', title: 'DEVICE ID' },
  { name: 'time', title: 'TIME' },
  { name: 'refusal', title: 'REASON', read: refusalText },
  { name: 'auditStreamArn', title: 'AUDIT STREAM ARN' },
  { name: 'auditProblem', title: 'AUDIT PROBLEM' },
];

/** The devices of a user, a line for each. */
function deviceLines(user: object): unknown {
  if (!('devices' in user) || !Array.isArray(user.devices)) return undefined;
  return user.devices.map((device: Readonly<Record<string, unknown>>) =>
    ['deviceId', 'status', 'manufacturer', 'model']
      .map((name) => device[name])
      .filter((value) => typeof value === 'string')
      .join(' '),
  );
}

function refusalText(row: object): unknown {
  if (!('refusal' in row) || typeof row.refusal !== 'object' || row.refusal === null) return undefined;
  return 'message' in row.refusal ? row.refusal.message : undefined;
}
