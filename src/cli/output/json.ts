// What JSON leaves bare and a terminal acts on: DEL and C1 controls, bidirectional and other invisible controls.
// None of them can stand outside a string, so escaping them keeps the document the same.
const BARE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A value as an indented JSON document, without a line end. Dates are ISO 8601 UTC. */
export function renderJson(value: unknown): string {
  return escapeBare(JSON.stringify(value ?? null, undefined, 2));
}

/** An element of an array that is written piece by piece, indented one step. */
export function renderJsonElement(value: unknown): string {
  return `  ${renderJson(value).replaceAll('\n', '\n  ')}`;
}

/** A value as a JSON document on one line, ended (NDJSON). */
export function renderJsonLine(value: unknown): string {
  return `${escapeBare(JSON.stringify(value ?? null))}\n`;
}

/** A value as other programs will read it: what its JSON says and no more. */
export function asJsonData(value: unknown): unknown {
  const data: unknown = JSON.parse(JSON.stringify(value ?? null));
  return data;
}

function escapeBare(json: string): string {
  return json.replace(BARE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
