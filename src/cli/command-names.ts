import { ownError, type WorklinkError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { quote } from '../core/text.js';

/** What the first words of a command line mean. */
export type Meaning =
  | { readonly kind: 'command'; readonly id: string; readonly argv: readonly string[] }
  /** Words that begin commands and are none: `fleet`. */
  | { readonly kind: 'topic'; readonly name: string }
  | { readonly kind: 'unknown'; readonly words: readonly string[] };

/**
 * Finds the command a command line names: the longest run of its first words that is one.
 * What follows is the command's own, so that a word too many is an argument too many, not an unknown command.
 *
 * @param argv the command line without the program
 * @param ids of the commands there are: `fleet:create`
 */
export function meaningOf(argv: readonly string[], ids: readonly string[]): Meaning {
  const firstFlag = argv.findIndex((word) => word.startsWith('-'));
  const words = firstFlag === -1 ? argv : argv.slice(0, firstFlag);
  for (let count = words.length; count > 0; count -= 1) {
    const id = words.slice(0, count).join(':');
    if (ids.includes(id)) return { kind: 'command', id, argv: argv.slice(count) };
  }
  const name = words.join(':');
  if (name !== '' && ids.some((id) => id.startsWith(`${name}:`))) return { kind: 'topic', name };
  return { kind: 'unknown', words };
}

/** The error for words that name nothing. It suggests, and leaves it at that. */
export function unknownCommand(words: readonly string[], ids: readonly string[]): WorklinkError {
  const typed = words.join(' ');
  const [topic = ''] = words;
  const inTopic = ids.filter((id) => id.startsWith(`${topic}:`));
  const names = (inTopic.length > 0 ? inTopic : [...ids, ...topicsOf(ids)]).map((id) =>
    id.replaceAll(':', ' '),
  );
  // A topic that is nearly right says little of the verb, so both are compared: the whole, and the first word alone.
  const [near = nearest(topic, names)[0]] = nearest(typed, names);
  return ownError('UnknownCommand', `There is no command ${quote(typed)}.`, {
    hint: `${near === undefined ? '' : `Did you mean ${near}? `}See worklink help${inTopic.length > 0 ? ` ${topic}` : ''}.`,
  });
}

/** The first words of all commands that have more than one. */
export function topicsOf(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.flatMap((id) => (id.includes(':') ? [id.slice(0, id.indexOf(':'))] : [])))].sort();
}
