import type Sqlite from 'better-sqlite3';
import { lastingly } from './lasting.js';

type Parameter = string | number | bigint | Uint8Array | null;
type Parameters = Readonly<Record<string, Parameter>>;

/** Thin typed access to one SQLite connection. Statements are prepared on first use and kept. */
export class Database {
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(readonly connection: Sqlite.Database) {}

  /** The first row, if any. The row type is a claim about the SQL beside it. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says what its SQL selects
  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepare(sql).get(parameters) as Row | undefined;
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#prepare(sql).all(parameters) as Row[];
  }

  /** @returns how many rows changed */
  run(sql: string, parameters: Parameters = {}): number {
    return this.#prepare(sql).run(parameters).changes;
  }

  /**
   * Runs `work` in one transaction that holds the write lock from its beginning: of many processes that read and
   * then write, none loses what another wrote.
   */
  transaction<T>(work: () => T): T {
    return this.connection.transaction(work).immediate();
  }

  /** Runs `work`, and takes back what it wrote if it throws; the transaction around it goes on. */
  attempt<T>(work: () => T): T {
    return this.connection.transaction(work)();
  }

  /** Runs `work`, and takes back what it wrote; the transaction around it goes on. */
  rehearse<T>(work: () => T): T {
    this.connection.exec('SAVEPOINT rehearsal');
    try {
      return work();
    } finally {
      this.connection.exec('ROLLBACK TO rehearsal; RELEASE rehearsal');
    }
  }

  close(): void {
    this.connection.close();
  }

  #prepare(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = lastingly(this.connection.prepare(sql));
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
