import { dirname, isAbsolute, join } from 'node:path';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { Faults, pathText } from '../../core/model/document/check.js';
import { isSetupAnswers } from '../../core/model/setup-file/format.js';
import { type SetupAnswers, withPaths } from '../../core/model/setup-file/setup-answers.js';
import { printable, quote } from '../../core/text.js';
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

/** @param name as messages call it. @throws WorklinkError `InvalidInput` */
export async function parseAnswers(text: string, name: string): Promise<SetupAnswers> {
  const { parse } = await import('../parse-yaml.js');
  let value: unknown;
  try {
    value = parse(text, { schema: 'core', maxAliasCount: 0 });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
    throw ownError(
      'InvalidInput',
      `The answers in ${quote(name)} are neither YAML nor JSON: ${printable(reason)}`,
      {
        hint: 'docs/setup.md says what they look like.',
        cause,
      },
    );
  }
  const faults = new Faults();
  if (isSetupAnswers(value, faults)) return value;
  throw refused(name, faults);
}

function refused(name: string, { shown, count }: Faults): WorklinkError {
  const faults = shown.map(({ path, message }) => {
    const where = path.length === 0 ? 'the file' : pathText(path);
    return { where, message };
  });
  const said = faults.slice(0, SHOWN).map(({ where, message }) => `${where} ${message}`);
  const more = count > said.length ? ` There are ${String(count - said.length)} more.` : '';
  return ownError('InvalidInput', `The answers in ${quote(name)} are refused: ${said.join('; ')}.${more}`, {
    hint: 'docs/setup.md says what they look like.',
    details: { faults },
  });
}
