import { type CertificateStatus } from '../../../model/certificate-states.js';
import { type Database } from './database.js';

export interface CertificateRow {
  readonly seq: number;
  readonly arn: string;
  readonly type: 'IMPORTED' | 'AMAZON_ISSUED';
  readonly status: CertificateStatus;
  readonly due_at: number | null;
  readonly domain_name: string;
  readonly subject_alternative_names: string;
  readonly validation_token: string | null;
  readonly certificate: string | null;
  readonly chain: string | null;
  readonly created_at: number;
  readonly issued_at: number | null;
}

export type CertificateChange = Partial<Omit<CertificateRow, 'seq' | 'arn' | 'type' | 'created_at'>>;

export interface AuthorityRow {
  readonly certificate: string;
  /** Null where the authority was carried here without it. */
  readonly private_key: string | null;
}

export class CertificateStore {
  constructor(private readonly db: Database) {}

  insert(certificate: Omit<CertificateRow, 'seq'>): void {
    this.db.run(
      `INSERT INTO certificates (arn, type, status, due_at, domain_name, subject_alternative_names, validation_token,
         certificate, chain, created_at, issued_at)
       VALUES (:arn, :type, :status, :due_at, :domain_name, :subject_alternative_names, :validation_token,
         :certificate, :chain, :created_at, :issued_at)`,
      { ...certificate },
    );
  }

  find(arn: string): CertificateRow | undefined {
    return this.db.remember(`certificate ${arn}`, () =>
      this.db.get('SELECT * FROM certificates WHERE arn = :arn', { arn }),
    );
  }

  page(after: number, limit: number): CertificateRow[] {
    return this.db.all('SELECT * FROM certificates WHERE seq > :after ORDER BY seq LIMIT :limit', {
      after,
      limit,
    });
  }

  update(arn: string, change: CertificateChange): void {
    const assignments = Object.keys(change).map((column) => `${column} = :${column}`);
    this.db.run(`UPDATE certificates SET ${assignments.join(', ')} WHERE arn = :arn`, { ...change, arn });
  }

  remove(arn: string): void {
    this.db.run('DELETE FROM certificates WHERE arn = :arn', { arn });
  }

  authority(): AuthorityRow | undefined {
    return this.db.get('SELECT certificate, private_key FROM certificate_authority');
  }

  /** Keeps an authority unless there is one already that can sign. */
  keepAuthority(authority: AuthorityRow): void {
    this.db.run(
      `INSERT INTO certificate_authority (id, certificate, private_key) VALUES (1, :certificate, :private_key)
       ON CONFLICT (id) DO UPDATE SET certificate = excluded.certificate, private_key = excluded.private_key
       WHERE certificate_authority.private_key IS NULL`,
      { ...authority },
    );
  }

  settle(now: number): void {
    this.db.run(
      `UPDATE certificates SET
         status = CASE status WHEN 'PENDING_VALIDATION' THEN 'VALIDATION_TIMED_OUT' ELSE 'EXPIRED' END,
         due_at = NULL
       WHERE due_at <= :now`,
      { now },
    );
  }
}
