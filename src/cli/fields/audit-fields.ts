import { type AuditReport, type ReportRow } from '../../core/audit/report.js';
import { type Field } from '../results.js';

/** What a stream is. */
export const STREAM_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'status', title: 'STATUS', state: true },
  { name: 'mode', title: 'MODE' },
  { name: 'openShards', title: 'SHARDS' },
  { name: 'retentionHours', title: 'RETENTION HOURS' },
  { name: 'isEncrypted', title: 'ENCRYPTED' },
  { name: 'encryptionKey', title: 'KEY', extra: true },
  { name: 'createdTime', title: 'CREATED' },
  { name: 'arn', title: 'ARN', extra: true },
];

/** What a fleet is linked with. */
export const AUDIT_LINK_FIELDS: readonly Field[] = [
  { name: 'streamName', title: 'STREAM' },
  { name: 'streamArn', title: 'ARN' },
  ...STREAM_FIELDS.filter(({ name }) => !['name', 'arn'].includes(name)),
];

/** What an audit record says. */
export const AUDIT_RECORD_FIELDS: readonly Field[] = [
  { name: 'eventTime', title: 'TIME' },
  { name: 'username', title: 'USER' },
  { name: 'outcome', title: 'OUTCOME', state: true },
  { name: 'url', title: 'URL' },
  { name: 'deviceId', title: 'DEVICE' },
  { name: 'domainName', title: 'DOMAIN', extra: true },
  { name: 'reason', title: 'REASON', extra: true },
  { name: 'deviceModel', title: 'MODEL', extra: true },
  { name: 'deviceManufacturer', title: 'MANUFACTURER', extra: true },
  { name: 'operatingSystem', title: 'SYSTEM', extra: true },
  { name: 'operatingSystemVersion', title: 'SYSTEM VERSION', extra: true },
  { name: 'fleetArn', title: 'FLEET', extra: true },
  { name: 'arrivalTime', title: 'ARRIVED', extra: true },
];

const COUNTS: readonly Field[] = [
  { name: 'accesses', title: 'ACCESSES' },
  { name: 'refused', title: 'REFUSED' },
  { name: 'mayMiss', title: 'MAY MISS', extra: true },
  { name: 'firstTime', title: 'FIRST', extra: true },
  { name: 'lastTime', title: 'LAST', extra: true },
];
const KIND: readonly Field[] = [
  { name: 'model', title: 'MODEL' },
  { name: 'manufacturer', title: 'MANUFACTURER' },
  { name: 'operatingSystem', title: 'SYSTEM' },
  { name: 'operatingSystemVersion', title: 'SYSTEM VERSION' },
];

/** The tables of a report, and the fields of each. */
export const REPORT_TABLES = {
  users: [{ name: 'username', title: 'USER' }, { name: 'devices', title: 'DEVICES' }, ...COUNTS],
  domains: [{ name: 'domainName', title: 'DOMAIN' }, { name: 'users', title: 'USERS' }, ...COUNTS],
  content: [{ name: 'url', title: 'URL' }, ...COUNTS],
  times: [{ name: 'time', title: 'TIME' }, { name: 'users', title: 'USERS' }, ...COUNTS],
  hoursOfDay: [{ name: 'hour', title: 'HOUR' }, ...COUNTS.slice(0, 2)],
  devices: [{ name: 'deviceId', title: 'DEVICE' }, { name: 'username', title: 'USER' }, ...KIND, ...COUNTS],
  deviceModels: [...KIND, { name: 'devices', title: 'DEVICES' }, ...COUNTS],
} as const satisfies Readonly<Record<string, readonly Field[]>>;

export type ReportTableName = keyof typeof REPORT_TABLES;

/** Lines of a table that the whole report has of it. */
const LINES = 5;

/** The whole report, in short: a table of it has all, by `--by`. */
export const REPORT_FIELDS: readonly Field[] = [
  { name: 'firstTime', title: 'FIRST ACCESS' },
  { name: 'lastTime', title: 'LAST ACCESS' },
  { name: 'accesses', title: 'ACCESSES' },
  { name: 'refused', title: 'REFUSED' },
  tableField(
    'users',
    'USERS',
    (report) => report.users,
    (row) => row.username,
  ),
  tableField(
    'domains',
    'DOMAINS',
    (report) => report.domains,
    (row) => row.domainName,
  ),
  tableField(
    'content',
    'PAGES',
    (report) => report.content,
    (row) => row.url,
  ),
  tableField(
    'times',
    'WHEN',
    ({ times }) => ({ ...times, rows: byAccesses(times.rows) }),
    (row) => row.time.toISOString(),
  ),
  tableField(
    'devices',
    'DEVICES',
    (report) => report.devices,
    (row) => `${row.deviceId} of ${row.username}`,
  ),
  tableField(
    'deviceModels',
    'MODELS',
    (report) => report.deviceModels,
    (row) =>
      [row.manufacturer, row.model, row.operatingSystem, row.operatingSystemVersion]
        .filter((part) => part !== undefined)
        .join(' ') || 'not known',
  ),
];

function tableField<Row extends ReportRow>(
  name: string,
  title: string,
  tableOf: (report: AuditReport) => {
    readonly count: number;
    readonly isExact: boolean;
    readonly rows: readonly Row[];
  },
  nameOf: (row: Row) => string,
): Field {
  return {
    name,
    title,
    read: (data) => {
      const table = tableOf(data as AuditReport); // the fields are of a report
      const lines = table.rows.slice(0, LINES).map((row) => `${nameOf(row)}: ${countsText(row)}`);
      return [`${table.isExact ? '' : 'at least '}${String(table.count)}`, ...lines];
    },
  };
}

function countsText({ accesses, refused, mayMiss = 0 }: ReportRow): string {
  const most = mayMiss === 0 ? '' : ` to ${String(accesses + mayMiss)}`;
  return `${String(accesses)}${most}${refused === 0 ? '' : ` (${String(refused)} refused)`}`;
}

function byAccesses<Row extends ReportRow>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => other.accesses - one.accesses);
}
