import { type OperationInput, type OperationName, type OperationOutput } from '../contract/contract.js';
import { ServiceError } from '../contract/errors.js';
import { type Clock } from '../ports/clock.js';
import { type WorkLink } from '../ports/work-link.js';
import { type BulkProgress, runBulk } from './bulk.js';

/** Enough to keep a distant service busy; how fast it lets itself be called is for the backend to find out. */
const CALLS_AT_A_TIME = 32;

export interface CallEachOptions {
  readonly clock: Clock;
  /** How many calls are under way at a time. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BulkProgress) => void;
}

/**
 * Calls an operation for each of many inputs, several at a time: what a list lacks is asked for one by one
 * (`DeviceSummary` has no user name, so it is ListDevices, then DescribeDevice for each).
 *
 * @returns the outputs in the order of the inputs; nothing for what is no longer there
 * @throws WorklinkError the first failure, or the signal's reason: a list with holes would be a wrong one
 */
export async function callEach<O extends OperationName>(
  workLink: WorkLink,
  operation: O,
  inputs: readonly OperationInput<O>[],
  { clock, concurrency = CALLS_AT_A_TIME, signal, onProgress }: CallEachOptions,
): Promise<readonly (OperationOutput<O> | undefined)[]> {
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const call = async (input: OperationInput<O>): Promise<OperationOutput<O> | undefined> => {
    try {
      return await workLink.call(operation, input);
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return undefined;
      failed.abort(error);
      throw error;
    }
  };
  const settled = await runBulk(inputs, call, {
    clock,
    concurrency,
    signal: stop,
    ...(onProgress !== undefined && { onProgress }),
  });
  stop.throwIfAborted();
  return settled.map((one) => (one.state === 'done' ? one.value : undefined));
}
