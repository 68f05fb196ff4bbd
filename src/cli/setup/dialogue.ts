import { FindingsRefused } from '../../core/admin/findings-refused.js';
import { WorklinkError } from '../../core/errors.js';
import { Asker, type Question } from '../ask.js';
import { findingLine } from '../fields/findings-field.js';
import { type Host } from '../host.js';
import { wrapped } from './screen.js';

/** What is typed to go back, where a text is asked for. No name, path or address is just that. */
export const BACK_TOKEN = '<';
const BACK = '← Back';
const USUAL_COLUMNS = 80;
/** What the prompt puts before a fault. */
const MARK = '  ';

/** Thrown where somebody goes back out of a question: to the beginning of the step. */
export class GoBack extends Error {}

/** Whether an error says what is wrong with an answer, rather than that the program is to stop. */
export function isRefusal(error: unknown): error is WorklinkError {
  return error instanceof WorklinkError && error.code !== 'Interrupted';
}

/** What somebody picks beside what there is to pick. */
export type Way = 'back' | 'later';

/** One of several ways to answer. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** Questions of the wizard: the usual ones, each with a way back. */
export class Dialogue extends Asker {
  constructor(host: Host) {
    super(host, true);
  }

  /** Writes lines above the next question. */
  show(...lines: readonly string[]): void {
    for (const line of lines) {
      const indent = /^\s*(?:[-✓✗]\s|\d+\.\s)?/.exec(line)?.[0].replace(/\S/g, ' ') ?? '';
      this.host.stderr.write(`${wrapped(line, this.#columns, indent)}\n`);
    }
  }

  /** Says why something is refused, with all that was found. */
  showRefusal(error: WorklinkError): void {
    const findings = error instanceof FindingsRefused ? error.findings : [];
    this.show(
      `✗ ${error.message}`,
      ...(error.hint === undefined ? [] : [`  ${error.hint}`]),
      ...findings.slice(1).map((finding) => `- ${findingLine(finding)}`),
    );
  }

  /** Asks for one thing of several. @returns nothing where somebody goes back, or what is asked for is refused, which is said */
  async attempt<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof GoBack) return undefined;
      if (!isRefusal(error)) throw error;
      this.showRefusal(error);
      return undefined;
    }
  }

  get #columns(): number {
    return this.host.stderr.columns ?? USUAL_COLUMNS;
  }

  /** The first question of a step: out of its ways, with those that leave it. @param later how putting it off is called */
  begin<T>(
    message: string,
    choices: readonly Choice<T>[],
    { later, isFirst = false }: { readonly later?: string | undefined; readonly isFirst?: boolean } = {},
  ): Promise<T | Way> {
    return super.choose<T | Way>(message, [
      ...choices,
      ...(later === undefined ? [] : [{ name: later, value: 'later' as const }]),
      ...(isFirst ? [] : [{ name: BACK, value: 'back' as const }]),
    ]);
  }

  /** @throws GoBack */
  override async choose<T>(message: string, choices: readonly Choice<T>[]): Promise<T> {
    const chosen = await super.choose<{ readonly value: T } | undefined>(message, [
      ...choices.map(({ name, value }) => ({ name, value: { value } })),
      { name: BACK, value: undefined },
    ]);
    if (chosen === undefined) throw new GoBack();
    return chosen.value;
  }

  /** @throws GoBack where none is marked */
  override async chooseSeveral<T>(
    message: string,
    choices: readonly (Choice<T> & { readonly checked?: boolean })[],
    most?: number,
  ): Promise<readonly T[]> {
    const chosen = await super.chooseSeveral(`${message} (none: back)`, choices, most, 0);
    if (chosen.length === 0) throw new GoBack();
    return chosen;
  }

  /** @throws GoBack */
  override async required(given: string | undefined, question: Question): Promise<string> {
    const { refuse } = question;
    const answer = await super.required(given, {
      ...question,
      refuse: (text) => {
        const fault = text === BACK_TOKEN ? undefined : refuse?.(text);
        return fault === undefined ? undefined : wrapped(fault, this.#columns - MARK.length, MARK);
      },
    });
    if (answer === BACK_TOKEN) throw new GoBack();
    return answer;
  }

  /** @throws GoBack where nothing is typed */
  override async secret(question: Question): Promise<string> {
    const answer = await super.secret({ ...question, message: `${question.message} (none: back)` });
    if (answer === '') throw new GoBack();
    return answer;
  }

  /** A text. @throws GoBack */
  line(message: string, rest: Omit<Question, 'message' | 'flag'> = {}): Promise<string> {
    return this.required(undefined, { message, flag: '--answers', ...rest });
  }

  /** A text that may be left out. @throws GoBack */
  async optionalLine(
    message: string,
    rest: Omit<Question, 'message' | 'flag'> = {},
  ): Promise<string | undefined> {
    const answer = await this.line(`${message} (Enter: none)`, { ...rest, isOptional: true });
    return answer === '' ? undefined : answer;
  }
}
