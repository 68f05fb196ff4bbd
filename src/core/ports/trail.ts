/** One call of the service, as CloudTrail recorded it. */
export interface TrailEvent {
  readonly id: string;
  readonly time: Date;
  /** The operation. */
  readonly name: string;
  readonly username?: string;
  readonly readOnly?: boolean;
  /** The whole record (CloudTrail User Guide, CloudTrail record contents). */
  readonly record: Readonly<Record<string, unknown>>;
}

export interface TrailFilter {
  /** From this moment on. */
  readonly from?: Date;
  /** Up to this moment. */
  readonly to?: Date;
}

/** What was done to WorkLink in the account and Region, newest first. */
export interface Trail {
  events(filter?: TrailFilter): AsyncIterable<TrailEvent>;
}
