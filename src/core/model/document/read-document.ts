import { type Path } from './check.js';
import { type Position } from './position.js';

/** One document of a text, read as data. */
export interface ReadDocument {
  readonly value: unknown;
  /** Where members and elements stand, or the nearest thing around them. */
  readonly positionsOf: (paths: readonly Path[]) => readonly Position[];
}
