import { type Allowances, type Change, type Difference, type Kept, type PruneKind } from './change.js';

/** What becomes of a part of a fleet. */
export interface Part {
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
}

export const NOTHING: Part = { changes: [], kept: [] };

/** A change without what is the same for all of its fleet. */
export type FleetChange = Omit<Change, 'fleetName' | 'key'>;

/** Makes the parts of one fleet's plan. */
export class Parts {
  constructor(
    readonly fleetName: string,
    readonly allowances: Allowances,
    /** The key of the change that makes the fleet, where it is not there yet. */
    private readonly creation: string | undefined,
  ) {}

  change(change: FleetChange): Change {
    const { kind, subject, step, needs = this.creation } = change;
    return {
      fleetName: this.fleetName,
      key: `${this.fleetName}/${kind}/${subject}/${step.do}`,
      ...change,
      ...(needs !== undefined && { needs }),
    };
  }

  of(change: FleetChange | undefined): Part {
    return change === undefined ? NOTHING : { changes: [this.change(change)], kept: [] };
  }

  /** What the file does not have: taken away where its kind is named, else left alone and said. */
  surplus(prune: PruneKind, change: FleetChange): Part {
    if (this.allowances.prune.has(prune)) return { changes: [this.change(change)], kept: [] };
    const { kind, subject } = change;
    return { changes: [], kept: [{ fleetName: this.fleetName, kind, subject, prune }] };
  }

  /** What the file does not have, and what the service has no operation to take away. */
  lasting(kind: Kept['kind'], subject: string): Part {
    return { changes: [], kept: [{ fleetName: this.fleetName, kind, subject }] };
  }
}

export function joined(parts: readonly Part[]): Part {
  return {
    changes: parts.flatMap(({ changes }) => changes),
    kept: parts.flatMap(({ kept }) => kept),
  };
}

/** A difference where there is one. */
export function difference(
  member: string,
  from: string | undefined,
  to: string | undefined,
): readonly Difference[] {
  if (from === to) return [];
  return [{ member, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}
