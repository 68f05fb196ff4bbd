export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A word as it stands on a command line, up to the cursor. */
export interface ShellWord {
  /** What the shell would make of it, nothing being expanded. */
  readonly text: string;
  /** The quote that is open at its end. */
  readonly quote: '"' | "'" | undefined;
  /** Where that quote stands. */
  readonly quoteAt: number;
}

/** In double quotes a backslash is one except before these (POSIX, Shell Command Language, 2.2.3). */
const ESCAPED_IN_DOUBLE_QUOTES: readonly string[] = ['"', '\\', '$', '`'];

/** Reads a word with its quotes and backslashes, as POSIX shells have them. */
export function readShellWord(raw: string): ShellWord {
  let text = '';
  let quote: ShellWord['quote'];
  let quoteAt = -1;
  for (let index = 0; index < raw.length; index += 1) {
    const character = raw.charAt(index);
    const next = raw.charAt(index + 1);
    if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      quoteAt = index;
    } else if (character === quote) {
      quote = undefined;
    } else if (
      character === '\\' &&
      quote !== "'" &&
      next !== '' &&
      (quote === undefined || ESCAPED_IN_DOUBLE_QUOTES.includes(next))
    ) {
      text += next;
      index += 1;
    } else if (!(character === '\\' && quote === undefined)) {
      text += character;
    }
  }
  return { text, quote, quoteAt };
}

/** What needs no escape outside quotes; what is not ASCII means nothing to a shell. */
const NOT_PLAIN = /[^\w./:=@%+,^\u0080-\uffff-]/g;

/**
 * A value as bash is to put it in the place of what was typed.
 *
 * Bash replaces what follows the open quote, else what follows the last character that breaks words for it.
 *
 * @param raw what was typed of the word, up to the cursor
 * @param breaks the characters that break words: COMP_WORDBREAKS
 * @returns none where it cannot be written there
 */
export function bashReplacement(value: string, raw: string, breaks: string): string | undefined {
  const { quote, quoteAt } = readShellWord(raw);
  const start = quote === undefined ? afterLastBreak(raw, breaks) : quoteAt;
  const kept = readShellWord(raw.slice(0, start)).text;
  if (!value.startsWith(kept)) return undefined;
  const rest = value.slice(kept.length);
  if (quote === "'") return rest.replaceAll("'", String.raw`'\''`);
  // In double quotes an exclamation mark cannot be escaped: an interactive bash would put history in its place.
  if (quote === '"') return rest.includes('!') ? undefined : rest.replace(/["\\$`]/g, String.raw`\$&`);
  return rest.replace(NOT_PLAIN, String.raw`\$&`);
}

/** Where, outside quotes and not escaped, the last of the breaking characters ends. */
function afterLastBreak(raw: string, breaks: string): number {
  let end = 0;
  for (let index = 0; index < raw.length; index += 1) {
    const isBreak = breaks.includes(raw.charAt(index)) && !/[\s"'\\]/.test(raw.charAt(index));
    const before = readShellWord(raw.slice(0, index));
    if (isBreak && before.quote === undefined && !/(?:^|[^\\])(?:\\\\)*\\$/.test(raw.slice(0, index)))
      end = index + 1;
  }
  return end;
}
