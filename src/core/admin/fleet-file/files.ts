import { type Path } from '../../model/document/check.js';
import { type Position } from '../../model/document/position.js';
import { type Finding } from '../../findings.js';
import { type FleetSpec } from '../../model/fleet-file/fleet-document.js';

/** What was found out about a file of fleets, and where. */
export interface FleetFileFinding extends Finding {
  /** The file as it was named. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a file holds, or why it cannot be told, as a sentence. */
export type FileContent = { readonly bytes: Uint8Array } | { readonly fault: string };

/** A file of fleets, not read as such yet. */
export interface GivenFleetFile {
  /** As messages name it. */
  readonly file: string;
  /** From where the files it names are found. */
  readonly folder: string;
  readonly content: FileContent;
}

/** The files that files of fleets name. */
export interface ReferencedFiles {
  /** @param folder where the path begins. It throws nothing but the reason of a stop that was asked for. */
  read(folder: string, path: string): Promise<FileContent>;
}

/** A fleet as it is wanted, and where it was written. */
export interface LoadedFleet {
  readonly spec: FleetSpec;
  readonly file: string;
  /** Where the fleet begins. */
  readonly position: Position;
  /** Where what is at paths of the fleet stands, such as `['domains', 3]`, or the nearest thing around it. */
  readonly positionsOf: (paths: readonly Path[]) => readonly Position[];
}

/** What files of fleets hold. */
export interface LoadedFleets {
  /** Those without an error, in their order. */
  readonly specs: readonly LoadedFleet[];
  /** By file, line and column. */
  readonly findings: readonly FleetFileFinding[];
}

/** `fleet.yaml:12:5`, as compilers and editors have it. */
export function placeText(file: string, { line, column }: Position): string {
  return `${file}:${String(line)}:${String(column)}`;
}
