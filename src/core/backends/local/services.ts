import { type OperationInput, type OperationName, type OperationOutput } from '../../contract/contract.js';
import { type Caller } from './caller.js';
import { type Random } from './identifiers.js';
import { type Paginator } from './pagination.js';
import { type Store } from './store/store.js';
import { type Timings } from './timings.js';

/** What an operation can use. Each says in its type which of it. */
export interface Services extends Omit<Store, 'db'> {
  /** The emulator's time at the call, in milliseconds since the epoch. The whole call happens at it. */
  readonly now: number;
  readonly accountId: string;
  readonly publicUrl: string;
  readonly caller: Caller;
  readonly timings: Timings;
  readonly random: Random;
  readonly paginator: Paginator;
  /** Whether companions nobody told the emulator of, and display names already taken, are refused. */
  readonly strict: boolean;
  /** PEM: the certificate by which fleets are service providers. Asked for once the call's own transaction is over. */
  readonly serviceProviderCertificate: () => Promise<string>;
}

/**
 * The semantics of one operation. It runs inside the call's transaction; where it returns a promise, that is awaited
 * after the transaction and touches the store no more, but by a service that says so.
 */
export type Handler<O extends OperationName, Needs extends keyof Services> = (
  input: OperationInput<O>,
  services: Pick<Services, Needs>,
) => OperationOutput<O> | Promise<OperationOutput<O>>;
