import { type Path } from './check.js';

/** Who is told of what a JSON text holds, in its order. Paths are good until the call returns. */
export interface JsonVisitor {
  /** A value begins; for a member of an object, its key does. */
  readonly value?: (path: Path, offset: number) => void;
  /** A key that its object has already. `JSON.parse` keeps the last of its values and loses the others. */
  readonly repeated?: (path: Path, offset: number) => void;
}

/** What may come next. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'comma-or-end' | 'end-of-text';

interface Level {
  readonly closing: ']' | '}';
  /** The keys seen so far in an object; nothing in an array. */
  readonly keys: Set<string> | undefined;
}

const WHITE_SPACE = /[\t\n\r ]*/y;
const COLON = /[\t\n\r ]*:/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** What ends a run of characters that stand for themselves (RFC 8259 §7). */
const SPECIAL = /["\\\u0000-\u001f]/g;

/**
 * Walks through a text as JSON (RFC 8259), without recursion.
 *
 * @returns where it stops being JSON; nothing where all of it is
 */
export function walkJson(text: string, visitor: JsonVisitor): number | undefined {
  const levels: Level[] = [];
  const path: (string | number)[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = after(WHITE_SPACE, text, at) ?? at;
    const level = levels.at(-1);
    const character = text[at];
    if (character === undefined) return expected === 'end-of-text' ? undefined : at;
    if (character === level?.closing && expected !== 'value' && expected !== 'key') {
      levels.pop();
      path.pop();
      expected = levels.length === 0 ? 'end-of-text' : 'comma-or-end';
      at += 1;
    } else if (expected === 'comma-or-end' && character === ',') {
      expected = level?.keys === undefined ? 'value' : 'key';
      at += 1;
      // The next element; a key will take the place of the last one.
      const last = path.pop();
      path.push(typeof last === 'number' ? last + 1 : '');
    } else if (expected === 'key' || expected === 'key-or-end') {
      const end = endOfString(text, at);
      if (end === undefined || end < 0) return end === undefined ? at : -end;
      const key = String(JSON.parse(text.slice(at, end)));
      path[path.length - 1] = key;
      visitor.value?.(path, at);
      if (level?.keys?.has(key) === true) visitor.repeated?.(path, at);
      level?.keys?.add(key);
      const colon = after(COLON, text, end);
      if (colon === undefined) return after(WHITE_SPACE, text, end) ?? end;
      at = colon;
      expected = 'value';
    } else if (expected === 'value' || expected === 'value-or-end') {
      if (level?.keys === undefined) visitor.value?.(path, at);
      if (character === '{' || character === '[') {
        const isObject = character === '{';
        levels.push({ closing: isObject ? '}' : ']', keys: isObject ? new Set() : undefined });
        path.push(isObject ? '' : 0);
        expected = isObject ? 'key-or-end' : 'value-or-end';
        at += 1;
      } else {
        const end = character === '"' ? endOfString(text, at) : after(SCALAR, text, at);
        if (end === undefined || end < 0) return end === undefined ? at : -end;
        at = end;
        expected = levels.length === 0 ? 'end-of-text' : 'comma-or-end';
      }
    } else return at;
  }
}

/** Where a match that begins at an offset ends. */
function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Where a string ends; the negated place of what is wrong in it; nothing where none begins. */
function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  let at = start + 1;
  for (;;) {
    SPECIAL.lastIndex = at;
    const special = SPECIAL.exec(text);
    if (special === null) return -text.length;
    if (special[0] === '"') return special.index + 1;
    const end = after(ESCAPE, text, special.index);
    if (end === undefined) return -special.index;
    at = end;
  }
}
