import { type Field } from '../results.js';

/** A fleet's members, as results show them. */
export const FLEET_FIELDS: readonly Field[] = [
  { name: 'fleetName', title: 'NAME' },
  { name: 'displayName', title: 'DISPLAY NAME' },
  { name: 'fleetStatus', title: 'STATUS', state: true },
  { name: 'companyCode', title: 'COMPANY CODE' },
  { name: 'createdTime', title: 'CREATED' },
  { name: 'lastUpdatedTime', title: 'LAST UPDATED', extra: true },
  { name: 'fleetArn', title: 'ARN', extra: true },
  { name: 'optimizeForEndUserLocation', title: 'OPTIMIZE FOR END USER LOCATION', extra: true },
  { name: 'tags', title: 'TAGS', extra: true },
];
/** What a list says of each fleet (service model, FleetSummary). */
export const FLEET_SUMMARY_FIELDS: readonly Field[] = FLEET_FIELDS.filter(
  ({ name }) => name !== 'optimizeForEndUserLocation',
);
/** A tag's members. */
export const TAG_FIELDS: readonly Field[] = [
  { name: 'key', title: 'KEY' },
  { name: 'value', title: 'VALUE' },
];
