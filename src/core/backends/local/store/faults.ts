import { type OperationName } from '../../../contract/contract.js';
import { type ServiceErrorName } from '../../../contract/errors.js';
import { type Fault } from '../../../ports/emulator.js';
import { type Database } from './database.js';

interface FaultRow {
  readonly id: string;
  readonly operation: OperationName | null;
  readonly error: ServiceErrorName | null;
  readonly latency_ms: number | null;
  readonly remaining: number | null;
  readonly rate: number | null;
}

export class FaultStore {
  constructor(private readonly db: Database) {}

  insert(fault: Fault): void {
    this.db.run(
      `INSERT INTO faults (id, operation, error, latency_ms, remaining, rate)
       VALUES (:id, :operation, :error, :latencyMs, :remaining, :rate)`,
      {
        id: fault.id,
        operation: fault.operation ?? null,
        error: fault.error ?? null,
        latencyMs: fault.latencyMs ?? null,
        remaining: fault.remaining ?? null,
        rate: fault.rate ?? null,
      },
    );
  }

  all(): Fault[] {
    return this.db.all<FaultRow>('SELECT * FROM faults ORDER BY seq').map(toFault);
  }

  find(id: string): Fault | undefined {
    const row = this.db.get<FaultRow>('SELECT * FROM faults WHERE id = :id', { id });
    return row === undefined ? undefined : toFault(row);
  }

  any(): boolean {
    return this.db.get('SELECT 1 FROM faults LIMIT 1') !== undefined;
  }

  /** Counts one use of a fault; the last use removes it. */
  use(id: string): void {
    this.db.run('UPDATE faults SET remaining = remaining - 1 WHERE id = :id AND remaining IS NOT NULL', {
      id,
    });
    this.db.run('DELETE FROM faults WHERE remaining <= 0');
  }

  remove(id: string): number {
    return this.db.run('DELETE FROM faults WHERE id = :id', { id });
  }

  removeAll(): number {
    return this.db.run('DELETE FROM faults');
  }
}

function toFault(row: FaultRow): Fault {
  return {
    id: row.id,
    ...(row.operation !== null && { operation: row.operation }),
    ...(row.error !== null && { error: row.error }),
    ...(row.latency_ms !== null && { latencyMs: row.latency_ms }),
    ...(row.remaining !== null && { remaining: row.remaining }),
    ...(row.rate !== null && { rate: row.rate }),
  };
}
