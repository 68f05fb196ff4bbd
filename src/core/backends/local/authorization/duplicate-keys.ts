import { type Path } from '../../../model/document/check.js';
import { walkJson } from '../../../model/document/walk-json.js';

/**
 * Finds keys that an object has twice. `JSON.parse` keeps the last and loses the others: a statement's condition,
 * for instance (IAM User Guide, Grammar: elements must not contain multiple instances of the same key).
 *
 * @param json a text that `JSON.parse` accepts
 * @returns the paths of the repeated keys, as `Statement[0].Condition.StringEquals`
 */
export function duplicateKeys(json: string): string[] {
  const found: string[] = [];
  walkJson(json, { repeated: (path) => found.push(dotted(path)) });
  return found;
}

function dotted(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${String(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
