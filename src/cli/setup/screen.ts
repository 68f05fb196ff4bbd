import { printable } from '../../core/text.js';

/** A screen narrower than this is written past: words would be all that is on a line. */
const NARROWEST = 40;
const USUAL = 80;

/**
 * A text in lines that a screen holds, broken between words. What is longer than a line, such as an ARN, is left whole.
 *
 * @param indent stands before every line but the first
 */
export function wrapped(text: string, columns = USUAL, indent = ''): string {
  const width = Math.max(NARROWEST, columns) - 1;
  const lines: string[] = [];
  const [, start = '', rest = ''] = /^(\s*)(.*)$/s.exec(printable(text)) ?? [];
  let line = start;
  for (const word of rest.split(' ')) {
    const longer = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    if (longer.length <= width || line.trim() === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = `${indent}${word}`;
  }
  return [...lines, line].join('\n');
}
