import { FindingsRefused } from '../core/admin/findings-refused.js';
import { type Finding } from '../core/findings.js';
import { findingLine } from './fields/findings-field.js';
import { type Talk } from './terminal.js';

/**
 * Tells a person what was found out about what is to be sent: what refuses it, a line each, else its warnings.
 *
 * @param work judges it
 * @throws what `work` throws
 */
export async function sayingFindings<T extends { readonly findings: readonly Finding[] }>(
  talk: Talk,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const judged = await work();
    await sayFindings(talk, judged.findings);
    return judged;
  } catch (error) {
    if (error instanceof FindingsRefused) await sayFindings(talk, error.findings);
    throw error;
  }
}

/** Tells a person of findings, a line each. What is worth knowing but calls for nothing is left to JSON. */
export async function sayFindings(talk: Talk, findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) {
    if (finding.severity !== 'info') await talk.say(findingLine(finding));
  }
}
