import { FINDINGS_FIELD } from './findings-field.js';
import { type Field } from '../results.js';

/** A step of setting a fleet up. */
export const STATUS_FIELDS: readonly Field[] = [
  { name: 'fleetName', title: 'FLEET' },
  { name: 'title', title: 'STEP' },
  { name: 'requirement', title: 'REQUIRED' },
  { name: 'state', title: 'STATE', state: true },
  { name: 'detail', title: 'DETAIL' },
  { name: 'command', title: 'COMMAND' },
  { name: 'step', title: 'ID', extra: true },
  { name: 'fleetArn', title: 'ARN', extra: true },
  { ...FINDINGS_FIELD, extra: true },
];
