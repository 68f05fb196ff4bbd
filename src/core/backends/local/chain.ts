import { definitionOf, type OperationName } from '../../contract/contract.js';
import { invalidRequest, ServiceError } from '../../contract/errors.js';
import { parseInput } from '../../contract/validate.js';
import { type Timer } from '../../ports/clock.js';
import { authorizationKey, authorizeCall } from './access.js';
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

/** What a call came to. */
export type Outcome = { readonly output: unknown } | { readonly error: ServiceError };

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
  const handle = await handlerOf(operation);
  const disturbance = await disturb(context, operation);
  const answered = context.store.db.transaction(() => {
    const services = servicesNow(context, caller);
    return answerAndRecord(context, { operation, input, disturbance, handle }, services, (work) =>
      context.store.db.attempt(work),
    );
  });
  if ('error' in answered) throw answered.error;
  return (await answered.output) as Record<string, unknown>; // what handlers return, by their type
}

/**
 * Calls one operation many times, as of one moment and in one transaction, so that the disk is waited for once: each call goes
 * the way that {@link callOperation} describes, and one that is refused takes no other back. Where somebody asked for faults
 * they go one by one, so that each is struck by itself.
 *
 * @returns what each came to, in their order
 */
export async function callMany(
  context: ChainContext,
  operation: OperationName,
  inputs: readonly unknown[],
  caller: Caller,
): Promise<readonly Outcome[]> {
  if (context.store.faults.any()) return oneByOne(context, operation, inputs, caller);
  const handle = await handlerOf(operation);
  const disturbance = { latencyMs: 0 };
  const calls = inputs.map((input) => ({ operation, input, disturbance, handle }));
  const outcomes = inOneTransaction(context, calls, caller);
  return Promise.all(
    outcomes.map(async (outcome) => ('error' in outcome ? outcome : { output: await outcome.output })),
  );
}

/**
 * A savepoint for each call costs more than most calls. Who refuses usually has written nothing yet, so that nothing is to be
 * taken back; where somebody had, all is taken back, and done again with savepoints.
 */
function inOneTransaction(context: ChainContext, calls: readonly Call[], caller: Caller): readonly Outcome[] {
  const { db } = context.store;
  const all = (attempt: Attempt): readonly Outcome[] =>
    db.rememberingTransaction(() => {
      const services = servicesNow(context, caller);
      return calls.map((call) => answerAndRecord(context, call, services, attempt));
    });
  try {
    return all((work) => {
      const before = db.written;
      try {
        return work();
      } catch (error) {
        throw db.written === before ? error : new WrittenAndRefused();
      }
    });
  } catch (error) {
    if (!(error instanceof WrittenAndRefused)) throw error;
    return all((work) => db.attempt(work));
  }
}

/** Runs some work, and has nothing written where it throws. */
type Attempt = <T>(work: () => T) => T;

/** An operation wrote something before it refused. */
class WrittenAndRefused extends Error {}

async function oneByOne(
  context: ChainContext,
  operation: OperationName,
  inputs: readonly unknown[],
  caller: Caller,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const input of inputs) {
    try {
      outcomes.push({ output: await callOperation(context, operation, input, caller) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      outcomes.push({ error });
    }
  }
  return outcomes;
}

type AnyHandler = Handler<OperationName, keyof Services>;

/** One handler per operation, of that operation's own types; here all are called alike. */
async function handlerOf(operation: OperationName): Promise<AnyHandler> {
  return (await handlers[operation]()) as AnyHandler;
}

/** The services as of now, all that time has changed being so. */
function servicesNow(context: ChainContext, caller: Caller): Services {
  const services = context.services(caller);
  settle(context.store, services.now, { associating: services.timings.domainAssociating });
  return services;
}

/** A call on its way. */
interface Call {
  readonly operation: OperationName;
  readonly input: unknown;
  readonly disturbance: Disturbance;
  readonly handle: AnyHandler;
}

function answerAndRecord(context: ChainContext, call: Call, services: Services, attempt: Attempt): Outcome {
  const { operation, input } = call;
  const { caller, now } = services;
  const outcome = answer(context, call, services, attempt);
  const requestId = caller.requestId ?? uuid(context.random);
  recordCall(services.trail, { operation, input, caller, now, requestId, outcome }, context.random);
  return outcome;
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
  { operation, input, disturbance, handle }: Call,
  services: Services,
  attempt: Attempt,
): Outcome {
  try {
    return attempt(() => {
      if (disturbance.error !== undefined) throw disturbance.error;
      authorizeOnce(context, operation, input, services);
      return { output: handle(parseInput(operation, input), services) };
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { error: disturbance.error ?? asModelled(operation, error) };
  }
}

/** Of many calls on one fleet it is asked once; a refusal is not remembered. */
function authorizeOnce(
  { store }: ChainContext,
  operation: OperationName,
  input: unknown,
  services: Services,
): void {
  const key = authorizationKey(operation, input);
  if (key === undefined) authorizeCall(operation, input, services);
  else
    store.db.remember(key, () => {
      authorizeCall(operation, input, services);
    });
}

/** An operation that cannot say "not found" or "exists already", by the model, says "invalid request". */
function asModelled(operation: OperationName, error: ServiceError): ServiceError {
  const states: readonly string[] = ['ResourceNotFoundException', 'ResourceAlreadyExistsException'];
  const modelled = definitionOf(operation).errors.includes(error.code);
  return !modelled && states.includes(error.code) ? invalidRequest(error.message) : error;
}
