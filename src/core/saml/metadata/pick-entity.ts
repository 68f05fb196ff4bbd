import { type SaxesTagNS } from 'saxes';
import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { NAMESPACES } from '../names.js';
import { decodeXmlChunks } from './decode-chunks.js';
import { DEFAULT_XML_LIMITS, MAX_METADATA_CHARACTERS } from '../xml/limits.js';
import { namespacesOf, standalone } from '../xml/standalone.js';
import {
  checkName,
  doctypeFinding,
  malformed,
  readAttribute,
  Refusal,
  type StrictParser,
  strictParser,
} from '../xml/strict-parser.js';
import { type Position, type XmlElement } from '../xml/tree.js';
import { findingForRoot } from './document-kind.js';
import { type Reading } from './reading.js';

/** One entity taken out of a document, with what it is told by the groups it stood in. */
export interface PickedEntity {
  /** The EntityDescriptor as a document of its own. */
  readonly text: string;
  /** The EntitiesDescriptors around it, outermost first, without their children. */
  readonly groups: readonly XmlElement[];
  /** Where it began. */
  readonly position: Position;
}

/** The longest document an entity is looked for in, in bytes: five times the largest federation of federations. */
const MAX_AGGREGATE_BYTES = 512 * 1024 * 1024;
/** The longest piece without an end that is kept while it comes: a text, a comment, an attribute; in UTF-16 code units. */
const MAX_PIECE = 1024 * 1024;
/** How many places and names a message lists. */
const LISTED = 3;

/**
 * Looks for one entity in a document of any length, an aggregate above all, and keeps nothing else of it. All of the document
 * is read, so that it is well-formed and has the entity once. Never throws but what `chunks` throws.
 *
 * @param entityId compared character by character (SAML 2.0 Core §8.3.6)
 */
export async function pickEntity(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  entityId: string,
): Promise<Reading<PickedEntity>> {
  const scan = new AggregateScan(entityId);
  const remarks: Finding[] = [];
  try {
    const decoded = decodeXmlChunks(chunks, MAX_AGGREGATE_BYTES, (finding) => remarks.push(finding));
    for await (const text of decoded) scan.write(text);
    return { ...scan.close(), findings: [...remarks, ...scan.findings()] };
  } catch (error) {
    if (error instanceof Refusal) return { value: undefined, findings: [...remarks, error.finding] };
    throw error;
  }
}

/** The entity while its end still comes. */
interface Picking {
  /** Of its `<`, from the start of the document, in UTF-16 code units. */
  readonly start: number;
  readonly depth: number;
  readonly tag: XmlElement;
  readonly groups: readonly XmlElement[];
}

class AggregateScan {
  readonly #parser: StrictParser = strictParser(true);
  /** The end of what came, as far back as it may be needed. */
  #kept = '';
  #keptFrom = 0;
  #written = 0;
  #lastEvent = 0;
  #depth = 0;
  #attributes = 0;
  #tagStart = 0;
  /** Where the line begins that what is kept begins in. */
  #lineFrom = 0;
  /** The groups that are open, which are the outermost elements and nothing else. */
  readonly #groups: XmlElement[] = [];
  #entities = 0;
  #picking: Picking | undefined;
  #picked: PickedEntity | undefined;
  readonly #places: Position[] = [];
  readonly #near = new Set<string>();

