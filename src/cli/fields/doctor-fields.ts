import { type Field } from '../results.js';

/** One thing that doctor found out. */
export const DIAGNOSIS_FIELDS: readonly Field[] = [
  { name: 'group', title: 'GROUP' },
  { name: 'fleetName', title: 'FLEET' },
  { name: 'severity', title: 'SEVERITY', state: true },
  { name: 'id', title: 'FINDING' },
  { name: 'subject', title: 'SUBJECT' },
  { name: 'message', title: 'MESSAGE' },
  { name: 'fix', title: 'WHAT TO DO' },
  { name: 'check', title: 'CHECK', extra: true },
];
