import { ownError } from '../../../errors.js';
import { printable, quote } from '../../../text.js';
import { duplicateKeys } from './duplicate-keys.js';
import {
  isObject,
  POLICY_VERSIONS,
  type PolicyVersion,
  readStatement,
  type ReportFault,
  type Statement,
} from './statement.js';

/** A managed policy's greatest size in characters, white space not counted (IAM User Guide, IAM quotas). */
export const MAX_POLICY_CHARACTERS = 6144;
/** The greatest size that is looked at, white space included: a bound on work, and ours. */
const MAX_TEXT_LENGTH = 131_072;

/** How many faults are named, and how much of each one's path, in characters. */
const MAX_FAULTS = 100;
const MAX_PATH_LENGTH = 200;

const POLICY_ELEMENTS = new Set(['Version', 'Statement']);

/** An identity-based policy, read and found to be one. */
export interface Policy {
  readonly version: PolicyVersion;
  readonly statements: readonly Statement[];
}

/** Something that is wrong with a policy document, and where. */
export interface PolicyFault {
  /** As `Statement[1].Effect`; empty for the document. */
  readonly path: string;
  readonly message: string;
}

function refuse(faults: readonly PolicyFault[]): never {
  const shown = faults.slice(0, MAX_FAULTS).map(({ path, message }) => ({
    path: printable(path.slice(0, MAX_PATH_LENGTH)),
    message,
  }));
  const messages = shown.map(({ path, message }) => (path === '' ? message : `${path} ${message}`));
  if (faults.length > MAX_FAULTS) messages.push(`and ${faults.length - MAX_FAULTS} more`);
  throw ownError(
    'InvalidInput',
    `The policy document is not an identity-based policy: ${messages.join('; ')}`,
    {
      hint: 'See "IAM JSON policy elements reference" in the IAM User Guide.',
      details: { faults: shown },
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw ownError('InvalidInput', `The policy document is not JSON: ${quote(reason)}`, {
      hint: 'A policy document is a JSON object with the elements Version and Statement.',
      details: { faults: [{ path: '', message: 'is not JSON' }] },
      cause,
    });
  }
}

/** The document as JSON text. An object is written out first, so that both ways in are measured and read alike. */
function textOf(json: unknown): string {
  if (typeof json === 'string') return json;
  try {
    const text: unknown = JSON.stringify(json);
    if (typeof text === 'string') return text;
  } catch {
    // A cycle or a BigInt: refused below like anything else that JSON cannot say.
  }
  return refuse([{ path: '', message: 'it cannot be written as JSON' }]);
}

function readVersion(value: unknown, report: ReportFault): PolicyVersion {
  const version = POLICY_VERSIONS.find((known) => known === value);
  if (value !== undefined && version === undefined) {
    report('Version', `must be one of ${POLICY_VERSIONS.join(', ')}`);
  }
  // IAM User Guide, Version: without one, a policy is of the older language.
  return version ?? '2008-10-17';
}

function reportRepeatedSids(
  statements: readonly { path: string; sid?: string }[],
  report: ReportFault,
): void {
  const seen = new Set<string>();
  for (const { path, sid } of statements) {
    if (sid === undefined || sid === '') continue;
    if (seen.has(sid)) report(`${path}.Sid`, `repeats ${quote(sid)}, which another statement has`);
    seen.add(sid);
  }
}

/**
 * Reads an identity-based policy document.
 *
 * @param json its JSON text, or the parsed document
 * @throws WorklinkError `InvalidInput`, with every fault and its path in the message and in `details.faults`
 * Source: IAM User Guide, Grammar of the IAM JSON policy language; IAM quotas.
 */
export function parsePolicy(json: unknown): Policy {
  const text = textOf(json);
  if (text.length > MAX_TEXT_LENGTH || text.replace(/\s/g, '').length > MAX_POLICY_CHARACTERS) {
    refuse([
      { path: '', message: `it has more than ${MAX_POLICY_CHARACTERS} characters besides white space` },
    ]);
  }
  const document = parseJson(text);
  if (!isObject(document)) refuse([{ path: '', message: 'it is not a JSON object' }]);

  const faults: PolicyFault[] = [];
  const report: ReportFault = (path, message) => faults.push({ path, message });
  for (const path of duplicateKeys(text)) report(path, 'is there more than once');
  for (const name of Object.keys(document)) {
    if (!POLICY_ELEMENTS.has(name)) report(name, 'is not an element of an identity-based policy');
  }
  const version = readVersion(document['Version'], report);
  const given = document['Statement'];
  const elements: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (elements.length === 0) report('Statement', 'must hold at least one statement');
  const statements = elements.map((element, index) => {
    const path = Array.isArray(given) ? `Statement[${index}]` : 'Statement';
    return { path, statement: readStatement(element, path, version, report) };
  });
  reportRepeatedSids(
    statements.map(({ path, statement }) => ({
      path,
      ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    })),
    report,
  );
  if (faults.length > 0) refuse(faults);
  return { version, statements: statements.map(({ statement }) => statement) };
}
