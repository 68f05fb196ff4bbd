import { type RequestContext } from './context.js';
import { type Piece } from './wildcards.js';

/** A variable of a policy, to be replaced by the value of a context key. */
export interface Variable {
  readonly key: string;
  /** What stands in where the request does not have the key. */
  readonly fallback?: string;
}

/** Policy text with its variables found. */
export type Template = readonly (Piece | Variable)[];

const OPENING = '${';
/** Characters that mean themselves when written as `${*}`, `${?}`, `${$}`. */
const ESCAPABLE = new Set(['*', '?', '$']);
/** A context key, which may end in the key of a tag. */
const VARIABLE_KEY = /^[\p{L}\p{N}_.:/=+@ -]+$/u;

/** Text in which nothing is a variable, as in policies of version 2008-10-17. */
export function plainTemplate(text: string): Template {
  return [{ text, literal: false }];
}

/** Where the variable that starts at `start` ends: at its first brace outside a quoted default. */
function closingBrace(text: string, start: number): number {
  let quoted = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    else if (character === '}' && !quoted) return index;
  }
  return -1;
}

function readVariable(content: string): Piece | Variable | undefined {
  if (ESCAPABLE.has(content)) return { text: content, literal: true };
  const comma = content.indexOf(',');
  const key = (comma === -1 ? content : content.slice(0, comma)).trim();
  if (!VARIABLE_KEY.test(key)) return undefined;
  if (comma === -1) return { key };
  const quoted = content.slice(comma + 1).trim();
  const isQuoted = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'");
  return isQuoted ? { key, fallback: quoted.slice(1, -1) } : undefined;
}

/**
 * Finds the variables of policy text: `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}`
 * (IAM User Guide, Variables and tags).
 *
 * @returns nothing where something that begins as a variable is not one
 */
export function parseTemplate(text: string): Template | undefined {
  const parts: (Piece | Variable)[] = [];
  let cursor = 0;
  for (let start = text.indexOf(OPENING); start !== -1; start = text.indexOf(OPENING, cursor)) {
    const end = closingBrace(text, start + OPENING.length);
    const variable = end === -1 ? undefined : readVariable(text.slice(start + OPENING.length, end));
    if (variable === undefined) return undefined;
    if (start > cursor) parts.push({ text: text.slice(cursor, start), literal: false });
    parts.push(variable);
    cursor = end + 1;
  }
  if (cursor < text.length || parts.length === 0) parts.push({ text: text.slice(cursor), literal: false });
  return parts;
}

export function hasVariables(template: Template): boolean {
  return template.some((part) => 'key' in part);
}

/**
 * Puts the request's values in the place of variables. They are literal: a `*` in them is no wildcard.
 *
 * @returns nothing where a variable has no value, or more than one, and no default
 */
export function expand(template: Template, context: RequestContext): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const part of template) {
    if ('text' in part) {
      pieces.push(part);
      continue;
    }
    const [value, ...more] = context.get(part.key) ?? [];
    const text = more.length > 0 ? undefined : (value ?? part.fallback);
    if (text === undefined) return undefined;
    pieces.push({ text, literal: true });
  }
  return pieces;
}

/** Expanded text as a plain string, where wildcards mean nothing. */
export function plainText(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
