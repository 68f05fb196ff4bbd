import { type Field } from '../results.js';

/** What holds of the settings, and where it stands. */
export const SETTING_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'value', title: 'VALUE' },
  { name: 'origin', title: 'ORIGIN' },
  { name: 'source', title: 'SOURCE' },
  { name: 'prevails', title: 'PREVAILS', extra: true },
];

/** All that is said of them. */
export const SETTING_PLACE_FIELDS: readonly Field[] = SETTING_FIELDS.map((field) => ({
  ...field,
  extra: false,
}));
