import { type OperationInput, type OperationName, type OperationOutput } from '../contract/contract.js';
import { type ServiceError } from '../contract/errors.js';

/** What one call of a batch came to. */
export type BatchAnswer<O extends OperationName> =
  { readonly output: OperationOutput<O> } | { readonly error: ServiceError };

/**
 * Many calls of one operation at a time, for a service that keeps what they change in one go: each by itself would wait for
 * the disk. Each is answered, refused and recorded as if it came alone; one that is refused takes no other back.
 */
export interface CallBatch {
  /** The most calls that are made together. */
  readonly size: number;
  /**
   * @returns the answers in the order of the inputs, once all that was changed is kept
   * @throws what is no answer to any of them: then none of them was made
   */
  call<O extends OperationName>(
    operation: O,
    inputs: readonly OperationInput<O>[],
  ): Promise<readonly BatchAnswer<O>[]>;
}
