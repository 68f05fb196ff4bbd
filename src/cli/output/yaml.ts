import { Document, Scalar, visit } from 'yaml';
import { asJsonData } from './json.js';

// As in JSON, and lone surrogates with it; line ends and tabs are YAML's own to treat.
const BARE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** A value as a YAML 1.2 document, the last line ended. Dates are ISO 8601 UTC strings. */
export function renderYaml(value: unknown): string {
  const document = new Document(asJsonData(value));
  visit(document, {
    Scalar: (_, node) => {
      // Only a double-quoted scalar can hold escapes.
      if (typeof node.value === 'string' && node.value.search(BARE) !== -1) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .replace(BARE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
