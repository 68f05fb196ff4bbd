import { type Database } from './database.js';

export interface ServiceProviderKeyRow {
  readonly certificate: string;
  readonly private_key: string;
}

export interface SignInRow {
  readonly relay_state: string;
  readonly request_id: string;
  readonly fleet_id: number;
  /** Null for a trial. */
  readonly device: string | null;
  readonly outcome: string | null;
  readonly is_answered: number;
  readonly due_at: number;
}

/** Sign-ins under way at one time; the oldest give way, so that nobody can fill the disk with them. */
const MOST_SIGN_INS = 1_000;

export class SignInStore {
  constructor(private readonly db: Database) {}

  key(): ServiceProviderKeyRow | undefined {
    return this.db.get('SELECT certificate, private_key FROM service_provider_key');
  }

  /** Keeps a key pair unless there is one. */
  keepKey(key: ServiceProviderKeyRow): void {
    this.db.run(
      'INSERT OR IGNORE INTO service_provider_key (id, certificate, private_key) VALUES (1, :certificate, :private_key)',
      { ...key },
    );
  }

  insert(signIn: Pick<SignInRow, 'relay_state' | 'request_id' | 'fleet_id' | 'device' | 'due_at'>): void {
    this.db.run(
      `DELETE FROM sign_ins WHERE relay_state IN
         (SELECT relay_state FROM sign_ins ORDER BY due_at DESC LIMIT -1 OFFSET ${String(MOST_SIGN_INS - 1)})`,
    );
    this.db.run(
      `INSERT INTO sign_ins (relay_state, request_id, fleet_id, device, due_at)
       VALUES (:relay_state, :request_id, :fleet_id, :device, :due_at)`,
      { ...signIn },
    );
  }

  find(relayState: string): SignInRow | undefined {
    return this.db.get('SELECT * FROM sign_ins WHERE relay_state = :relayState', { relayState });
  }

  /** Takes the one sign-in that an answer belongs to: of several answers, one finds it. */
  take(relayState: string, fleetId: number): SignInRow | undefined {
    return this.db.get(
      `UPDATE sign_ins SET is_answered = 1
       WHERE relay_state = :relayState AND fleet_id = :fleetId AND is_answered = 0 RETURNING *`,
      { relayState, fleetId },
    );
  }

  putOutcome(relayState: string, outcome: string): void {
    this.db.run('UPDATE sign_ins SET outcome = :outcome WHERE relay_state = :relayState', {
      relayState,
      outcome,
    });
  }

  remove(relayState: string): void {
    this.db.run('DELETE FROM sign_ins WHERE relay_state = :relayState', { relayState });
  }

  /** Remembers an assertion until a time. @returns whether it was remembered already */
  isReplay(fleetId: number, assertion: string, dueAt: number): boolean {
    return (
      this.db.run('INSERT OR IGNORE INTO seen_assertions VALUES (:fleetId, :assertion, :dueAt)', {
        fleetId,
        assertion,
        dueAt,
      }) === 0
    );
  }

  /** @param now the machine's time */
  forget(now: number): void {
    this.db.run('DELETE FROM sign_ins WHERE due_at <= :now', { now });
    this.db.run('DELETE FROM seen_assertions WHERE due_at <= :now', { now });
  }
}
