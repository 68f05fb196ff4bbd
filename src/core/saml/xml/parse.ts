import { type SaxesTagNS } from 'saxes';
import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding, type SamlFindingId } from '../findings.js';
import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.js';
import { DOCUMENT_START, PositionIndex } from './position.js';
import {
  checkName,
  doctypeFinding,
  malformed,
  readAttribute,
  Refusal,
  type StrictParser,
  strictParser,
} from './strict-parser.js';
import { type Position, type XmlElement } from './tree.js';

export type ParsedXml =
  | { readonly root: XmlElement; readonly findings: readonly [] }
  | { readonly root: undefined; readonly findings: readonly [Finding] };

/** An element while its children still come. */
interface OpenElement extends Omit<XmlElement, 'children' | 'text' | 'content' | 'end'> {
  readonly content: (XmlElement | string)[];
}

/** A scheme in front (RFC 3986 §3.1). */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:/;

const DOCTYPE = '<!DOCTYPE';
/**
 * Parses a document into a tree: well-formed XML 1.0 with namespaces, or one finding that says what isn't and where.
 * Never throws. A document type declaration is refused where it begins, so that there are no entities but XML's own five
 * and nothing to fetch. Comments and processing instructions are left out.
 * @param text without byte-order mark
 * @param style `plain` refuses what a message between machines never holds and readers disagree about: comments, CDATA
 * sections, processing instructions, and namespaces that aren't absolute
 * @param origin where the text begins, where it was taken out of a longer one
 */
export function parseXml(
  text: string,
  limits: XmlLimits = DEFAULT_XML_LIMITS,
  style: 'any' | 'plain' = 'any',
  origin: Position = DOCUMENT_START,
): ParsedXml {
  const positions = new PositionIndex(text, origin);
  if (text.startsWith('\ufeff')) {
    // The parser would skip it, although it is a character like any other once the document is decoded.
    return refused(malformed(positions.at(0), 'a byte-order mark follows another'));
  }
  const doctype = doctypeInProlog(text);
  if (doctype !== -1) return refused(doctypeFinding(positions.at(doctype)));
  const parser = strictParser(false);
  const builder = new TreeBuilder(parser, text, positions, limits);
  if (style === 'plain') builder.refuseWhatIsNotPlain();
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refusal) return refused(error.finding);
    // The parser throws on a few inputs it has no state for.
    return refused(samlFinding('xml-malformed', builder.here(), "The document isn't well-formed XML."));
  }
  if (builder.root !== undefined) return { root: builder.root, findings: [] };
  return refused(malformed(builder.here(), 'it has no root element'));
}

class TreeBuilder {
  root: XmlElement | undefined;
  readonly #open: OpenElement[] = [];
  #elements = 0;
  #attributes = 0;
  #textLength = 0;
  #tagStart = 0;

  constructor(
    private readonly parser: StrictParser,
    private readonly text: string,
    private readonly positions: PositionIndex,
    private readonly limits: XmlLimits,
  ) {
    parser.on('error', (error) => {
      this.#malformed(error.message);
    });
    parser.on('doctype', () => {
      throw new Refusal(doctypeFinding(this.here()));
    });
    parser.on('opentagstart', () => {
      this.#startTag();
    });
    parser.on('attribute', ({ value }) => {
      this.#countAttribute(value);
    });
    parser.on('opentag', (tag) => {
      this.#openElement(tag);
    });
    parser.on('closetag', () => {
      this.#closeElement();
    });
    parser.on('text', (piece) => {
      this.#addText(piece);
    });
    parser.on('cdata', (piece) => {
      this.#addText(piece);
    });
  }

  refuseWhatIsNotPlain(): void {
    const refuse = (what: string) => () => {
      throw new Refusal(samlFinding('xml-not-plain', this.here(), `The document holds ${what}.`));
    };
    this.parser.on('comment', refuse('a comment'));
    this.parser.on('cdata', refuse('a CDATA section'));
    this.parser.on('processinginstruction', refuse('a processing instruction'));
    // XML 1.0 has them since its fifth edition (§2.3); parsers of earlier ones take them for the end of a name.
    const checkBeyond = (name: string) => {
      if (/[\ud800-\udfff]/.test(name)) refuse('a name with a character beyond U+FFFF')();
    };
    this.parser.on('opentagstart', ({ name }) => {
      this.#startTag();
      checkBeyond(name);
    });
    this.parser.on('attribute', ({ name, value }) => {
      this.#countAttribute(value);
      checkBeyond(name);
      // Canonical XML isn't defined for them (Canonical XML 1.0 §1.3), and implementations fall silent in different ways.
      if (/^xmlns(?::|$)/.test(name) && value !== '' && !ABSOLUTE_URI.test(value)) {
        refuse(`the namespace '${excerpt(value)}', which isn't an absolute URI`)();
      }
    });
  }

