import { excerpt } from '../excerpt.js';
import { NAMESPACES } from '../names.js';
import { decodeXml } from '../xml/decode.js';
import { type XmlLimits } from '../xml/limits.js';
import { parseXml } from '../xml/parse.js';
import { attributeOf, elementsIn, isNamed, type XmlElement } from '../xml/tree.js';
import { decodeBase64 } from '../base64.js';
import { type CheckList } from './checks.js';

/** The longest response read, as XML. Real ones have 3,000 to 60,000 characters, the most with hundreds of groups. */
export const MAX_RESPONSE_CHARACTERS = 512 * 1024;

const RESPONSE_LIMITS: XmlLimits = {
  characters: MAX_RESPONSE_CHARACTERS,
  depth: 100,
  elements: 10_000,
  attributesPerElement: 64,
  text: 2 * MAX_RESPONSE_CHARACTERS,
};

/** Base64 is a third longer than what it encodes; one byte or code unit a character, and room for line breaks. */
const MAX_MESSAGE_LENGTH = 4 * MAX_RESPONSE_CHARACTERS;

/** A response of the only shape that is read: one assertion, in its place. */
export interface ResponseDocument {
  readonly response: XmlElement;
  readonly assertion:
    | { readonly kind: 'plain' | 'encrypted'; readonly element: XmlElement }
    /** There is none, and none is due: the status isn't success. */
    | undefined;
}

/**
 * Turns a message into the text of its XML.
 * @param message base64 as it is posted (SAML 2.0 Bindings §3.5.4), or the XML itself
 */
export function messageText(message: Uint8Array | string, checks: CheckList): string | undefined {
  if (message.length > MAX_MESSAGE_LENGTH) {
    checks.fail('encoding', `The message is longer than ${MAX_MESSAGE_LENGTH.toLocaleString('en')} bytes.`);
    return undefined;
  }
  const encoded = asBase64Text(message);
  const bytes = encoded === undefined ? message : decodeBase64(encoded);
  if (bytes === undefined) {
    checks.fail('encoding', 'The message is neither XML nor base64 to the letter.');
    return undefined;
  }
  const decoded = decodeXml(bytes, MAX_RESPONSE_CHARACTERS);
  if (decoded.text === undefined || decoded.findings.length > 0) {
    checks.fail('encoding', decoded.findings.map((finding) => finding.message).join(' '));
    return undefined;
  }
  checks.pass('encoding', encoded === undefined ? 'The message is XML.' : 'The message is XML in base64.');
  return decoded.text;
}

/** The message as text where its first character shows that it isn't XML. */
function asBase64Text(message: Uint8Array | string): string | undefined {
  const text = typeof message === 'string' ? message : Buffer.from(message).toString('latin1');
  // XML begins with '<', by itself or behind a byte-order mark, in every encoding that is read.
  return /^[ \t\r\n]*[A-Za-z0-9+/]/.test(text) ? text : undefined;
}

/** Parses the text into a tree that every reader would build. */
export function parseMessage(text: string, checks: CheckList): XmlElement | undefined {
  const parsed = parseXml(text, RESPONSE_LIMITS, 'plain');
  const [finding] = parsed.findings;
  if (finding !== undefined) checks.fail('xml', `At ${finding.subject}: ${finding.message}`);
  else checks.pass('xml', 'The message is well-formed and holds nothing that readers disagree about.');
  return parsed.root;
}

/** The names of attributes that some reader takes for an element's ID. */
const ID_ATTRIBUTES: readonly string[] = ['id'];

/** Holds a tree against the one shape that is read. Undefined where it has another. */
export function readDocument(root: XmlElement, checks: CheckList): ResponseDocument | undefined {
  if (!isNamed(root, NAMESPACES.samlp, 'Response')) {
    const where = root.namespace === '' ? 'no namespace' : `the namespace '${excerpt(root.namespace)}'`;
    checks.fail(
      'response',
      `The root element is <${excerpt(root.name)}> in ${where}, not a SAML 2.0 Response.`,
    );
    return undefined;
  }
  checks.pass('response', 'The message is a SAML 2.0 Response.');
  const isUnique = judgeIds(root, checks);
  // By local name alone: an assertion of SAML 1 or of a made-up namespace is for a reader that doesn't look closely.
  const assertions = [...elementsIn(root)].filter(({ localName }) =>
    /^(?:Encrypted)?Assertion$/i.test(localName),
  );
  const [assertion, another] = assertions;
  if (assertion === undefined) {
    if (!isSuccess(root)) return isUnique ? { response: root, assertion: undefined } : undefined;
    checks.fail('one-assertion', 'The response holds no assertion.');
    return undefined;
  }
  if (another !== undefined) {
    checks.fail('one-assertion', `The response holds ${assertions.length} assertions.`);
    return undefined;
  }
  const kind = kindOf(assertion);
  if (kind === undefined || !root.children.includes(assertion)) {
    checks.fail(
      'one-assertion',
      `The <${excerpt(assertion.name)}> isn't a SAML 2.0 assertion directly in the Response.`,
    );
    return undefined;
  }
  checks.pass('one-assertion', `The response holds one ${kind === 'plain' ? '' : 'encrypted '}assertion.`);
  return isUnique ? { response: root, assertion: { kind, element: assertion } } : undefined;
}

function kindOf(element: XmlElement): 'plain' | 'encrypted' | undefined {
  if (isNamed(element, NAMESPACES.saml, 'Assertion')) return 'plain';
  return isNamed(element, NAMESPACES.saml, 'EncryptedAssertion') ? 'encrypted' : undefined;
}

/** No two elements may answer to one ID, whatever attribute a reader takes for it. */
function judgeIds(root: XmlElement, checks: CheckList): boolean {
  const seen = new Set<string>();
  for (const { attributes } of elementsIn(root)) {
    for (const { localName, value } of attributes) {
      if (!ID_ATTRIBUTES.includes(localName.toLowerCase())) continue;
      if (seen.has(value)) {
        checks.fail('unique-ids', `The ID '${excerpt(value)}' is there twice.`);
        return false;
      }
      seen.add(value);
    }
  }
  checks.pass('unique-ids', 'Every ID is there once.');
  return true;
}

export const STATUS_SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

function isSuccess(response: XmlElement): boolean {
  const [status] = response.children.filter((child) => isNamed(child, NAMESPACES.samlp, 'Status'));
  const [code] = (status?.children ?? []).filter((child) => isNamed(child, NAMESPACES.samlp, 'StatusCode'));
  return code !== undefined && attributeOf(code, 'Value') === STATUS_SUCCESS;
}
