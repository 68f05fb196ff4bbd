import type Sqlite from 'better-sqlite3';
import { lastingly } from './lasting.js';

type Parameter = string | number | bigint | Uint8Array | null;
type Parameters = Readonly<Record<string, Parameter>>;

const WRITES_WHAT_NOTHING_RESTS_ON = /^\s*(?:INSERT INTO|UPDATE|DELETE FROM) (?:domains|trail_events)\b/;

/** Thin typed access to one SQLite connection. Statements are prepared on first use and kept. */
export class Database {
  readonly #statements = new Map<string, Sqlite.Statement>();
  #memory: Map<string, unknown> | undefined;
  #written = 0;

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
    const { changes } = this.#prepare(sql).run(parameters);
    this.#written += changes;
    if (this.#memory !== undefined && !WRITES_WHAT_NOTHING_RESTS_ON.test(sql)) this.#memory.clear();
    return changes;
  }

  /** How many rows this connection has changed: whether some work wrote anything is seen by it. */
  get written(): number {
    return this.#written;
  }

  /** As {@link transaction}, and what {@link remember} was told in it is not asked for again while it holds. */
  rememberingTransaction<T>(work: () => T): T {
    return this.transaction(() => {
      this.#memory = new Map();
      try {
        return work();
      } finally {
        this.#memory = undefined;
      }
    });
  }

  /**
   * What a reading finds, kept for the rest of a {@link rememberingTransaction}: nobody else can write meanwhile. Whatever is
   * written makes it forgotten, but for domains and the trail, on which nothing that is remembered may rest.
   *
   * @param key says what is read, and of what
   */
  remember<T>(key: string, read: () => T): T {
    if (this.#memory === undefined) return read();
    // What was remembered by a key was read by the same reading.
    if (this.#memory.has(key)) return this.#memory.get(key) as T;
    const found = read();
    this.#memory.set(key, found);
    return found;
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
