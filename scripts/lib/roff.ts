/** What is no ASCII, or means something to roff or to who pastes it (groff_char(7), man-pages(7)). */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': String.raw`\e`,
  '-': String.raw`\-`,
  "'": String.raw`\(aq`,
  '`': String.raw`\(ga`,
  '^': String.raw`\(ha`,
  '~': String.raw`\(ti`,
};

/** A text as roff has it, on as many lines as it has; a line never begins with what would be a request. */
export function roffText(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const escaped = line.replace(
        /[\\\-'`^~]|[^\x20-\x7e]/gu,
        (character) => SPECIAL[character] ?? codePoint(character),
      );
      return /^[.']/.test(escaped) ? String.raw`\&${escaped}` : escaped;
    })
    .join('\n');
}

/** A text as an argument of a macro, which is one line. */
export function roffArgument(text: string): string {
  return `"${roffText(text.replaceAll('\n', ' ')).replaceAll('"', String.raw`\(dq`)}"`;
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return String.raw`\[u${hex}]`;
}
