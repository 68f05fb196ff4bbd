import { excerpt } from '../excerpt.js';
import { decryptElement, type DecryptionOptions } from '../encryption/decrypt.js';
import { elementsIn, isNamed, type XmlElement } from '../xml/tree.js';
import { NAMESPACES } from '../names.js';
import { parseXml } from '../xml/parse.js';
import { writeXml } from '../xml/write.js';
import { type CheckList } from './checks.js';
import { MAX_RESPONSE_CHARACTERS } from './document.js';

/** More encrypted parts than this in one assertion are not decrypted. */
const MAX_ENCRYPTED_PARTS = 32;

/**
 * Decrypts one element.
 * @returns what stands in its place; undefined where it can't be had, which a check then says
 */
export function decryptPart(
  wrapper: XmlElement,
  options: DecryptionOptions,
  checks: CheckList,
): string | undefined {
  const what = excerpt(wrapper.localName);
  if (options.keys.length === 0) {
    checks.fail('decryption', `There is no key to decrypt the ${what} with.`);
    return undefined;
  }
  const { text, fault, ...rest } = decryptElement(wrapper, options);
  if (text === undefined) {
    const algorithm = 'algorithm' in rest ? rest.algorithm : '';
    checks.fail('decryption', FAULTS[fault](what, algorithm));
    return undefined;
  }
  if (text.length > MAX_RESPONSE_CHARACTERS) {
    checks.fail('decryption', `The ${what} decrypts to more than is read.`);
    return undefined;
  }
  checks.pass('decryption', `The ${what} could be decrypted.`);
  return text;
}

const FAULTS: Readonly<Record<'form' | 'algorithm' | 'key', (what: string, algorithm: string) => string>> = {
  form: (what) => `The ${what} isn't one EncryptedData with its EncryptedKey.`,
  algorithm: (what, algorithm) =>
    `The ${what} is encrypted by '${excerpt(algorithm)}', which isn't accepted here.`,
  key: (what) => `The ${what} can't be decrypted with the service provider's key.`,
};

/**
 * The assertion with its encrypted NameID and attributes in clear. Where one can't be decrypted, it stays as it is.
 * @param assertion as signed, so that what is decrypted is what was signed
 */
export function decryptParts(
  assertion: XmlElement,
  options: DecryptionOptions,
  checks: CheckList,
): XmlElement {
  const wrappers = [...elementsIn(assertion)].filter(
    (element) =>
      isNamed(element, NAMESPACES.saml, 'EncryptedID') ||
      isNamed(element, NAMESPACES.saml, 'EncryptedAttribute'),
  );
  if (wrappers.length === 0) return assertion;
  const replaced = new Map<XmlElement, string>();
  for (const wrapper of wrappers.slice(0, MAX_ENCRYPTED_PARTS)) {
    const text = decryptPart(wrapper, options, checks);
    if (text === undefined) return assertion;
    replaced.set(wrapper, text);
  }
  const { root } = parseXml(writeXml(assertion, { replaced }), undefined, 'plain');
  if (root === undefined) {
    checks.fail('decryption', 'What the assertion holds encrypted is not XML.');
    return assertion;
  }
  return root;
}
