import { quote } from '../../../text.js';
import { type Condition } from './conditions.js';
import { type Operator, parseOperator } from './operators.js';
import { hasVariables, parseTemplate, plainTemplate, type Template } from './templates.js';
import { type WildcardPattern, wildcardPattern } from './wildcards.js';

/** The versions of the policy language. Variables came with the newer. */
export const POLICY_VERSIONS = ['2012-10-17', '2008-10-17'] as const;

export type PolicyVersion = (typeof POLICY_VERSIONS)[number];

/** One statement of a policy. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** In lower case, as actions are not case-sensitive. */
  readonly actions: { readonly negated: boolean; readonly patterns: readonly WildcardPattern[] };
  readonly resources: { readonly negated: boolean; readonly templates: readonly Template[] };
  readonly conditions: readonly Condition[];
}

/** Takes note of a fault: the path of what is wrong, and what is wrong as the rest of a sentence about it. */
export type ReportFault = (path: string, message: string) => void;

const STATEMENT_ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const PRINCIPALS = new Set(['Principal', 'NotPrincipal']);
const SID = /^[A-Za-z0-9]*$/;
/** A service's prefix, a colon, an action's name with wildcards; `*:*` and `*` are all actions of all services. */
const ACTION = /^(?:\*|(?:\*|[A-Za-z0-9-]+):[\w*?./-]+)$/;
const ARN_START = 'arn:';
const ARN_COLONS = 5;

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string or a list of them, each with its path. */
function readStrings(value: unknown, path: string, report: ReportFault): { path: string; text: string }[] {
  const isList = Array.isArray(value);
  const elements: readonly unknown[] = isList ? value : [value];
  if (elements.length === 0) report(path, 'must not be empty');
  return elements.flatMap((element, index) => {
    const at = isList ? `${path}[${index}]` : path;
    if (typeof element === 'string') return [{ path: at, text: element }];
    report(at, 'must be a string');
    return [];
  });
}

/** The one of two elements that is there, with its value: `Action` or `NotAction`. */
function readEither(
  statement: Readonly<Record<string, unknown>>,
  name: 'Action' | 'Resource',
  path: string,
  report: ReportFault,
): { negated: boolean; texts: { path: string; text: string }[] } {
  const negatedName = `Not${name}`;
  const present = [name, negatedName].filter((element) => statement[element] !== undefined);
  if (present.length !== 1) report(path, `must have exactly one of ${name} and ${negatedName}`);
  return {
    negated: present.length === 1 && present[0] === negatedName,
    texts: present.flatMap((element) => readStrings(statement[element], `${path}.${element}`, report)),
  };
}

function readAction(text: string, path: string, report: ReportFault): WildcardPattern {
  if (!ACTION.test(text)) {
    report(
      path,
      `must be a service's prefix, a colon and an action, as worklink:ListFleets, not ${quote(text)}`,
    );
  }
  return wildcardPattern([{ text: text.toLowerCase(), literal: false }]);
}

function readTemplate(text: string, version: PolicyVersion, path: string, report: ReportFault): Template {
  if (version === '2008-10-17') return plainTemplate(text);
  const template = parseTemplate(text);
  if (template === undefined) report(path, `has a malformed policy variable: ${quote(text)}`);
  return template ?? plainTemplate(text);
}

/** Text up to the first variable, in which an ARN's five colons must be where there are variables. */
function textBeforeVariables(template: Template): string {
  const first = template[0];
  return first !== undefined && 'text' in first && !first.literal ? first.text : '';
}

function readResource(text: string, version: PolicyVersion, path: string, report: ReportFault): Template {
  const template = readTemplate(text, version, path, report);
  if (text === '*') return template;
  const colons = textBeforeVariables(template).split(':').length - 1;
  // IAM User Guide, Variables and tags: only what follows an ARN's fifth colon may hold variables.
  if (!text.startsWith(ARN_START)) report(path, `must be '*' or an ARN, not ${quote(text)}`);
  else if (colons < ARN_COLONS && hasVariables(template)) {
    report(path, `must not have a policy variable before an ARN's fifth colon: ${quote(text)}`);
  } else if (colons < ARN_COLONS && !text.includes('*')) {
    report(
      path,
      `must be an ARN of six parts, or have a wildcard for those it leaves out, not ${quote(text)}`,
    );
  }
  return template;
}

function readConditionValue(
  value: unknown,
  operator: Operator,
  version: PolicyVersion,
  path: string,
  report: ReportFault,
): Template {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    report(path, 'must be a string, a number or a boolean');
    return [];
  }
  const text = String(value);
  const { variables, expects } = operator.family;
  const template = variables ? readTemplate(text, version, path, report) : plainTemplate(text);
  if (expects !== undefined && !hasVariables(template) && !expects.test(text)) {
    report(path, `must be ${expects.description}, not ${quote(text)}`);
  }
  return template;
}

function readConditions(
  value: unknown,
  version: PolicyVersion,
  path: string,
  report: ReportFault,
): Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) {
    report(path, 'must be an object of condition operators');
    return [];
  }
  return Object.entries(value).flatMap(([name, keys]) => {
    const at = `${path}.${name}`;
    const operator = parseOperator(name);
    if (operator === undefined) report(at, 'is not a condition operator');
    if (!isObject(keys)) report(at, 'must be an object of condition keys');
    if (operator === undefined || !isObject(keys)) return [];
    return Object.entries(keys).map(([key, given]) => {
      if (key.trim() === '') report(at, 'has an empty condition key');
      const isList = Array.isArray(given);
      const elements: readonly unknown[] = isList ? given : [given];
      const values = elements.map((element, index) =>
        readConditionValue(element, operator, version, `${at}.${key}${isList ? `[${index}]` : ''}`, report),
      );
      return { operator, key, values };
    });
  });
}

function readSid(value: unknown, path: string, report: ReportFault): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && SID.test(value)) return value;
  report(path, 'must be a string of letters A to Z, a to z and digits');
  return undefined;
}

function readEffect(value: unknown, path: string, report: ReportFault): 'Allow' | 'Deny' {
  if (value === 'Allow' || value === 'Deny') return value;
  report(
    path,
    typeof value === 'string' ? `must be Allow or Deny, not ${quote(value)}` : 'must be Allow or Deny',
  );
  return 'Deny';
}

/** Reads a statement as far as it can be read, and reports everything that is wrong with it. */
export function readStatement(
  value: unknown,
  path: string,
  version: PolicyVersion,
  report: ReportFault,
): Statement {
  if (!isObject(value)) {
    report(path, 'must be an object');
    return {
      effect: 'Deny',
      actions: { negated: false, patterns: [] },
      resources: { negated: false, templates: [] },
      conditions: [],
    };
  }
  for (const name of Object.keys(value)) {
    if (PRINCIPALS.has(name)) {
      report(
        `${path}.${name}`,
        'belongs in resource-based policies: the identity that has this policy is its principal',
      );
    } else if (!STATEMENT_ELEMENTS.has(name)) report(`${path}.${name}`, 'is not an element of a statement');
  }
  const sid = readSid(value['Sid'], `${path}.Sid`, report);
  const effect = readEffect(value['Effect'], `${path}.Effect`, report);
  const action = readEither(value, 'Action', path, report);
  const resource = readEither(value, 'Resource', path, report);
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    actions: {
      negated: action.negated,
      patterns: action.texts.map(({ path: at, text }) => readAction(text, at, report)),
    },
    resources: {
      negated: resource.negated,
      templates: resource.texts.map(({ path: at, text }) => readResource(text, version, at, report)),
    },
    conditions: readConditions(value['Condition'], version, `${path}.Condition`, report),
  };
}
