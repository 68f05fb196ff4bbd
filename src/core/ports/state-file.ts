/** What can be told of the file an emulated account is kept in. */
export interface StateFileFacts {
  /** Its path. */
  readonly file: string;
  /** What its database finds wrong with it, a line each; a few lines at most. */
  readonly faults: readonly string[];
  /** Permission bits of the file; absent where the system has none. */
  readonly mode?: number;
  /** Permission bits of its folder; absent where the system has none. */
  readonly folderMode?: number;
  /** Bytes that can still be written beside it. */
  readonly freeBytes: number;
}

/** The file an emulated account is kept in. */
export interface StateFile {
  inspect(): StateFileFacts;
}
