import { type LineCounter, type Node } from 'yaml';
import { ownError } from '../../../errors.js';
import { type Faults, type Path } from '../../../model/account-file/check.js';
import { quote } from '../../../text.js';
import { duplicateKeys } from '../authorization/duplicate-keys.js';

/** The longest JSON that is read, in characters: some 300,000 devices. */
export const MAX_JSON_LENGTH = 128 * 1024 * 1024;
/**
 * The longest YAML that is read, in characters. A tree of nodes is built of it, some fifty times as large, and a
 * second is taken for each megabyte or so.
 */
export const MAX_YAML_LENGTH = 8 * 1024 * 1024;
/** How many times YAML's aliases may repeat what they stand for. */
const MAX_ALIASES = 100;
const BYTE_ORDER_MARK = '\ufeff';

/** An account file's text, read as data. */
export interface ReadText {
  readonly value: unknown;
  /** The line of a member, or of the nearest thing around it, from 1; nothing where lines are not known. */
  readonly lineOf: (path: Path) => number | undefined;
}

/**
 * Reads a text as JSON where it begins with `{`, else as YAML 1.2.
 *
 * @param faults takes down what makes it not readable as one plain value
 * @throws WorklinkError `InvalidInput` for what is too large, and for JSON that is none
 */
export async function readText(given: string, faults: Faults): Promise<ReadText> {
  const text = given.startsWith(BYTE_ORDER_MARK) ? given.slice(1) : given;
  if (/^\s*\{/.test(text.slice(0, 4096))) return { value: readJson(text, faults), lineOf: () => undefined };
  if (text.length > MAX_YAML_LENGTH) {
    throw ownError('InvalidInput', `The account file has ${String(text.length)} characters of YAML.`, {
      hint: `At most ${String(MAX_YAML_LENGTH)} are read; as JSON, ${String(MAX_JSON_LENGTH)}.`,
    });
  }
  return readYaml(text, faults);
}

function readJson(text: string, faults: Faults): unknown {
  if (text.length > MAX_JSON_LENGTH) {
    throw ownError('InvalidInput', `The account file has ${String(text.length)} characters.`, {
      hint: `At most ${String(MAX_JSON_LENGTH)} are read.`,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw ownError('InvalidInput', `The account file begins as JSON and is none: ${quote(reason)}`, {
      hint: 'YAML does not begin with a brace here.',
      cause,
    });
  }
  for (const key of duplicateKeys(text)) faults.add([], `${quote(key)} stands there twice`);
  return value;
}

async function readYaml(text: string, faults: Faults): Promise<ReadText> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  try {
    const document = yaml.parseDocument(text, {
      version: '1.2',
      schema: 'core',
      uniqueKeys: true,
      merge: false,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter: lines,
    });
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      faults.add([], `Line ${String(lines.linePos(pos[0]).line)}: ${message}`);
    }
    const value: unknown = faults.isEmpty() ? document.toJS({ maxAliasCount: MAX_ALIASES }) : undefined;
    return { value, lineOf: (path) => lineOf((steps) => document.getIn(steps, true), path, lines) };
  } catch (cause) {
    // Aliases that repeat too much, or nesting too deep for the stack.
    if (!(cause instanceof ReferenceError || cause instanceof RangeError)) throw cause;
    throw ownError('InvalidInput', `The account file cannot be read as YAML: ${cause.message}`, { cause });
  }
}

function lineOf(nodeAt: (path: Path) => unknown, path: Path, lines: LineCounter): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = nodeAt(path.slice(0, length));
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
