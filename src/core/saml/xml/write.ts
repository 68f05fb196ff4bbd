import { type XmlElement } from './tree.js';

/** What a writer changes on the way. */
export interface XmlChanges {
  /** Elements in whose place something else is written, which must be XML. */
  readonly replaced?: ReadonlyMap<XmlElement, string>;
  /** Namespaces to declare on elements that don't, by prefix; the empty prefix is the default namespace. */
  readonly declared?: ReadonlyMap<XmlElement, ReadonlyMap<string, string>>;
}

/**
 * Writes an element so that no reader can take it for anything else: without comments, CDATA sections and references but
 * the necessary ones, every attribute in double quotes. Namespaces declared around the element aren't repeated.
 */
export function writeXml(element: XmlElement, changes: XmlChanges = {}): string {
  const replaced = changes.replaced?.get(element);
  if (replaced !== undefined) return replaced;
  const written = new Set(element.attributes.map(({ name }) => name));
  const declarations = [...(changes.declared?.get(element) ?? [])]
    .map(([prefix, namespace]) => ({ name: prefix === '' ? 'xmlns' : `xmlns:${prefix}`, value: namespace }))
    .filter(({ name }) => !written.has(name));
  const attributes = [...declarations, ...element.attributes]
    .map(({ name, value }) => ` ${name}="${escapeXml(value)}"`)
    .join('');
  const content = element.content
    .map((piece) => (typeof piece === 'string' ? escapeXml(piece) : writeXml(piece, changes)))
    .join('');
  return `<${element.name}${attributes}>${content}</${element.name}>`;
}

/** The namespaces in scope at an element below the root, by prefix (Namespaces in XML 1.0 §6). */
export function namespacesInScope(path: readonly XmlElement[]): ReadonlyMap<string, string> {
  const scope = new Map<string, string>();
  for (const { attributes } of path) {
    for (const { name, value } of attributes) {
      if (name === 'xmlns') scope.set('', value);
      else if (name.startsWith('xmlns:')) scope.set(name.slice('xmlns:'.length), value);
    }
  }
  return scope;
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/**
 * Makes text fit for an element's content or an attribute in double quotes. Line ends and tabs are written as references,
 * since readers turn them into something else (XML 1.0 §2.11 and §3.3.3), and so are the line ends that XML 1.1 added.
 */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"\t\n\r\u0085\u2028]/g,
    (character) =>
      REFERENCES[character] ?? `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`,
  );
}
