import { type Faults } from './check.js';
import { type ReadDocument } from './read-document.js';

/** The longest JSON that is read, in characters: an account of some 300,000 devices. */
export const MAX_JSON_LENGTH = 128 * 1024 * 1024;
/**
 * The longest YAML that is read, in characters. A tree of nodes is built of it, some fifty times as large, and a
 * second is taken for each megabyte or so.
 */
export const MAX_YAML_LENGTH = 8 * 1024 * 1024;
const BYTE_ORDER_MARK = '\ufeff';

export interface ReadTextOptions {
  /** Whether a text of YAML may hold several documents. */
  readonly several?: boolean;
}

/**
 * Reads a text as JSON where it begins with `{`, else as YAML 1.2.
 *
 * @param faults takes down what makes it not readable as plain values
 * @returns its documents; none where there is a fault
 */
export async function readText(
  given: string,
  faults: Faults,
  { several = false }: ReadTextOptions = {},
): Promise<readonly ReadDocument[]> {
  const text = given.startsWith(BYTE_ORDER_MARK) ? given.slice(1) : given;
  const isJson = /^\s*\{/.test(text.slice(0, 4096));
  const most = isJson ? MAX_JSON_LENGTH : MAX_YAML_LENGTH;
  if (text.length > most) {
    const more = isJson ? '' : `; as JSON, ${String(MAX_JSON_LENGTH)}`;
    const form = isJson ? 'JSON' : 'YAML';
    faults.add(
      [],
      `It has ${String(text.length)} characters of ${form}, of which at most ${String(most)} are read${more}`,
    );
    return [];
  }
  const before = faults.count;
  const documents = isJson
    ? [(await import('./read-json.js')).readJson(text, faults)]
    : (await import('./read-yaml.js')).readYaml(text, faults, several);
  return faults.count > before ? [] : documents.filter((document) => document !== undefined);
}
