import { type XmlElement } from './tree.js';

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** The namespace declarations in force inside some elements, by prefix; the default namespace's is empty. */
export function namespacesOf(elements: readonly XmlElement[]): ReadonlyMap<string, string> {
  const declared = new Map<string, string>();
  for (const { attributes } of elements) {
    for (const { namespace, localName, value } of attributes) {
      if (namespace === XMLNS) declared.set(localName === 'xmlns' ? '' : localName, value);
    }
  }
  return declared;
}

/**
 * A piece of a document as a document of its own: what it leans on, the namespaces declared around it, is written into its
 * start tag.
 *
 * @param source the element's own text, from `<` to the last `>`
 * @param name the element's name as written
 * @param own the element's own declarations, which stay as they are
 * @param around those in force around it
 */
export function standalone(
  source: string,
  name: string,
  own: ReadonlyMap<string, string>,
  around: ReadonlyMap<string, string>,
): string {
  const missing = [...around].filter(([prefix, uri]) => !own.has(prefix) && !(prefix === '' && uri === ''));
  const declarations = missing.map(
    ([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`,
  );
  const behindName = '<'.length + name.length;
  return source.slice(0, behindName) + declarations.join('') + source.slice(behindName);
}

function escapeAttribute(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
