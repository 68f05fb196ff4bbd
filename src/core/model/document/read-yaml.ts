import { Composer, type Document, isAlias, isMap, isNode, isScalar, isSeq, Lexer, Parser, visit } from 'yaml';
import { quote } from '../../text.js';
import { type Faults, type Path } from './check.js';
import { Lines } from './position.js';
import { type ReadDocument } from './read-document.js';

/** How many aliases a document may have, and how many times one may repeat what it stands for. */
const MAX_ALIASES = 100;
/** Far more than a text of such a length has that people or programs write. */
const MAX_TOKENS = 3_000_000;
const MAX_DEPTH = 100;
const MAX_DOCUMENTS = 1_000;

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  // The package compares every key with every other one.
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

type Composed = Document.Parsed;

/** A text that asks for more work than it is worth. */
class Refused extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/**
 * Reads a text as YAML 1.2: one document, or several.
 *
 * @param faults takes down what makes it not readable as plain values, also that it repeats or nests without end
 */
export function readYaml(text: string, faults: Faults, several: boolean): readonly ReadDocument[] {
  const lines = new Lines(text);
  const addAt = (offset: number, message: string): void => {
    faults.addAt(lines.at(offset), message);
  };
  try {
    const documents = composed(text, addAt);
    const [first, second] = documents;
    if (second !== undefined && !several)
      addAt(second.range[0], 'A second document begins, and one is read.');
    for (const document of documents) judge(document, addAt);
    if (!faults.isEmpty()) return [];
    const filled = documents.filter(({ contents }) => !(isScalar(contents) && contents.source === ''));
    return (filled.length === 0 && first !== undefined ? [first] : filled).map((document) => ({
      value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
      positionsOf: (paths) => paths.map((path) => lines.at(offsetOf(document, path))),
    }));
  } catch (cause) {
    if (cause instanceof Refused) addAt(cause.offset, cause.message);
    // Aliases that repeat too much, or nesting too deep for the stack.
    else if (cause instanceof ReferenceError || cause instanceof RangeError)
      addAt(0, `It cannot be read as YAML: ${cause.message}`);
    else throw cause;
    return [];
  }
}

function composed(text: string, addAt: (offset: number, message: string) => void): readonly Composed[] {
  const documents: Composed[] = [];
  for (const document of new Composer(OPTIONS).compose(tokensOf(text), true, text.length)) {
    if (documents.length === MAX_DOCUMENTS)
      throw new Refused(`There are more than ${String(MAX_DOCUMENTS)} documents.`, document.range[0]);
    for (const { message, pos } of [...document.errors, ...document.warnings]) addAt(pos[0], message);
    documents.push(document);
  }
  return documents;
}

/** The parts of a text, as long as they are not too many and not nested too deep: a tree is built of them. */
function* tokensOf(text: string): ReturnType<Parser['parse']> {
  const parser = new Parser();
  let count = 0;
  let depth = 0;
  let onLine = 0;
  for (const source of new Lexer().lex(text)) {
    count += 1;
    if (source === '[' || source === '{') depth += 1;
    else if (source === ']' || source === '}') depth -= 1;
    else if (source === '-' || source === '?') onLine += 1;
    else if (source.includes('\n')) onLine = 0;
    if (count > MAX_TOKENS) throw new Refused('It has too many parts.', parser.offset);
    if (depth > MAX_DEPTH || onLine > MAX_DEPTH) throw new Refused('It is nested too deep.', parser.offset);
    yield* parser.next(source);
  }
  yield* parser.end();
}

/** What would make the data another than a reader sees, or more than it seems. */
function judge(document: Composed, addAt: (offset: number, message: string) => void): void {
  let aliases = 0;
  visit(document, {
    Alias: (_, { range }) => {
      aliases += 1;
      if (aliases > MAX_ALIASES)
        throw new Refused(`There are more than ${String(MAX_ALIASES)} aliases.`, range?.[0] ?? 0);
    },
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = nameOf(key);
        if (name === undefined) continue;
        if (seen.has(name)) addAt(offsetIn(key) ?? 0, `${quote(name)} stands there twice`);
        seen.add(name);
      }
    },
  });
}

/** Where a path leads in a document, as far as it does: to a member's key, or an element. */
function offsetOf({ contents, range }: Composed, path: Path): number {
  let node: unknown = contents;
  let offset = offsetIn(contents) ?? range[0];
  for (const step of path) {
    const [found, value] = stepInto(node, step);
    if (found === undefined || isAlias(node)) break;
    offset = offsetIn(found) ?? offset;
    node = value;
  }
  return offset;
}

/** @returns what marks the place of a step, and what is there */
function stepInto(node: unknown, step: string | number): readonly [unknown, unknown] {
  if (isSeq(node) && typeof step === 'number') return [node.items[step], node.items[step]];
  const pair = isMap(node) ? node.items.find(({ key }) => nameOf(key) === step) : undefined;
  return [pair?.key, pair?.value];
}

/** What a plain object calls a key. */
function nameOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  const { value } = key;
  if (value === null) return '';
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? String(value) : undefined;
}

function offsetIn(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
