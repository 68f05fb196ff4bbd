/*
 * YAML 1.2 of plain data, written piece by piece: an account can hold more devices than a general writer, which builds a
 * tree of nodes first, has memory for. What it writes is read alike by YAML 1.1.
 */

/** A text that no reader of YAML takes for anything but a text, and that holds nothing YAML reads as syntax. */
const PLAIN = /^[A-Za-z_/][\w./@+-]*(?: [\w./@+-]+)*$/;
const PLAIN_WITH_COLON = /^[A-Za-z_][\w./@+-]*(?:::?[\w./@+*-]+)+$/;
/** Words that some version of YAML reads as a truth value, as nothing or as a number. */
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|infinity|e[-+]?\d+)$/i;
const MAX_PLAIN_LENGTH = 256;
/** Several lines of which every character stands for itself, the first not beginning with white space. */
const LITERAL =
  /^[^\s](?:[\t\n\x20-\x7e\u00a0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd])*$/;
/** What JSON leaves bare in a text and YAML does not take, or a terminal would act upon. */
const BARE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
const STEP = '  ';

/**
 * Plain data as YAML, the last line ended.
 *
 * @param value what `JSON.stringify` could write: absent members are left out
 */
export function yamlText(value: object): string {
  const lines: string[] = [];
  write(value, '', lines);
  return `${lines.join('\n')}\n`;
}

function write(value: object, indent: string, lines: string[]): void {
  if (Array.isArray(value)) {
    for (const element of value as readonly unknown[]) writeElement(element, indent, lines);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) writeEntry(`${indent}${scalar(name)}:`, member, indent, lines);
  }
}

function writeElement(element: unknown, indent: string, lines: string[]): void {
  if (isCollection(element)) {
    const first = lines.length;
    write(element, indent + STEP, lines);
    lines[first] = `${indent}- ${(lines[first] ?? '').slice(indent.length + STEP.length)}`;
  } else writeEntry(`${indent}-`, element, indent, lines);
}

/** @param start the line so far: a name with its colon, or the mark of a list's element */
function writeEntry(start: string, value: unknown, indent: string, lines: string[]): void {
  if (isCollection(value)) {
    lines.push(start);
    write(value, indent + STEP, lines);
  } else if (typeof value === 'string' && value.includes('\n') && isLiteral(value)) {
    lines.push(`${start} |${value.endsWith('\n') ? '' : '-'}`);
    const text = value.endsWith('\n') ? value.slice(0, -1) : value;
    for (const line of text.split('\n')) lines.push(line === '' ? '' : indent + STEP + line);
  } else lines.push(`${start} ${scalar(value)}`);
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function isLiteral(value: string): boolean {
  return LITERAL.test(value) && !value.endsWith('\n\n');
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return isPlain(value) ? value : quoted(value);
  return JSON.stringify(value); // a number, a truth value, null, or an empty collection
}

function isPlain(text: string): boolean {
  return (
    text.length <= MAX_PLAIN_LENGTH && (PLAIN.test(text) || PLAIN_WITH_COLON.test(text)) && !WORDS.test(text)
  );
}

/** YAML's double quotes have all of JSON's escapes. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    BARE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
