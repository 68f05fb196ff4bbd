interface Level {
  readonly path: string;
  /** The keys seen so far in an object; nothing in an array. */
  readonly keys: Set<string> | undefined;
  /** The key whose value is being read, or the index of the element. */
  at: string | number;
}

const WHITE_SPACE = new Set([' ', '\t', '\n', '\r']);

function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index + 1;
}

function skipWhiteSpace(json: string, start: number): number {
  let index = start;
  while (WHITE_SPACE.has(json[index] ?? '')) index += 1;
  return index;
}

function pathTo(level: Level | undefined): string {
  if (level === undefined) return '';
  if (typeof level.at === 'number') return `${level.path}[${level.at}]`;
  return level.path === '' ? level.at : `${level.path}.${level.at}`;
}

/**
 * Finds keys that an object has twice. `JSON.parse` keeps the last and loses the others: a statement's condition,
 * for instance (IAM User Guide, Grammar: elements must not contain multiple instances of the same key).
 *
 * @param json a text that `JSON.parse` accepts
 * @returns the paths of the repeated keys, as `Statement[0].Condition.StringEquals`
 */
export function duplicateKeys(json: string): string[] {
  const found: string[] = [];
  const levels: Level[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const level = levels.at(-1);
    const character = json[index];
    if (character === '{' || character === '[') {
      const isObject = character === '{';
      levels.push({
        path: pathTo(level),
        keys: isObject ? new Set() : undefined,
        at: isObject ? '' : 0,
      });
    } else if (character === '}' || character === ']') {
      levels.pop();
    } else if (character === ',' && typeof level?.at === 'number') {
      level.at += 1;
    } else if (character === '"') {
      const end = endOfString(json, index);
      if (level?.keys !== undefined && json[skipWhiteSpace(json, end)] === ':') {
        level.at = String(JSON.parse(json.slice(index, end)));
        if (level.keys.has(level.at)) found.push(pathTo(level));
        level.keys.add(level.at);
      }
      index = end - 1;
    }
  }
  return found;
}
