import { stripVTControlCharacters } from 'node:util';
import { counted } from '../../core/text.js';

/** The size of a terminal, in characters. */
export interface ScreenSize {
  readonly rows: number;
  readonly columns: number;
}

/** What a terminal is told (ECMA-48; the alternate screen is xterm's, mode 1049). */
export const ENTER_SCREEN = '\u001b[?1049h';
export const LEAVE_SCREEN = '\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_LINE_END = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/** A list as a screen shows it. */
export interface Frame {
  /** What is watched, and when it was looked at. */
  readonly heading: string;
  /** The latest changes, newest first. */
  readonly changes: readonly string[];
  /** The table's lines, titles first where it has them. */
  readonly table: readonly string[];
}

/**
 * A frame that fits a screen: where it does not, lines of the table are left out from its end, and a last line says how
 * many. Nothing is cut within a line: a long one takes several of the screen's.
 *
 * @returns what to write to have the screen show it, whatever it showed before
 */
export function drawFrame({ heading, changes, table }: Frame, { rows, columns }: ScreenSize): string {
  const top = fitting([heading, ...changes, ''], rows - 1, columns);
  const room = rows - heightOf(top, columns);
  const whole = fitting(table, room, columns);
  const shown = whole.length === table.length ? whole : fitting(table, room - 1, columns);
  const left = table.length - shown.length;
  const last = left === 0 ? [] : [`… ${counted(left, 'more row')}: the screen is too small.`];
  const lines = [...top, ...shown, ...last];
  // Without a line end after the last line, a full screen does not scroll.
  return `${HOME}${lines.map((line) => `${line}${CLEAR_LINE_END}`).join('\n')}${CLEAR_BELOW}`;
}

/** As many of the lines as fit into a height. */
function fitting(lines: readonly string[], height: number, columns: number): readonly string[] {
  let left = height;
  const end = lines.findIndex((line) => (left -= heightOf([line], columns)) < 0);
  return end === -1 ? lines : lines.slice(0, end);
}

function heightOf(lines: readonly string[], columns: number): number {
  const width = Math.max(1, columns);
  return lines.reduce(
    (height, line) => height + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / width)),
    0,
  );
}
