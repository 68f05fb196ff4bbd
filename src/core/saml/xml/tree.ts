/** A place in the document, both counted from 1; the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface XmlAttribute {
  /** The namespace URI; empty where the name has no prefix (Namespaces in XML 1.0 §6.2). */
  readonly namespace: string;
  readonly localName: string;
  /** The name as written, with its prefix. */
  readonly name: string;
  readonly value: string;
}

export interface XmlElement {
  /** The namespace URI; empty for none. */
  readonly namespace: string;
  readonly localName: string;
  /** The name as written, with its prefix. */
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /**
   * The element's own character data in one piece: what comments, CDATA sections, references and child elements
   * cut it into is joined, so that no comment can hide the end of a value.
   */
  readonly text: string;
  /** Children and the character data between them, in document order. */
  readonly content: readonly (XmlElement | string)[];
  /** Where the element's start tag begins. */
  readonly position: Position;
  /** Of the `<` it begins with, in UTF-16 code units from the start of the text. */
  readonly start: number;
  /** Behind the `>` it ends with. */
  readonly end: number;
}

/** The children with this name, in document order. */
export function childrenNamed(
  element: XmlElement,
  namespace: string,
  localName: string,
): readonly XmlElement[] {
  return element.children.filter((child) => isNamed(child, namespace, localName));
}

/** The grandchildren and deeper, reached by one name per step, in document order. */
export function descendantsAt(
  element: XmlElement,
  namespace: string,
  path: readonly string[],
): readonly XmlElement[] {
  let reached: readonly XmlElement[] = [element];
  for (const localName of path)
    reached = reached.flatMap((parent) => childrenNamed(parent, namespace, localName));
  return reached;
}

export function isNamed(element: XmlElement, namespace: string, localName: string): boolean {
  return element.localName === localName && element.namespace === namespace;
}

/** The value of an attribute, which without a namespace is one written without a prefix; undefined where absent. */
export function attributeOf(element: XmlElement, localName: string, namespace = ''): string | undefined {
  return element.attributes.find(
    (attribute) => attribute.localName === localName && attribute.namespace === namespace,
  )?.value;
}

/** The element and all below it, in document order. */
export function* elementsIn(element: XmlElement): Generator<XmlElement, void, undefined> {
  yield element;
  for (const child of element.children) yield* elementsIn(child);
}

/** White space as XML defines it (XML 1.0 §2.3), which is less than what JavaScript trims. */
export function trimXmlSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isXmlSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isXmlSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** The items of an XML Schema list: separated by XML white space, none of them empty. */
export function listItems(text: string): readonly string[] {
  return text.split(/[ \t\r\n]+/).filter((item) => item !== '');
}

/** Whether an attribute says yes in the words of xs:boolean (XML Schema Part 2 §3.2.2). */
export function isTrue(value: string | undefined): boolean {
  const word = trimXmlSpace(value ?? '');
  return word === 'true' || word === '1';
}

function isXmlSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
