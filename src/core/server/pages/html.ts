/** HTML that is safe to write: made by {@link html} alone. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = string | number | Html | undefined | readonly Html[];

/**
 * A template of HTML in which every value is text, and escaped, unless it is HTML itself. Attributes are to be in double quotes.
 * Undefined writes nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const pieces = values.map((value, index) => `${written(value)}${strings[index + 1] ?? ''}`);
  return new Html(`${strings[0] ?? ''}${pieces.join('')}`);
}

function written(value: Piece): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeHtml(String(value));
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text fit for content and for attributes in quotes (HTML Living Standard §13.3). Controls have no place in HTML at all. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
