import { definitionOf, type OperationName } from '../../contract/contract.js';
import { invalidRequest, ServiceError } from '../../contract/errors.js';
import { parseInput } from '../../contract/validate.js';
import { type Timer } from '../../ports/clock.js';
import { authorizeCall } from './access.js';
import { type Caller } from './caller.js';
import { type Disturbance, strike } from './disturbance.js';
import { type Random, uuid } from './identifiers.js';
import { handlers } from './operations/index.js';
import { type Handler, type Services } from './services.js';
import { settle, type Store } from './store/store.js';
import { recordCall } from './trail.js';

/** What a call needs of the account it is made to. */
export interface ChainContext {
  readonly store: Store;
  readonly timer: Timer;
  readonly random: Random;
  /** The services for one call, as of now. */
  readonly services: (caller: Caller) => Services;
}

type Outcome = { readonly output: unknown } | { readonly error: ServiceError };

/**
 * The one way every call goes: faults somebody asked for, what time has changed, authorization, the contract, the
 * operation's own semantics, the trail. From what time has changed on it is one transaction, so what was answered and
 * what the trail says of it are kept together or not at all.
 *
 * @param input what was sent: nothing is assumed of it
 * @returns the operation's output
 * @throws ServiceError where the service refuses
 */
export async function callOperation(
  context: ChainContext,
  operation: OperationName,
  input: unknown,
  caller: Caller,
): Promise<Record<string, unknown>> {
  // One handler per operation, of that operation's own types; here all are called alike.
  const handle = (await handlers[operation]()) as Handler<OperationName, keyof Services>;
  const disturbance = await disturb(context, operation);
  const outcome = context.store.db.transaction((): Outcome => {
    const services = context.services(caller);
    settle(context.store, services.now, { associating: services.timings.domainAssociating });
    const answered = answer(context, operation, input, services, disturbance, handle);
    const requestId = caller.requestId ?? uuid(context.random);
    recordCall(
      services.trail,
      { operation, input, caller, now: services.now, requestId, outcome: answered },
      context.random,
    );
    return answered;
  });
  if ('error' in outcome) throw outcome.error;
  return (await outcome.output) as Record<string, unknown>; // what handlers return, by their type
}

async function disturb(context: ChainContext, operation: OperationName): Promise<Disturbance> {
  const { store, random, timer } = context;
  if (!store.faults.any()) return { latencyMs: 0 };
  const disturbance = store.db.transaction(() => strike(store.faults, operation, random));
  if (disturbance.latencyMs > 0) await timer.sleep(disturbance.latencyMs);
  return disturbance;
}

/** What the operation answers; what it wrote before it refused is taken back. */
function answer(
  context: ChainContext,
  operation: OperationName,
  input: unknown,
  services: Services,
  disturbance: Disturbance,
  handle: Handler<OperationName, keyof Services>,
): Outcome {
  try {
    return context.store.db.attempt(() => {
      if (disturbance.error !== undefined) throw disturbance.error;
      authorizeCall(operation, input, services);
      return { output: handle(parseInput(operation, input), services) };
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { error: disturbance.error ?? asModelled(operation, error) };
  }
}

/** An operation that cannot say "not found" or "exists already", by the model, says "invalid request". */
function asModelled(operation: OperationName, error: ServiceError): ServiceError {
  const states: readonly string[] = ['ResourceNotFoundException', 'ResourceAlreadyExistsException'];
  const modelled = definitionOf(operation).errors.includes(error.code);
  return !modelled && states.includes(error.code) ? invalidRequest(error.message) : error;
}
