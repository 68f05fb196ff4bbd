import { dirname, isAbsolute, join } from 'node:path';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { Faults, pathText } from '../../core/model/document/check.js';
import { readText } from '../../core/model/document/read-text.js';
import { isSetupAnswers } from '../../core/model/setup-file/format.js';
import { type SetupAnswers, withPaths } from '../../core/model/setup-file/setup-answers.js';
import { quote } from '../../core/text.js';
import { type Host } from '../host.js';
import { readValue } from '../values.js';

/** Faults that a message says; the others are counted. */
const SHOWN = 20;

/**
 * Reads answers from a file: YAML or JSON.
 *
 * @param given a path, or `-` for standard input; relative paths within are meant from the file's folder
 * @throws WorklinkError `NotFound`; `InvalidInput` naming every fault with its place
 */
export async function readAnswersFile(given: string, host: Host): Promise<SetupAnswers> {
  const path = given.replace(/^@/, '');
  const source = path === '-' ? '-' : `@${path}`;
  const answers = await parseAnswers(await readValue(source, host, { flag: '--answers' }), path);
  const folder = path === '-' ? '.' : dirname(path);
  return folder === '.'
    ? answers
    : withPaths(answers, (within) => (isAbsolute(within) ? within : join(folder, within)));
}

/** @param name as messages call it. @throws WorklinkError `InvalidInput` naming every fault with its place */
export async function parseAnswers(text: string, name: string): Promise<SetupAnswers> {
  const faults = new Faults();
  const [document] = await readText(text, faults);
  const value = document?.value;
  if (faults.isEmpty() && isSetupAnswers(value, faults)) return value;
  const positions = document?.positionsOf(faults.shown.map(({ path }) => path));
  const found = faults.shown.map(({ path, message, position }, index) => {
    const at = position ?? positions?.[index];
    return { where: path.length === 0 ? '' : pathText(path), message, ...at };
  });
  throw refused(name, found, faults.count);
}

interface Found {
  readonly where: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

function refused(name: string, found: readonly Found[], count: number): WorklinkError {
  const said = found.slice(0, SHOWN).map(({ where, message, line, column }) => {
    const place = line === undefined ? '' : `line ${String(line)}, column ${String(column ?? 1)}: `;
    return `${place}${where === '' ? '' : `${where} `}${message}`;
  });
  const more = count > said.length ? ` There are ${String(count - said.length)} more.` : '';
  return ownError('InvalidInput', `The answers in ${quote(name)} are refused: ${said.join('; ')}.${more}`, {
    hint: 'docs/setup.md says what they look like.',
    details: { faults: found },
  });
}
