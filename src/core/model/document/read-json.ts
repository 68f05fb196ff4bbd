import { quote } from '../../text.js';
import { type Faults, type Path } from './check.js';
import { Lines, type Position } from './position.js';
import { type ReadDocument } from './read-document.js';
import { walkJson } from './walk-json.js';

/**
 * Reads a text as JSON.
 *
 * @param faults takes down what makes it not readable as one plain value
 */
export function readJson(text: string, faults: Faults): ReadDocument | undefined {
  let lines: Lines | undefined;
  const positionAt = (offset: number): Position => (lines ??= new Lines(text)).at(offset);
  const end = walkJson(text, {
    repeated: (path, offset) => {
      faults.addAt(positionAt(offset), `${quote(String(path.at(-1)))} stands there twice`);
    },
  });
  if (end !== undefined) {
    const found = end >= text.length ? 'the text ends' : `there is ${quote(text.slice(end, end + 20))}`;
    faults.addAt(positionAt(end), `This begins as JSON and is none: ${found}.`);
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  return {
    value,
    positionsOf: (paths) => offsetsOf(text, paths).map((offset) => positionAt(offset)),
  };
}

/** Where values begin, or the nearest thing around them that is there: one pass, whatever the number of paths. */
function offsetsOf(text: string, paths: readonly Path[]): readonly number[] {
  const prefixes = (path: Path): readonly Path[] =>
    path.map((_, index) => path.slice(0, path.length - index));
  const lastSteps = new Set(paths.flat());
  const offsets = new Map<string, number | undefined>(
    paths.flatMap(prefixes).map((path) => [keyOf(path), undefined]),
  );
  let start = 0;
  walkJson(text, {
    value: (path, offset) => {
      const last = path.at(-1);
      if (last === undefined) start = offset;
      else if (lastSteps.has(last)) {
        const key = keyOf(path);
        if (offsets.has(key)) offsets.set(key, offset);
      }
    },
  });
  return paths.map((path) => {
    for (const prefix of prefixes(path)) {
      const offset = offsets.get(keyOf(prefix));
      if (offset !== undefined) return offset;
    }
    return start;
  });
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
