import { parseFleetArn } from '../model/arns.js';
import { BoundedTally, PairCounts, type Tallied, type TallyLimits } from './bounded-tally.js';
import { type AuditLine, type AuditRecord } from './record.js';
import { type AuditReport, type HourRow, type ReportRow, type ReportTable } from './report.js';

/** Which records are wanted; all where nothing is said. */
export interface AuditFilter {
  /** From then on, and up to then. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Name or ARN. A record that names no fleet may be of any. */
  readonly fleet?: string | undefined;
  readonly users?: readonly string[] | undefined;
  /** Without regard to case. */
  readonly domains?: readonly string[] | undefined;
}

export interface ReportOptions extends AuditFilter {
  readonly per: 'hour' | 'day';
  /** How many rows a table has at most, but that of times, which has all. */
  readonly top: number;
  readonly limits?: Partial<ReportLimits>;
}

export interface ReportLimits {
  readonly keys: number;
  readonly characters: number;
  readonly pairs: number;
}

/** What a report of a million records holds in less than 300 MB, at worst: bench/audit-report.ts measures it. */
const LIMITS: ReportLimits = { keys: 50_000, characters: 4_000_000, pairs: 160_000 };
const HOURS = 24;
/** Stands between the parts of a key. */
const BETWEEN = '\0';

type Kind = Pick<
  AuditRecord,
  'deviceModel' | 'deviceManufacturer' | 'operatingSystem' | 'operatingSystemVersion'
>;
interface DeviceFacts {
  readonly deviceId: string;
  readonly username: string;
  kind: Tallied<Kind>;
}

/** Counts records as they are read, for a report of them, in bounded memory. */
export class AuditTally {
  readonly #users: BoundedTally<undefined>;
  readonly #domains: BoundedTally<undefined>;
  readonly #content: BoundedTally<undefined>;
  readonly #times: BoundedTally<undefined>;
  readonly #devices: BoundedTally<DeviceFacts>;
  readonly #kinds: BoundedTally<Kind>;
  readonly #usersOfTimes: PairCounts;
  readonly #usersOfDomains: PairCounts;
  readonly #devicesOfKinds: PairCounts;
  readonly #hours: { readonly hour: number; accesses: number; refused: number }[];
  readonly #wanted: (record: AuditRecord) => boolean;
  #accesses = 0;
  #refused = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #otherRecords = 0;
  #malformed = 0;

  constructor(private readonly options: ReportOptions) {
    const { pairs, ...limits } = { ...LIMITS, ...options.limits };
    const tally = <Facts>(wanted: TallyLimits = limits): BoundedTally<Facts> =>
      new BoundedTally<Facts>(wanted);
    this.#users = tally();
    this.#domains = tally();
    this.#content = tally();
    this.#times = tally();
    this.#devices = tally();
    this.#kinds = tally();
    this.#usersOfTimes = new PairCounts(pairs);
    this.#usersOfDomains = new PairCounts(pairs);
    this.#devicesOfKinds = new PairCounts(pairs);
    this.#hours = Array.from({ length: HOURS }, (_, hour) => ({ hour, accesses: 0, refused: 0 }));
    this.#wanted = filterOf(options);
  }

