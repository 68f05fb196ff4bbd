import { definitionOf, type OperationName } from '../contract/contract.js';
import { type Violation, violationsOf } from '../contract/validate.js';
import { ownError } from '../errors.js';

/** How a member of an operation's input is called where it was given, and what it may be, in plain words. */
export interface Subject {
  /** As the person gave it: `NAME`, `--display-name`. */
  readonly label: string;
  /** The rule as one sentence, where the model's own words are hard to read. */
  readonly rule?: string;
}

/**
 * Checks an operation's input by the contract before the service does, to say in kinder words what it would refuse.
 *
 * @param subjects the members a person gave, by member name
 * @throws WorklinkError `InvalidInput` with every violation in `details.violations`
 */
export function checkInput(
  operation: OperationName,
  input: Readonly<Record<string, unknown>>,
  subjects: Readonly<Record<string, Subject>>,
): void {
  const violations = violationsOf(definitionOf(operation).input, input);
  if (violations.length === 0) return;
  const described = new Map(violations.map((violation) => [sentenceFor(violation, subjects), violation]));
  const rules = new Set(violations.flatMap(({ path }) => subjectOf(path, subjects)?.rule ?? []));
  throw ownError('InvalidInput', [...described.keys()].join(' '), {
    ...(rules.size === 0 ? {} : { hint: [...rules].join(' ') }),
    details: {
      violations: violations.map(({ path, constraint }) => ({
        subject: subjectOf(path, subjects)?.label ?? path,
        member: path,
        constraint,
      })),
    },
  });
}

function sentenceFor(
  { path, constraint, value }: Violation,
  subjects: Readonly<Record<string, Subject>>,
): string {
  const subject = subjectOf(path, subjects);
  const shown = value === undefined ? '' : ` ${value}`;
  if (subject === undefined) return `${path}${shown} ${constraint}.`;
  return subject.rule === undefined
    ? `${subject.label}${shown} ${constraint}.`
    : `${subject.label}${shown} is not allowed.`;
}

/** Whose violation it is: the path of a list's or map's element begins with the member's name. */
function subjectOf(path: string, subjects: Readonly<Record<string, Subject>>): Subject | undefined {
  const member = /^\w+/.exec(path)?.[0] ?? '';
  return Object.hasOwn(subjects, member) ? subjects[member] : undefined;
}
