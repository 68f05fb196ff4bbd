/** A line of a table of a report. What cannot be said exactly is said so, or is not there. */
export interface ReportRow {
  /** How often content was accessed, refused accesses among them: exactly, or that often at least. */
  readonly accesses: number;
  readonly refused: number;
  /** How many accesses may be missing in `accesses`; absent where it is exact. */
  readonly mayMiss?: number;
  readonly firstTime: Date;
  readonly lastTime: Date;
}

export interface UserRow extends ReportRow {
  readonly username: string;
  /** From how many devices; absent where it is not known exactly. */
  readonly devices?: number;
}

export interface DomainRow extends ReportRow {
  readonly domainName: string;
  /** Of how many users; absent where it is not known exactly. */
  readonly users?: number;
}

export interface ContentRow extends ReportRow {
  readonly url: string;
}

export interface TimeRow extends ReportRow {
  /** When the hour or day begins, in UTC. */
  readonly time: Date;
  readonly users?: number;
}

export interface HourRow {
  /** Hour of the day, in UTC: 0 to 23. */
  readonly hour: number;
  readonly accesses: number;
  readonly refused: number;
}

export interface DeviceRow extends ReportRow {
  readonly deviceId: string;
  readonly username: string;
  readonly model?: string;
  readonly manufacturer?: string;
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
}

export interface DeviceModelRow extends Omit<DeviceRow, 'deviceId' | 'username'> {
  /** How many devices; absent where it is not known exactly. */
  readonly devices?: number;
}

/** One table of a report: those with the most accesses. */
export interface ReportTable<Row> {
  /** How many there are: exactly, or that many at least. */
  readonly count: number;
  readonly isExact: boolean;
  /** How many accesses one that is not among the rows has at most; absent where all are. */
  readonly unlistedAtMost?: number;
  readonly rows: readonly Row[];
}

/** Who accessed which content, when, from which devices (guide, Configure your Audit Log Stream). */
export interface AuditReport {
  readonly from?: Date;
  readonly to?: Date;
  readonly per: 'hour' | 'day';
  /** The first and last access there is. */
  readonly firstTime?: Date;
  readonly lastTime?: Date;
  readonly accesses: number;
  readonly refused: number;
  /** Records that were not asked for. */
  readonly otherRecords: number;
  /** Lines that are no records. */
  readonly malformed: number;
  readonly users: ReportTable<UserRow>;
  readonly domains: ReportTable<DomainRow>;
  readonly content: ReportTable<ContentRow>;
  readonly times: ReportTable<TimeRow>;
  readonly hoursOfDay: readonly HourRow[];
  readonly devices: ReportTable<DeviceRow>;
  readonly deviceModels: ReportTable<DeviceModelRow>;
}
