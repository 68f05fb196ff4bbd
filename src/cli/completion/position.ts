import { type Command } from '@oclif/core';
import { type Meaning, meaningOfArgument, meaningOfFlag } from './meanings.js';

/** What is known of a command without loading it. */
export type KnownCommand = Pick<Command.Cached, 'id' | 'hidden' | 'summary' | 'flags' | 'args'>;
type KnownFlag = KnownCommand['flags'][string];

/** Something that can be typed in a place. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** What can stand where the cursor is. */
export interface Position {
  /** What is certain. */
  readonly candidates: readonly Candidate[];
  /** What has to be looked up. */
  readonly meaning?: Meaning;
  /** What stands before the value in the same word: `--fleet=`. */
  readonly before: string;
  /** The value as far as it is typed. */
  readonly typed: string;
  /** The command it is in, by id. */
  readonly command?: string;
  /** Values of the flags that stand before, by name; of a switch `true`. */
  readonly given: ReadonlyMap<string, string>;
  /** The arguments that stand before, in order, each with the name it has in the command. */
  readonly args: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Finds what can stand where the cursor is.
 *
 * @param words complete ones before it, without the program
 * @param current what is typed of the word at the cursor
 * @param topics what topics are about, by id
 */
export function positionOf(
  words: readonly string[],
  current: string,
  commands: readonly KnownCommand[],
  topics: Readonly<Record<string, { readonly description?: string }>> = {},
): Position {
  const shown = commands.filter(({ hidden }) => !hidden);
  const firstFlag = words.findIndex((word) => word.startsWith('-'));
  const names = firstFlag === -1 ? words : words.slice(0, firstFlag);
  for (let count = names.length; count > 0; count -= 1) {
    const command = shown.find(({ id }) => id === names.slice(0, count).join(':'));
    if (command !== undefined) return inCommand(command, words.slice(count), current);
  }
  const candidates = firstFlag === -1 ? nextWords(names, shown, topics) : [];
  return { candidates, before: '', typed: current, given: new Map(), args: [] };
}

/** The words that can come after others in the name of a topic or command. */
export function nextWords(
  words: readonly string[],
  commands: readonly KnownCommand[],
  topics: Readonly<Record<string, { readonly description?: string }>>,
): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { id, summary } of commands) {
    const parts = id.split(':');
    const value = parts[words.length];
    if (value === undefined || !words.every((word, index) => word === parts[index])) continue;
    const topic = parts.slice(0, words.length + 1).join(':');
    const description = topic === id ? summary : topics[topic]?.description;
    if (topic === id || !found.has(value)) found.set(value, candidate(value, description));
  }
  return [...found.values()];
}

function inCommand(command: KnownCommand, words: readonly string[], current: string): Position {
  const flags = Object.values(command.flags).filter(({ hidden }) => hidden !== true);
  const args = Object.values(command.args);
  const given = new Map<string, string>();
  const before: { name: string; value: string }[] = [];
  let flagsEnd = false;
  let open: KnownFlag | undefined;
  for (const word of words) {
    if (open !== undefined) {
      given.set(open.name, word);
      open = undefined;
    } else if (!flagsEnd && word === '--') {
      flagsEnd = true;
    } else if (!flagsEnd && word.startsWith('-') && word !== '-') {
      open = noteFlag(word, flags, given);
    } else {
      const arg = args[before.length] ?? args.at(-1);
      before.push({ name: arg?.name ?? '', value: word });
    }
  }
  const position = { before: '', typed: current, command: command.id, given, args: before };
  if (open !== undefined) return { ...position, ...valueOf(command.id, open) };
  if (!flagsEnd && current.startsWith('-'))
    return { ...position, ...atFlag(command.id, flags, current, given) };
  const last = args.at(-1);
  const arg = args[before.length] ?? (last?.multiple === true ? last : undefined);
  if (arg === undefined) {
    const wanted = flagsEnd || current !== '' ? [] : flagCandidates(flags, given);
    return { ...position, candidates: wanted };
  }
  const meaning = meaningOfArgument(command.id, arg.name);
  return {
    ...position,
    candidates: (arg.options ?? []).map((option) => candidate(option)),
    ...(meaning === undefined ? {} : { meaning }),
  };
}

/** Notes a flag that was given. @returns it, where its value is yet to come */
function noteFlag(
  word: string,
  flags: readonly KnownFlag[],
  given: Map<string, string>,
): KnownFlag | undefined {
  const equals = word.indexOf('=');
  const typed = equals === -1 ? word : word.slice(0, equals);
  const flag = typed.startsWith('--')
    ? flags.find(({ name }) => typed === `--${name}` || typed === `--no-${name}`)
    : flags.find(({ char }) => char !== undefined && word.startsWith(`-${char}`));
  if (flag === undefined) return undefined;
  if (flag.type === 'boolean') {
    given.set(flag.name, 'true');
    return undefined;
  }
  const value = typed.startsWith('--')
    ? equals === -1
      ? ''
      : word.slice(equals + 1)
    : word.slice(2).replace(/^=/, '');
  if (value === '' && equals === -1) return flag;
  given.set(flag.name, value);
  return undefined;
}

function atFlag(
  command: string,
  flags: readonly KnownFlag[],
  current: string,
  given: ReadonlyMap<string, string>,
): Pick<Position, 'candidates' | 'meaning' | 'before' | 'typed'> {
  const equals = current.startsWith('--') ? current.indexOf('=') : -1;
  if (equals === -1) return { candidates: flagCandidates(flags, given), before: '', typed: current };
  const flag = flags.find(({ name, type }) => type === 'option' && current.slice(0, equals) === `--${name}`);
  const place = { before: current.slice(0, equals + 1), typed: current.slice(equals + 1) };
  return flag === undefined ? { ...place, candidates: [] } : { ...place, ...valueOf(command, flag) };
}

/** The flags that can still be given. */
function flagCandidates(
  flags: readonly KnownFlag[],
  given: ReadonlyMap<string, string>,
): readonly Candidate[] {
  return flags
    .filter((flag) => !given.has(flag.name) || (flag.type === 'option' && flag.multiple === true))
    .flatMap((flag) => [
      candidate(`--${flag.name}`, flag.summary),
      ...(flag.type === 'boolean' && flag.allowNo ? [candidate(`--no-${flag.name}`, flag.summary)] : []),
    ]);
}

function valueOf(command: string, flag: KnownFlag): Pick<Position, 'candidates' | 'meaning'> {
  const meaning = meaningOfFlag(command, flag);
  // The outputs there are, files may add to.
  const options = flag.type === 'option' && meaning !== 'output' ? (flag.options ?? []) : [];
  return {
    candidates: options.map((option) => candidate(option)),
    ...(meaning === undefined ? {} : { meaning }),
  };
}

function candidate(value: string, description?: string): Candidate {
  return { value, ...(description === undefined ? {} : { description }) };
}
