import { type OperationName } from '../../contract/contract.js';
import { ServiceError } from '../../contract/errors.js';
import { type Fault } from '../../ports/emulator.js';
import { type Random } from './identifiers.js';
import { type FaultStore } from './store/faults.js';

/** What the faults somebody asked for do to one call. */
export interface Disturbance {
  readonly latencyMs: number;
  readonly error?: ServiceError;
}

const UNDISTURBED: Disturbance = { latencyMs: 0 };
const RANDOM_BYTES = 4;
const RANDOM_RANGE = 2 ** (RANDOM_BYTES * 8);

/**
 * Takes the faults that strike a call, and counts their use. Delays add up; of errors, the first one asked for
 * answers. Runs in a transaction: a fault with a count strikes as many calls as it says, whichever processes make them.
 */
export function strike(faults: FaultStore, operation: OperationName, random: Random): Disturbance {
  const striking = faults.all().filter((fault) => strikes(fault, operation, random));
  for (const fault of striking) faults.use(fault.id);
  const failing = striking.find((fault) => fault.error !== undefined);
  const latencyMs = striking.reduce((sum, fault) => sum + (fault.latencyMs ?? 0), 0);
  if (failing?.error === undefined) return striking.length === 0 ? UNDISTURBED : { latencyMs };
  return { latencyMs, error: new ServiceError(failing.error, `Fault ${failing.id} was asked for.`) };
}

function strikes(fault: Fault, operation: OperationName, random: Random): boolean {
  if (fault.operation !== undefined && fault.operation !== operation) return false;
  return fault.rate === undefined || share(random) < fault.rate;
}

function share(random: Random): number {
  return Buffer.from(random(RANDOM_BYTES)).readUInt32BE() / RANDOM_RANGE;
}
