import { type OperationInput, type OperationName, type OperationOutput } from '../contract/contract.js';

/** The WorkLink service: whoever can answer an operation of the contract. */
export interface WorkLink {
  /**
   * Calls one operation.
   *
   * @throws ServiceError where the service refuses; WorklinkError `Unreachable` or `RetiredService` where it could not be asked
   */
  call<O extends OperationName>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>>;
}
