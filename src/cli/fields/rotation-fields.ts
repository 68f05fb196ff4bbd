import { type Field } from '../results.js';

/** How far the rotation of a signing key has come. */
export const ROTATION_FIELDS: readonly Field[] = [
  { name: 'state', title: 'STATE', state: true },
  { name: 'startedTime', title: 'STARTED' },
  { name: 'linked', title: 'LINKED KEYS' },
  { name: 'oldCertificates', title: 'OLD CERTIFICATES' },
  { name: 'newCertificates', title: 'NEW CERTIFICATES' },
  { name: 'provenTime', title: 'PROVEN' },
  { name: 'provenBy', title: 'PROVEN BY', extra: true },
  { name: 'fleetArn', title: 'FLEET ARN', extra: true },
];
