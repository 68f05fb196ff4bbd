import { unreadableBody } from './http-refusal.js';

/**
 * How deep a body may nest. The contract's deepest input has three levels; code that walks a value by recursion must
 * not be led further down than its stack.
 */
const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * Reads a request's body as REST-JSON 1.1 has it: one JSON object in UTF-8, or nothing at all, which is `{}`.
 * Of a key that comes twice the last counts; `__proto__` is a key like any other.
 *
 * @throws HttpRefusal 400 SerializationException
 */
export function parseJsonObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  if (nestsDeeperThan(MAX_DEPTH, body)) {
    throw unreadableBody(`The request body nests deeper than ${MAX_DEPTH} levels.`);
  }
  const value = parse(decodeUtf8(body));
  if (!isRecord(value)) throw unreadableBody('The request body is JSON, but no JSON object.');
  return value;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw unreadableBody('The request body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats pieces of the body: it may hold what belongs in no log.
    throw unreadableBody('The request body is not JSON.');
  }
}

/** Counts brackets outside strings. On what is not JSON the count means nothing, and the parser refuses it anyway. */
function nestsDeeperThan(limit: number, body: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  let escaped = false;
  for (const byte of body) {
    if (escaped) escaped = false;
    else if (inString && byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) inString = !inString;
    else if (!inString && OPENING.has(byte)) depth += 1;
    else if (!inString && CLOSING.has(byte)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
