import { SaxesParser, type SaxesAttributeNS } from 'saxes';
import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { type Position, type XmlAttribute } from './tree.js';

/** Ends a parse from inside one of the parser's handlers; caught by who started it and seen nowhere else. */
export class Refusal extends Error {
  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}

export type StrictParser = SaxesParser<{
  xmlns: true;
  position: boolean;
  forceXMLVersion: true;
  defaultXMLVersion: '1.0';
}>;

/** @param position whether the parser counts lines and columns itself, which costs time */
export function strictParser(position: boolean): StrictParser {
  return new SaxesParser({
    xmlns: true,
    position,
    // XML 1.1 lets control characters in, and the parser takes any other number for 1.1. XML 1.0 (fifth edition, §2.8)
    // has all of 1.x read by the rules of 1.0.
    forceXMLVersion: true,
    defaultXMLVersion: '1.0',
  });
}

// Characters a name may hold but not begin with. The parser looks at the start of the whole name, not of the part behind
// the colon (Namespaces in XML 1.0 §4, NCName).
const NOT_A_NAME_START = /^[-.\d\u00b7\u0300-\u036f\u203f\u2040]/;

/** @throws Refusal where the local part is none */
export function checkName(local: string, name: string, position: Position): void {
  if (!NOT_A_NAME_START.test(local)) return;
  throw new Refusal(malformed(position, `malformed name: ${excerpt(name)}`));
}

/** @throws Refusal where the attribute would be read otherwise elsewhere */
export function readAttribute(attribute: SaxesAttributeNS, position: Position): XmlAttribute {
  const { prefix, local, name, uri, value } = attribute;
  checkName(local, name, position);
  // Namespace names are compared character by character (Namespaces in XML 1.0 §2.3), but the parser trims them:
  // a name with white space around it would be one namespace here and another elsewhere.
  if ((prefix === 'xmlns' || name === 'xmlns') && value !== value.trim())
    throw new Refusal(malformed(position, `white space around the namespace of ${excerpt(name)}`));
  return Object.freeze({ namespace: uri, localName: local, name, value });
}

/** @param reason a clause without its full stop */
export function malformed(position: Position, reason: string): Finding {
  return samlFinding('xml-malformed', position, `The document isn't well-formed XML: ${reason}.`);
}

export function doctypeFinding(position: Position): Finding {
  const message =
    'The document has a document type declaration (DOCTYPE), which can define entities and fetch files.';
  return samlFinding('xml-doctype', position, message);
}
