import { ownError } from '../../../errors.js';
import { type Faults } from '../../../model/document/check.js';
import { quote } from '../../../text.js';
import { duplicateKeys } from '../authorization/duplicate-keys.js';
import { type ReadText } from './read-yaml.js';

/** The longest JSON that is read, in characters: some 300,000 devices. */
export const MAX_JSON_LENGTH = 128 * 1024 * 1024;
/**
 * The longest YAML that is read, in characters. A tree of nodes is built of it, some fifty times as large, and a
 * second is taken for each megabyte or so.
 */
export const MAX_YAML_LENGTH = 8 * 1024 * 1024;
const BYTE_ORDER_MARK = '\ufeff';

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
  const { readYaml } = await import('./read-yaml.js');
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
