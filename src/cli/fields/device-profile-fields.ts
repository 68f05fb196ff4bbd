import { FINDINGS_FIELD } from './findings-field.js';
import { type Field } from '../results.js';

/** What is said of a profile that was written. */
export const DEVICE_PROFILE_FIELDS: readonly Field[] = [
  { name: 'user', title: 'USER' },
  { name: 'result', title: 'RESULT', state: true },
  { name: 'file', title: 'FILE' },
  { name: 'notAfter', title: 'NOT AFTER' },
  { name: 'error', title: 'ERROR', read: errorText },
  { name: 'certificate', title: 'CERTIFICATE', extra: true },
  { name: 'sha256', title: 'SHA-256', extra: true },
  { name: 'payloadIdentifier', title: 'IDENTIFIER', extra: true },
  { name: 'payloadUuid', title: 'UUID', extra: true },
  { name: 'signed', title: 'SIGNED', extra: true },
  { name: 'rewrapped', title: 'REWRAPPED', extra: true },
  { ...FINDINGS_FIELD, extra: true },
];

/** What is said of a device certificate that was issued. */
export const DEVICE_CERT_FIELDS: readonly Field[] = [
  { name: 'user', title: 'USER' },
  { name: 'result', title: 'RESULT', state: true },
  { name: 'file', title: 'FILE' },
  { name: 'passwordFile', title: 'PASSWORD FILE' },
  { name: 'notAfter', title: 'NOT AFTER' },
  { name: 'error', title: 'ERROR', read: errorText },
  { name: 'sha256', title: 'SHA-256', extra: true },
];

function errorText(data: object): unknown {
  if (!('error' in data) || typeof data.error !== 'object' || data.error === null) return undefined;
  return 'message' in data.error ? data.error.message : undefined;
}
