import { printable } from '../../text.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters of a value that a table has room for. */
const CELL_LENGTH = 250;

/** A value from outside as text of a page or of an attribute: no markup, and nothing that hides or turns text around. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly kind: 'number' | 'text' | 'time';
  /** @returns nothing where it is not known */
  readonly read: (row: Row) => string | undefined;
}

/** A table whose first column names its rows. It scrolls by itself where the screen is narrow. */
export function renderHtmlTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const head = columns
    .map(({ title, kind }) => `<th scope="col"${classOf(kind)}>${escapeHtml(title)}</th>`)
    .join('');
  const body = rows.map((row) => {
    const cells = columns.map(({ kind, read }, index) => {
      const value = read(row);
      const text = value === undefined ? 'not known' : escapeHtml(shortened(value));
      const inner = kind === 'text' ? `<bdi>${text}</bdi>` : text;
      return index === 0 ? `<th scope="row">${inner}</th>` : `<td${classOf(kind)}>${inner}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  // What scrolls can be reached by keyboard (WCAG 2.1.1).
  return `<div class="table" role="region" aria-label="${escapeHtml(caption)}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** So much of a value that a row stays a row. */
function shortened(text: string): string {
  return text.length <= CELL_LENGTH
    ? text
    : `${text.slice(0, CELL_LENGTH)}… (${String(text.length)} characters)`;
}

function classOf(kind: Column<never>['kind']): string {
  return ` class="${kind}"`;
}
