import { ownError, type WorklinkError } from '../core/errors.js';
import { printable, quote } from '../core/text.js';
import { type Host, isSwitchedOn } from './host.js';

const USUAL_ROWS = 24;
/** The question, its keys, and what was said before it. */
const ROWS_AROUND_A_LIST = 8;
const SHORTEST_PAGE = 5;

/** A question about a value that was not given. */
export interface Question {
  /** What is asked, without a colon. */
  readonly message: string;
  /** How the value is given without being asked: `NAME`, `--fleet`. */
  readonly flag: string;
  /** Taken where nothing is typed. */
  readonly initial?: string | undefined;
  /** Whether nothing is an answer, too: an empty text. */
  readonly isOptional?: boolean;
  /** @returns what is wrong with an answer, or nothing */
  readonly refuse?: (answer: string) => string | undefined;
}

/** A step that cannot be taken back. */
export interface Confirmation {
  readonly message: string;
  /** The flag that says yes beforehand. */
  readonly flag: string;
}

/** Puts questions to the person at the terminal, where there is one. */
export class Asker {
  /** @param allowed whether questions are wanted: neither `--no-input` nor JSON output */
  constructor(
    protected readonly host: Host,
    private readonly allowed: boolean,
  ) {}

  /** Whether anybody can be asked. */
  get canAsk(): boolean {
    const { stdin, stderr, env } = this.host;
    return this.allowed && stdin.isTTY === true && stderr.isTTY === true && !isSwitchedOn(env['CI']);
  }

  /**
   * The value given, else the person's answer.
   *
   * @throws WorklinkError `Usage` naming the flag where nobody can be asked
   */
  async required(given: string | undefined, question: Question): Promise<string> {
    const { message, flag, initial, isOptional = false, refuse } = question;
    if (given !== undefined && given !== '') return given;
    if (given === '') throw ownError('Usage', `${flag} is empty.`, { hint: `Give ${flag} a value.` });
    if (!this.canAsk)
      throw ownError('Usage', `Missing ${flag}.`, { hint: `Nobody can be asked here: give ${flag}.` });
    const judge = (answer: string) =>
      answer !== '' ? refuse?.(answer) : isOptional ? undefined : 'A value is needed.';
    return this.prompt('input', message, judge, initial);
  }

  /** A secret, never shown: typed at the terminal. @throws WorklinkError `AnswerRequired` where nobody can be asked */
  async secret({ message, flag }: Question): Promise<string> {
    if (!this.canAsk) throw answerRequired(message, flag);
    return this.prompt('password', message);
  }

  /**
   * One of several, picked from a list. Ask only where {@link canAsk}.
   *
   * @param choices what there is, each with the line that stands for it
   */
  async choose<T>(
    message: string,
    choices: readonly { readonly name: string; readonly value: T }[],
  ): Promise<T> {
    const ask = await this.promptModule();
    const answers = await ask<{ answer: number }>([
      {
        type: 'select',
        name: 'answer',
        message: printable(message),
        pageSize: this.pageSize,
        choices: choices.map(({ name }, value) => ({ name: printable(name), value })),
      },
    ]);
    const chosen = choices[answers.answer];
    if (chosen === undefined) throw declined();
    return chosen.value;
  }

  /**
   * One or more of several, marked in a list. Ask only where {@link canAsk}.
   *
   * @param choices what there is, each with the line that stands for it, and whether it is marked to begin with
   * @param most how many may be chosen
   * @param least how many must be chosen
   */
  async chooseSeveral<T>(
    message: string,
    choices: readonly { readonly name: string; readonly value: T; readonly checked?: boolean }[],
    most = Number.POSITIVE_INFINITY,
    least = 1,
  ): Promise<readonly T[]> {
    const ask = await this.promptModule();
    const { answer } = await ask<{ answer: readonly number[] }>([
      {
        type: 'checkbox',
        name: 'answer',
        message: printable(message),
        required: least > 0,
        pageSize: this.pageSize,
        validate: (marked: readonly unknown[]) => marked.length <= most || `Choose at most ${String(most)}.`,
        choices: choices.map(({ name, checked = false }, value) => ({
          name: printable(name),
          value,
          checked,
        })),
      },
    ]);
    return choices.filter((_, index) => answer.includes(index)).map(({ value }) => value);
  }

  /**
   * Goes on only with a yes.
   *
   * @param given whether the flag already says yes
   * @throws WorklinkError `AnswerRequired` where nobody can be asked, `Declined` where the answer is no
   */
  async confirm(given: boolean, { message, flag }: Confirmation): Promise<void> {
    if (given) return;
    if (!this.canAsk) throw answerRequired(message, flag);
    const answer = await this.prompt('input', `${message} (y/N)`);
    if (!['y', 'yes'].includes(answer.toLowerCase())) throw declined();
  }

  /**
   * Goes on only where the name of what is to be destroyed was typed.
   *
   * @param given the name as the flag has it
   * @throws WorklinkError `AnswerRequired` where nobody can be asked, `Declined` where the name is another
   */
  async confirmByName(
    given: string | undefined,
    expected: string,
    { message, flag }: Confirmation,
  ): Promise<void> {
    if (given === undefined && !this.canAsk) throw answerRequired(message, `${flag} ${expected}`);
    const answer = given ?? (await this.prompt('input', `${message} Type ${quote(expected)} to go on`));
    if (answer !== expected) {
      throw given === undefined
        ? declined()
        : ownError('Declined', `${flag} is ${quote(given)}, not ${quote(expected)}.`, {
            hint: `Nothing was changed. To go on, give ${flag} ${printable(expected)}.`,
          });
    }
  }

  /** Lists page where the terminal is too low for all they hold. */
  private get pageSize(): number {
    const { rows = USUAL_ROWS } = this.host.stderr;
    return Math.max(SHORTEST_PAGE, rows - ROWS_AROUND_A_LIST);
  }

  private async promptModule() {
    const { default: inquirer } = await import('inquirer');
    const { stdin, stderr, signal } = this.host;
    signal.throwIfAborted();
    return inquirer.createPromptModule({ input: stdin, output: stderr, signal });
  }

  private async prompt(
    type: 'input' | 'password',
    message: string,
    refuse?: (answer: string) => string | undefined,
    initial?: string,
  ): Promise<string> {
    const ask = await this.promptModule();
    const answers = await ask<{ answer: string }>([
      {
        type,
        name: 'answer',
        message: printable(message),
        ...(initial !== undefined && { default: initial }),
        validate: (answer: string) => refuse?.(answer.trim()) ?? true,
      },
    ]);
    return type === 'password' ? answers.answer : answers.answer.trim();
  }
}

function answerRequired(message: string, flag: string): WorklinkError {
  return ownError('AnswerRequired', `${message} Nobody can be asked here.`, {
    hint: `To go on, give ${flag}.`,
  });
}

function declined(): WorklinkError {
  return ownError('Declined', 'Nothing was changed.');
}
