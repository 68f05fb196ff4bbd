/** The time, as the code is given it: nothing else asks the machine. */
export interface Clock {
  now(): Date;
}

/** A clock one can wait on. */
export interface Timer extends Clock {
  /** Resolves after `milliseconds`, or rejects with the signal's reason once it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
