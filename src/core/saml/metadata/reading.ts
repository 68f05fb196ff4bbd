import { type Finding } from '../../findings.js';

/** What a rule read, and what it found on the way; no value where it can't be had. */
export interface Reading<T> {
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
}
