import { LineCounter, type Node, parseDocument } from 'yaml';
import { ownError } from '../../../errors.js';
import { type Faults, type Path } from '../../../model/document/check.js';

/** How many times YAML's aliases may repeat what they stand for. */
const MAX_ALIASES = 100;

/** An account file's text, read as data. */
export interface ReadText {
  readonly value: unknown;
  /** The line of a member, or of the nearest thing around it, from 1; nothing where lines are not known. */
  readonly lineOf: (path: Path) => number | undefined;
}

/**
 * Reads a text as one document of YAML 1.2.
 *
 * @param faults takes down what makes it not readable as one plain value
 * @throws WorklinkError `InvalidInput` where it repeats or nests without end
 */
export function readYaml(text: string, faults: Faults): ReadText {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
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
