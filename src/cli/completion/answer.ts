import { printable } from '../../core/text.js';
import { type Candidate } from './position.js';
import { bashReplacement, type Shell } from './shell-words.js';

/** Descriptions longer than this are cut: a list of candidates is looked over, not read. In characters. */
const DESCRIPTION_LENGTH = 80;
/** Bash lists what there is, and inserts nothing (Bash manual, COMP_TYPE). */
const LISTING = '63';

/** Where an answer goes. */
export interface Asking {
  readonly shell: Shell;
  /** What was typed of the word, with its quotes, as the shell has it. */
  readonly raw: string;
  /** What stands before the value in the same word. */
  readonly before: string;
  /** COMP_WORDBREAKS and COMP_TYPE of bash. */
  readonly breaks: string;
  readonly type: string;
}

/**
 * The candidates as a shell's script takes them: what kind they are, then one to a line. To bash each is what is to be
 * inserted; zsh and fish are given values, and quote them themselves.
 */
export function answerText(candidates: readonly Candidate[], asking: Asking): string {
  const lines = candidates.filter(isHarmless).flatMap((candidate) => lineOf(candidate, asking) ?? []);
  const listed = asking.shell === 'bash' && asking.type === LISTING && lines.length > 1;
  return ['words', ...lines.map(({ text, description }) => lineText(text, description, asking.shell, listed))]
    .map((line) => `${line}\n`)
    .join('');
}

interface Line {
  readonly text: string;
  readonly description: string;
}

function lineOf({ value, description = '' }: Candidate, asking: Asking): Line | undefined {
  const short = printable(description.slice(0, DESCRIPTION_LENGTH)).trim();
  if (asking.shell === 'bash') {
    const text = bashReplacement(asking.before + value, asking.raw, asking.breaks);
    return text === undefined ? undefined : { text, description: short };
  }
  // A candidate of fish is the whole word; zsh sets aside what stands before it.
  return { text: asking.shell === 'fish' ? asking.before + value : value, description: short };
}

function lineText(text: string, description: string, shell: Shell, listed: boolean): string {
  if (description === '') return text;
  if (shell !== 'bash') return `${text}\t${description}`;
  return listed ? `${text}  (${description})` : text;
}

/** A name that is not what it looks like, or is more than one line, is not offered. */
function isHarmless({ value }: Candidate): boolean {
  return value !== '' && printable(value) === value;
}
