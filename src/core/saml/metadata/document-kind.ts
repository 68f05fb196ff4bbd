import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding, type SamlFindingId } from '../findings.js';
import { NAMESPACES } from '../names.js';
import { type XmlElement } from '../xml/tree.js';

const START = { line: 1, column: 1 };
/** How far into a text its kind is looked for, in UTF-16 code units. */
const SNIFFED_LENGTH = 4096;

/** The first bytes of files that are often at hand where metadata is asked for. */
const SIGNATURES: readonly (readonly [bytes: readonly number[], kind: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Office document'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG image'],
  [[0x30, 0x82], 'a certificate or key in DER form'],
];

/** Recognises bytes that are another kind of file altogether; undefined where they may be text. */
export function findingForBytes(bytes: Uint8Array): Finding | undefined {
  const found = SIGNATURES.find(([signature]) => signature.every((byte, index) => bytes[index] === byte));
  return found === undefined ? undefined : notXml(found[1]);
}

/** Recognises text that isn't XML, and HTML, which often almost is; undefined where it may be XML. */
export function findingForText(text: string): Finding | undefined {
  const head = text.slice(0, SNIFFED_LENGTH).trimStart();
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html|head|body)[\s>]/i.test(head)) {
    return samlFinding(
      'metadata-html',
      START,
      'The document is an HTML page, such as a sign-in or an error page.',
    );
  }
  if (head.startsWith('<')) return undefined;
  if (/^[{[]/.test(head)) {
    const isOidc = /"(?:authorization_endpoint|token_endpoint|jwks_uri)"\s*:/.test(head);
    return notXml(isOidc ? 'an OpenID Connect discovery document' : 'JSON');
  }
  const armour = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(head)?.[1];
  if (armour !== undefined) return notXml(`a PEM file (${armour})`);
  if (/^https?:\/\/\S+\s*$/i.test(head)) return notXml('the address of a document rather than the document');
  // '<?xml', '<EntityD', '<md:Enti', '<samlp:' and so on, in base64.
  if (/^(?:PD94|PEVu|PG1k|PHNhbW)[A-Za-z0-9+/\s]{20}/.test(head)) return notXml('XML encoded in base64');
  return notXml('text');
}

function notXml(kind: string): Finding {
  return samlFinding('metadata-not-xml', START, `The document isn't XML: it is ${kind}.`);
}

const SAML_MESSAGE_NAMESPACES: readonly string[] = [
  NAMESPACES.samlp,
  NAMESPACES.saml,
  NAMESPACES.saml1p,
  NAMESPACES.saml1,
  NAMESPACES.soap11,
  NAMESPACES.soap12,
];
const WS_FEDERATION_NAMESPACES: readonly string[] = [
  NAMESPACES.fed,
  NAMESPACES.fed2006,
  NAMESPACES.mex,
  NAMESPACES.wsdl,
];
const METADATA_ROOTS: readonly string[] = ['EntityDescriptor', 'EntitiesDescriptor'];

/** Says what a document is whose root is neither of metadata's two; undefined for those. */
export function findingForRoot(root: XmlElement): Finding | undefined {
  const isMetadata = METADATA_ROOTS.includes(root.localName);
  if (root.namespace === NAMESPACES.md) {
    if (isMetadata) return undefined;
    return aboutRoot(
      'metadata-wrong-root',
      root,
      'is only a part of metadata, without the EntityDescriptor around it',
    );
  }
  if (isMetadata) {
    const where = root.namespace === '' ? 'in no namespace' : `in the namespace '${excerpt(root.namespace)}'`;
    return aboutRoot('metadata-wrong-namespace', root, `is ${where}, not in SAML 2.0 metadata's`);
  }
  if (SAML_MESSAGE_NAMESPACES.includes(root.namespace)) {
    return aboutRoot('metadata-saml-message', root, 'is a message of a sign-in, not metadata');
  }
  if (WS_FEDERATION_NAMESPACES.includes(root.namespace)) {
    return aboutRoot('metadata-ws-federation', root, 'is WS-Federation metadata, not SAML 2.0');
  }
  if (root.namespace === NAMESPACES.xhtml || root.localName.toLowerCase() === 'html') {
    return aboutRoot('metadata-html', root, 'is an HTML page, such as a sign-in or an error page');
  }
  return aboutRoot('metadata-wrong-root', root, "isn't the EntityDescriptor of SAML 2.0 metadata");
}

function aboutRoot(id: SamlFindingId, root: XmlElement, what: string): Finding {
  return samlFinding(id, root, `The root element <${excerpt(root.name)}> ${what}.`);
}
