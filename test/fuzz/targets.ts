import { aggregates } from './aggregate.fuzz.js';
import { fleetFile } from './fleet-file.fuzz.js';
import { metadata } from './metadata.fuzz.js';
import { pkcs12 } from './pkcs12.fuzz.js';
import { response } from './response.fuzz.js';
import { type FuzzTarget } from './target.js';

/** A target with the type of its inputs forgotten, so that all fit one list. */
interface AnyTarget {
  readonly name: string;
  readonly run: <R>(visit: <T>(target: FuzzTarget<T>) => R) => R;
}

function target<T>(known: FuzzTarget<T>): AnyTarget {
  return { name: known.name, run: (visit) => visit(known) };
}

/** Everything `npm run fuzz` feeds with broken input. */
export const FUZZ_TARGETS: readonly AnyTarget[] = [
  target(metadata),
  target(aggregates),
  target(pkcs12),
  target(response),
  target(fleetFile),
];
