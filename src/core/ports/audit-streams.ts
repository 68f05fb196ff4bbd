/** A Kinesis data stream that audit records can go to. */
export interface AuditStream {
  readonly name: string;
  readonly arn: string;
  readonly status: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING';
  readonly createdTime?: Date;
}

export interface AuditStreamDetail extends AuditStream {
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  readonly openShards: number;
  /** How long a record can be read, in hours. */
  readonly retentionHours: number;
  readonly isEncrypted: boolean;
  /** The KMS key it is encrypted with, by id, alias or ARN. */
  readonly encryptionKey?: string;
}

/** One record of a stream. */
export interface StreamedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly arrivalTime?: Date;
  readonly data: Uint8Array;
}

export interface ReadOptions {
  /** Where to begin: the oldest record kept, only what is yet to come, or a moment. */
  readonly from: 'oldest' | 'latest' | Date;
  /** Whether to wait for more at the end. */
  readonly follow: boolean;
  /** Ends the reading once aborted, without an error. */
  readonly signal?: AbortSignal;
}

/** A stream that is to be made. */
export interface NewStream {
  readonly name: string;
  /** How many shards it has; as many as are needed (Kinesis's on-demand mode) where absent. */
  readonly shards?: number;
}

export interface NewRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Kinesis data streams in the fleets' home Region. */
export interface AuditStreams {
  /** Those whose names begin so, by name. WorkLink takes none but `AmazonWorkLink-…` (service model, AuditStreamArn). */
  list(prefix?: string): AsyncIterable<AuditStream>;
  /** @throws WorklinkError `NotFound` */
  describe(name: string): Promise<AuditStreamDetail>;
  /**
   * Makes a stream, which is CREATING for a while.
   *
   * @throws WorklinkError `AlreadyExists`; `InvalidInput` for a name that Kinesis does not take
   */
  create(stream: NewStream): Promise<void>;
  /**
   * The records of a stream, in order for each shard: a shard's successors come after it.
   *
   * @throws WorklinkError `NotFound`
   */
  read(name: string, options: ReadOptions): AsyncIterable<StreamedRecord>;
  /**
   * Writes records. Those of one partition key stay in order as far as the stream takes them all at once.
   *
   * @throws WorklinkError `NotFound`; `WrongState` for a stream that is CREATING; `Throttled` where the stream keeps
   *   refusing some
   */
  write(name: string, records: readonly NewRecord[]): Promise<void>;
}
