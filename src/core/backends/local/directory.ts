import { type OperationInput, type OperationName, type OperationOutput } from '../../contract/contract.js';
import { parseFleetArn } from '../../model/arns.js';
import { type Store } from './store/store.js';

/** What a directory of the account reads from: the state file, and calls for all that goes with a call. */
export interface LocalDirectoryOptions {
  readonly store: Store;
  /** Calls an operation, as the one who asks. */
  readonly call: <O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
  ) => Promise<OperationOutput<O>>;
  /** Whether the one who asks may describe what is listed. @throws ServiceError UnauthorizedException */
  readonly authorizeDescribing: (fleetArn: string) => void;
}

/** As many as a page of a list has at most. */
export const DIRECTORY_PAGE_SIZE = 1_000;

/** The row of a fleet that was listed from: 0, which none has, where it is gone since. */
export function fleetIdOf(store: Store, fleetArn: string): number {
  return store.fleets.byName(parseFleetArn(fleetArn)?.fleetName ?? '')?.id ?? 0;
}