  add(line: AuditLine): void {
    if ('problem' in line) this.#malformed += 1;
    else if (this.#wanted(line.record)) this.#count(line.record);
    else this.#otherRecords += 1;
  }

  get malformed(): number {
    return this.#malformed;
  }

  #count(record: AuditRecord): void {
    const { eventTime, username, deviceId } = record;
    const timeMs = eventTime.getTime();
    const isRefused = record.outcome === 'REFUSED';
    this.#accesses += 1;
    if (isRefused) this.#refused += 1;
    this.#firstMs = Math.min(this.#firstMs, timeMs);
    this.#lastMs = Math.max(this.#lastMs, timeMs);
    const hour = this.#hours[eventTime.getUTCHours()];
    if (hour !== undefined) {
      hour.accesses += 1;
      if (isRefused) hour.refused += 1;
    }
    const user = this.#users.count(username, timeMs, isRefused, nothing);
    const domain = this.#domains.count(record.domainName, timeMs, isRefused, nothing);
    this.#content.count(record.url, timeMs, isRefused, nothing);
    const time = this.#times.count(bucketOf(eventTime, this.options.per), timeMs, isRefused, nothing);
    this.#usersOfTimes.add(time.index, user.index);
    this.#usersOfDomains.add(domain.index, user.index);
    const kind = this.#kinds.count(kindKey(record), timeMs, isRefused, () => kindOf(record));
    const device = this.#devices.count(`${deviceId}${BETWEEN}${username}`, timeMs, isRefused, () => ({
      deviceId,
      username,
      kind,
    }));
    // A system that was updated: what the device was last is what it is.
    if (timeMs === device.lastMs) device.facts.kind = kind;
    this.#devicesOfKinds.add(kind.index, device.index);
  }

  report(): AuditReport {
    const { from, to, per } = this.options;
    const devicesOfUser = this.#devicesOfUsers();
    return {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      per,
      ...(this.#accesses > 0 && { firstTime: new Date(this.#firstMs), lastTime: new Date(this.#lastMs) }),
      accesses: this.#accesses,
      refused: this.#refused,
      otherRecords: this.#otherRecords,
      malformed: this.#malformed,
      users: this.#table(this.#users, (entry) => ({
        username: entry.key,
        ...countOf('devices', devicesOfUser?.get(entry.key)),
        ...rowOf(entry),
      })),
      domains: this.#table(this.#domains, (entry) => ({
        domainName: entry.key,
        ...countOf('users', this.#usersOf(this.#usersOfDomains, entry)),
        ...rowOf(entry),
      })),
      content: this.#table(this.#content, (entry) => ({ url: entry.key, ...rowOf(entry) })),
      times: this.#timeTable(),
      hoursOfDay: this.#hours.map((hour): HourRow => ({ ...hour })),
      devices: this.#table(this.#devices, (entry) => ({
        deviceId: entry.facts.deviceId,
        username: entry.facts.username,
        ...modelOf(entry.facts.kind.facts),
        ...rowOf(entry),
      })),
      deviceModels: this.#table(this.#kinds, (entry) => ({
        ...modelOf(entry.facts),
        ...countOf(
          'devices',
          this.#devices.isExact && entry.mayMiss === 0 ? this.#devicesOfKinds.of(entry.index) : undefined,
        ),
        ...rowOf(entry),
      })),
    };
  }

  #table<Facts, Row>(
    tally: BoundedTally<Facts>,
    row: (entry: Tallied<Facts>) => Row,
    entries = tally.top(this.options.top + 1),
    most = this.options.top,
  ): ReportTable<Row> {
    const next = entries[most];
    const unlistedAtMost = Math.max(
      tally.unlistedAtMost,
      next === undefined ? 0 : next.accesses + next.mayMiss,
    );
    return {
      count: tally.keyCount,
      isExact: tally.isExact,
      ...(unlistedAtMost > 0 && { unlistedAtMost }),
      rows: entries.slice(0, most).map(row),
    };
  }

  #timeTable(): AuditReport['times'] {
    const rest = this.options.per === 'hour' ? ':00:00Z' : 'T00:00:00Z';
    const entries = [...this.#times.entries()].sort((one, other) => one.firstMs - other.firstMs);
    return this.#table(
      this.#times,
      (entry) => ({
        time: new Date(`${entry.key}${rest}`),
        ...countOf('users', this.#usersOf(this.#usersOfTimes, entry)),
        ...rowOf(entry),
      }),
      entries,
      entries.length,
    );
  }

  /** A user who was forgotten and came again would be another one. */
  #usersOf(pairs: PairCounts, { index, mayMiss }: Tallied<unknown>): number | undefined {
    return this.#users.isExact && mayMiss === 0 ? pairs.of(index) : undefined;
  }

  /** How many devices each user has, where all devices are known. */
  #devicesOfUsers(): ReadonlyMap<string, number> | undefined {
    if (!this.#devices.isExact) return undefined;
    const counts = new Map<string, number>();
    for (const { facts } of this.#devices.entries())
      counts.set(facts.username, (counts.get(facts.username) ?? 0) + 1);
    return counts;
  }
}

/** The day of a moment in ISO 8601, and its hour: in years that a zone has moved beyond 9999, too. */
function bucketOf(time: Date, per: 'hour' | 'day'): string {
  const text = time.toISOString();
  const day = text.indexOf('T');
  return text.slice(0, per === 'hour' ? day + 'T00'.length : day);
}

function nothing(): undefined {
  return undefined;
}

function rowOf({ accesses, refused, mayMiss, firstMs, lastMs }: Tallied<unknown>): ReportRow {
  return {
    accesses,
    refused,
    ...(mayMiss > 0 && { mayMiss }),
    firstTime: new Date(firstMs),
    lastTime: new Date(lastMs),
  };
}

function countOf<Name extends 'users' | 'devices'>(
  name: Name,
  count: number | undefined,
): Partial<Readonly<Record<Name, number>>> {
  return count === undefined ? {} : ({ [name]: count } as Record<Name, number>); // of that very name
}

function kindKey(record: Kind): string {
  return [
    record.deviceModel,
    record.deviceManufacturer,
    record.operatingSystem,
    record.operatingSystemVersion,
  ].join(BETWEEN);
}

function kindOf(record: AuditRecord): Kind {
  return {
    ...(record.deviceModel !== undefined && { deviceModel: record.deviceModel }),
    ...(record.deviceManufacturer !== undefined && { deviceManufacturer: record.deviceManufacturer }),
    ...(record.operatingSystem !== undefined && { operatingSystem: record.operatingSystem }),
    ...(record.operatingSystemVersion !== undefined && {
      operatingSystemVersion: record.operatingSystemVersion,
    }),
  };
}

function modelOf({ deviceModel, deviceManufacturer, operatingSystem, operatingSystemVersion }: Kind): {
  readonly model?: string;
  readonly manufacturer?: string;
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
} {
  return {
    ...(deviceModel !== undefined && { model: deviceModel }),
    ...(deviceManufacturer !== undefined && { manufacturer: deviceManufacturer }),
    ...(operatingSystem !== undefined && { operatingSystem }),
    ...(operatingSystemVersion !== undefined && { operatingSystemVersion }),
  };
}

/** Whether a record is wanted. */
export function filterOf({ from, to, fleet, users, domains }: AuditFilter): (record: AuditRecord) => boolean {
  const names = domains && new Set(domains.map((name) => name.toLowerCase()));
  const who = users && new Set(users);
  return (record) =>
    (from === undefined || record.eventTime >= from) &&
    (to === undefined || record.eventTime <= to) &&
    (who === undefined || who.has(record.username)) &&
    (names === undefined || names.has(record.domainName.toLowerCase())) &&
    isOfFleet(record.fleetArn, fleet);
}

function isOfFleet(arn: string | undefined, fleet: string | undefined): boolean {
  return fleet === undefined || arn === undefined || arn === fleet || parseFleetArn(arn)?.fleetName === fleet;
}
