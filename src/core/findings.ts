/** How much a finding weighs: an `error` refuses, a `warning` is shown, `info` is worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One thing found out about a document, a certificate, a network or a set-up.
 * `id` is stable and kebab-case (`metadata-doctype`), so that scripts can name it.
 */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  /** What it is about: a file, an entity ID, a certificate's subject, a line and column. */
  readonly subject: string;
  readonly message: string;
  /** What to do about it, as one sentence. */
  readonly fix: string;
}

/** Whether any finding refuses what was judged. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