  /** Where the parser has got to. */
  here(): Position {
    return this.positions.at(Math.min(Math.max(this.parser.position - 1, 0), this.text.length));
  }

  #malformed(reason: string): never {
    const end = this.parser.position;
    const start = end - DOCTYPE.length;
    if (start >= 0 && this.text.startsWith(DOCTYPE, start))
      throw new Refusal(doctypeFinding(this.positions.at(start)));
    throw new Refusal(malformed(this.here(), excerpt(reason).replace(/\.$/, '')));
  }

  #startTag(): void {
    // The parser stands behind the name. '<' can't be part of one, so the last one before is the tag's own.
    this.#tagStart = this.text.lastIndexOf('<', this.parser.position - 1);
    this.#attributes = 0;
    this.#elements += 1;
    const { depth, elements } = this.limits;
    if (this.#open.length >= depth)
      this.#overLimit('xml-too-deep', `Elements are nested more than ${depth} deep.`);
    if (this.#elements > elements) {
      this.#overLimit(
        'xml-too-many-elements',
        `The document holds more than ${elements.toLocaleString('en')} elements.`,
      );
    }
  }

  #countAttribute(value: string): void {
    this.#attributes += 1;
    const limit = this.limits.attributesPerElement;
    if (this.#attributes > limit) {
      this.#overLimit('xml-too-many-attributes', `An element has more than ${limit} attributes.`);
    }
    this.#countText(value);
  }

  #openElement(tag: SaxesTagNS): void {
    const position = this.positions.at(this.#tagStart);
    checkName(tag.local, tag.name, position);
    this.#open.push({
      namespace: tag.uri,
      localName: tag.local,
      name: tag.name,
      attributes: Object.values(tag.attributes).map((attribute) => readAttribute(attribute, position)),
      position,
      start: this.#tagStart,
      content: [],
    });
  }

  #closeElement(): void {
    const closed = this.#open.pop();
    if (closed === undefined) return;
    // Member by member: copying the rest of an object takes longer than parsing it did.
    const { content, namespace, localName, name, attributes, position, start } = closed;
    const element: XmlElement = Object.freeze({
      namespace,
      localName,
      name,
      attributes: Object.freeze(attributes),
      children: Object.freeze(content.filter((piece) => typeof piece !== 'string')),
      text: content.filter((piece) => typeof piece === 'string').join(''),
      content: Object.freeze(content),
      position,
      start,
      end: this.parser.position,
    });
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root = element;
    else parent.content.push(element);
  }

  #addText(piece: string): void {
    this.#countText(piece);
    this.#open.at(-1)?.content.push(piece);
  }

  #countText(piece: string): void {
    this.#textLength += piece.length;
    if (this.#textLength > this.limits.text) {
      const limit = this.limits.text.toLocaleString('en');
      this.#overLimit('xml-too-much-text', `The document holds more than ${limit} characters of text.`);
    }
  }

  #overLimit(id: SamlFindingId, message: string): never {
    throw new Refusal(samlFinding(id, this.positions.at(this.#tagStart), message));
  }
}

/** Where a document type declaration begins before the root element, or -1. */
function doctypeInProlog(text: string): number {
  let offset = 0;
  while (offset !== -1) {
    offset = skipSpace(text, offset);
    if (text.startsWith(DOCTYPE, offset)) return offset;
    if (text.startsWith('<!--', offset)) offset = after(text, '-->', offset + 4);
    else if (text.startsWith('<?', offset)) offset = after(text, '?>', offset + 2);
    else return -1;
  }
  return -1;
}

function after(text: string, end: string, offset: number): number {
  const found = text.indexOf(end, offset);
  return found === -1 ? -1 : found + end.length;
}

function skipSpace(text: string, offset: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = offset;
  return offset + (space.exec(text)?.[0].length ?? 0);
}

function refused(finding: Finding): ParsedXml {
  return { root: undefined, findings: [finding] };
}