  constructor(private readonly entityId: string) {
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      throw new Refusal(malformed(this.#here(), excerpt(message).replace(/\.$/, '')));
    });
    parser.on('doctype', () => {
      throw new Refusal(doctypeFinding(this.#here()));
    });
    parser.on('opentagstart', () => {
      this.#startTag();
    });
    parser.on('attribute', () => {
      this.#countAttribute();
    });
    parser.on('opentag', (tag) => {
      this.#openElement(tag);
    });
    parser.on('closetag', () => {
      this.#closeElement();
    });
    for (const event of ['text', 'cdata', 'comment', 'processinginstruction'] as const) {
      parser.on(event, () => {
        this.#lastEvent = parser.position;
      });
    }
  }

  write(text: string): void {
    this.#kept += text;
    this.#parse(() => this.#parser.write(text));
    this.#written += text.length;
    if (this.#written - this.#lastEvent > MAX_PIECE) {
      const message = `A piece of the document is longer than ${MAX_PIECE.toLocaleString('en')} characters.`;
      throw new Refusal(samlFinding('xml-too-much-text', this.#here(), message));
    }
    if (this.#picking !== undefined && this.#written - this.#picking.start > 2 * MAX_METADATA_CHARACTERS)
      throw new Refusal(tooLarge(this.#picking.tag));
    this.#forget();
  }

  close(): { readonly value: PickedEntity | undefined } {
    this.#parse(() => this.#parser.close());
    return { value: this.#picked };
  }

  /** What is to be said of the whole document. */
  findings(): readonly Finding[] {
    const shown = `'${excerpt(this.entityId)}'`;
    const entities = this.#entities === 1 ? 'one entity' : `${this.#entities.toLocaleString('en')} entities`;
    if (this.#picked === undefined) {
      const near = [...this.#near].map((entityId) => `'${excerpt(entityId)}'`);
      const but = near.length === 0 ? '' : `, only ${near.join(' and ')}`;
      const message = `The document has ${entities}, none with the entity ID ${shown}${but}.`;
      return [samlFinding('metadata-entity-not-found', 'document', message)];
    }
    const [, second] = this.#places;
    if (second !== undefined) {
      const lines = this.#places.slice(0, LISTED).map(({ line }) => `line ${line}`);
      const message = `The entity ID ${shown} is there ${this.#places.length} times (${lines.join(', ')}), and nothing says which one counts.`;
      return [samlFinding('metadata-entity-repeated', second, message)];
    }
    if (this.#picked.groups.length === 0) return [];
    const message = `The entity was taken out of an aggregate of ${entities}, whose signature is not verified.`;
    return [samlFinding('metadata-aggregate-picked', this.#picked.position, message)];
  }

  #parse(step: () => unknown): void {
    try {
      step();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      // The parser throws on a few inputs it has no state for.
      throw new Refusal(malformed(this.#here(), 'it cannot be read on from here'));
    }
  }

  #here(): Position {
    return { line: this.#parser.line, column: this.#parser.columnIndex + 1 };
  }

  #startTag(): void {
    const { position } = this.#parser;
    this.#lastEvent = position;
    this.#tagStart = this.#keptFrom + this.#kept.lastIndexOf('<', position - 1 - this.#keptFrom);
    this.#attributes = 0;
    this.#depth += 1;
    const { depth } = DEFAULT_XML_LIMITS;
    if (this.#depth > depth) {
      const message = `Elements are nested more than ${depth} deep.`;
      throw new Refusal(samlFinding('xml-too-deep', this.#here(), message));
    }
  }

  /** Where the tag that just ended began: the parser knows only where it is. */
  #positionOfTag(): Position {
    const start = this.#tagStart - this.#keptFrom;
    const tag = this.#kept.slice(start, this.#parser.position - this.#keptFrom);
    const lines = tag.match(/\r\n|\r|\n/g)?.length ?? 0;
    const lineEnd = lastLineEnd(this.#kept, start);
    const lineFrom = lineEnd === -1 ? this.#lineFrom : this.#keptFrom + lineEnd + 1;
    return { line: this.#parser.line - lines, column: this.#tagStart - lineFrom + 1 };
  }

  #countAttribute(): void {
    this.#lastEvent = this.#parser.position;
    this.#attributes += 1;
    const limit = DEFAULT_XML_LIMITS.attributesPerElement;
    if (this.#attributes > limit) {
      const message = `An element has more than ${limit} attributes.`;
      throw new Refusal(samlFinding('xml-too-many-attributes', this.#here(), message));
    }
  }

  #openElement(tag: SaxesTagNS): void {
    this.#lastEvent = this.#parser.position;
    // Whatever stands deeper is an entity's own affair, and judged when it is read.
    if (this.#depth !== this.#groups.length + 1) return;
    const element = this.#elementOf(tag);
    const isMetadata = element.namespace === NAMESPACES.md;
    if (this.#depth === 1) {
      const wrongRoot = findingForRoot(element);
      if (wrongRoot !== undefined) throw new Refusal(wrongRoot);
    }
    if (isMetadata && tag.local === 'EntitiesDescriptor') this.#groups.push(element);
    else if (isMetadata && tag.local === 'EntityDescriptor') this.#meet(element);
  }

  #elementOf(tag: SaxesTagNS): XmlElement {
    const position = this.#positionOfTag();
    checkName(tag.local, tag.name, position);
    return {
      namespace: tag.uri,
      localName: tag.local,
      name: tag.name,
      attributes: Object.values(tag.attributes).map((attribute) => readAttribute(attribute, position)),
      children: [],
      text: '',
      content: [],
      position,
      start: this.#tagStart,
      end: this.#parser.position,
    };
  }

  #meet(entity: XmlElement): void {
    this.#entities += 1;
    const entityId = entity.attributes.find(
      ({ localName, namespace }) => localName === 'entityID' && namespace === '',
    )?.value;
    if (entityId === undefined) return;
    if (entityId !== this.entityId) {
      if (this.#near.size < LISTED && alike(entityId) === alike(this.entityId)) this.#near.add(entityId);
      return;
    }
    this.#places.push(entity.position);
    if (this.#places.length > 1) return;
    this.#picking = { start: this.#tagStart, depth: this.#depth, tag: entity, groups: [...this.#groups] };
  }

  #closeElement(): void {
    const { position } = this.#parser;
    this.#lastEvent = position;
    const picking = this.#picking;
    if (picking?.depth === this.#depth) {
      const source = this.#kept.slice(picking.start - this.#keptFrom, position - this.#keptFrom);
      const { tag, groups } = picking;
      this.#picked = {
        text: standalone(source, tag.name, namespacesOf([tag]), namespacesOf(groups)),
        groups,
        position: tag.position,
      };
      this.#picking = undefined;
    }
    if (this.#groups.length === this.#depth) this.#groups.pop();
    this.#depth -= 1;
  }

  #forget(): void {
    const from = this.#picking?.start ?? this.#keptFrom + this.#kept.lastIndexOf('<');
    if (from <= this.#keptFrom) return;
    const lineEnd = lastLineEnd(this.#kept, from - this.#keptFrom);
    if (lineEnd !== -1) this.#lineFrom = this.#keptFrom + lineEnd + 1;
    this.#kept = this.#kept.slice(from - this.#keptFrom);
    this.#keptFrom = from;
  }
}

function lastLineEnd(text: string, before: number): number {
  if (before === 0) return -1;
  return Math.max(text.lastIndexOf('\n', before - 1), text.lastIndexOf('\r', before - 1));
}

function tooLarge(entity: XmlElement): Finding {
  const message = `The entity is longer than ${MAX_METADATA_CHARACTERS.toLocaleString('en')} characters.`;
  return samlFinding('xml-too-large', entity, message);
}

/** What is easily mistaken in an entity ID: case, http for https, a slash at the end. */
function alike(entityId: string): string {
  return entityId
    .trim()
    .toLowerCase()
    .replace(/^https?:/, '')
    .replace(/\/$/, '');
}
