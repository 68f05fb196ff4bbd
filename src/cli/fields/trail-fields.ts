import { resourcesOf } from '../../core/model/trail-events.js';
import { type Field } from '../results.js';

/** What a table says of a CloudTrail record. JSON has the record itself. */
export const TRAIL_FIELDS: readonly Field[] = [
  { name: 'time', title: 'TIME', read: member('eventTime') },
  { name: 'operation', title: 'OPERATION', read: member('eventName') },
  { name: 'principal', title: 'PRINCIPAL', read: (record) => principalOf(record) },
  { name: 'source', title: 'SOURCE', read: member('sourceIPAddress') },
  { name: 'resource', title: 'RESOURCE', read: (record) => resourcesOf({ record: { ...record } }) },
  { name: 'error', title: 'ERROR', read: member('errorCode') },
  { name: 'message', title: 'MESSAGE', extra: true, read: member('errorMessage') },
  { name: 'region', title: 'REGION', extra: true, read: member('awsRegion') },
  { name: 'readOnly', title: 'READ ONLY', extra: true, read: member('readOnly') },
  { name: 'userAgent', title: 'USER AGENT', extra: true, read: member('userAgent') },
  { name: 'requestId', title: 'REQUEST ID', extra: true, read: member('requestID') },
  { name: 'eventId', title: 'EVENT ID', extra: true, read: member('eventID') },
];

/** Who called, by the shortest name there is (CloudTrail User Guide, userIdentity element). */
function principalOf(record: object): unknown {
  const identity = memberOf(record, 'userIdentity');
  const names = ['userName', 'arn', 'principalId', 'invokedBy', 'type'];
  return names.map((name) => memberOf(identity, name)).find((value) => value !== undefined);
}

function member(name: string): (record: object) => unknown {
  return (record) => memberOf(record, name);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name] // only read
    : undefined;
}
