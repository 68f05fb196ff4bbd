import type fc from 'fast-check';

/** Something fed with broken input: it must answer, or refuse by an understood error, within its time. */
export interface FuzzTarget<T = Uint8Array> {
  /** What `npm run fuzz -- NAME` calls it. */
  readonly name: string;
  readonly inputs: fc.Arbitrary<T>;
  /** Throws, whatever it is, where the input shows a fault. */
  readonly check: (input: T) => void | Promise<void>;
  /** The longest one input may take, in milliseconds; two seconds by default. */
  readonly maxMilliseconds?: number;
}
