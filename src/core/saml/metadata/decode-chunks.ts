import { type Finding } from '../../findings.js';
import { samlFinding } from '../findings.js';
import { findingForBytes, findingForText } from './document-kind.js';
import { DECLARATION_LENGTH, sniffEncoding, type SniffedEncoding } from '../xml/decode.js';
import { Refusal } from '../xml/strict-parser.js';

const MIB = 1024 * 1024;

/**
 * Decodes a document while it comes, by the rules of `decodeXml`.
 *
 * @param maxBytes the longest document taken
 * @param remark is given what is worth a warning
 * @throws Refusal where it cannot be decoded, or isn't XML by its first characters
 */
export async function* decodeXmlChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
  remark: (finding: Finding) => void,
): AsyncGenerator<string> {
  let decode: ((bytes: Uint8Array, isLast: boolean) => string) | undefined;
  let head: Uint8Array = new Uint8Array();
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) {
      const message = `The document is larger than ${String(maxBytes / MIB)} MiB.`;
      throw new Refusal(samlFinding('xml-too-large', 'document', message));
    }
    if (decode !== undefined) {
      yield decode(chunk, false);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    // As long as an XML declaration may be, so that its encoding is seen.
    if (head.length < DECLARATION_LENGTH) continue;
    decode = start(head, remark);
    yield begun(decode(head, false));
  }
  if (decode === undefined) {
    decode = start(head, remark);
    yield begun(decode(head, false));
  }
  yield decode(new Uint8Array(), true);
}

function start(
  head: Uint8Array,
  remark: (finding: Finding) => void,
): (bytes: Uint8Array, isLast: boolean) => string {
  if (head.length === 0) throw new Refusal(samlFinding('xml-empty', 'document', 'The document is empty.'));
  const otherKind = findingForBytes(head);
  if (otherKind !== undefined) throw new Refusal(otherKind);
  const sniffed = sniffEncoding(head);
  if (sniffed.encoding === undefined) throw new Refusal(sniffed.finding);
  if (sniffed.finding !== undefined) remark(sniffed.finding);
  const decode = decoderOf(sniffed);
  let skip = sniffed.markLength;
  return (bytes, isLast) => {
    const rest = bytes.subarray(skip);
    skip = 0;
    try {
      return decode(rest, isLast);
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      const message = `The document isn't valid ${sniffed.encoding.toUpperCase()}.`;
      throw new Refusal(samlFinding('xml-undecodable', 'document', message));
    }
  };
}

function decoderOf({
  encoding,
}: SniffedEncoding & { readonly encoding: string }): (bytes: Uint8Array, isLast: boolean) => string {
  if (encoding === 'iso-8859-1') return (bytes) => Buffer.from(bytes).toString('latin1');
  if (encoding === 'us-ascii') {
    return (bytes) => {
      if (bytes.some((byte) => byte > 0x7f)) throw new TypeError('a byte above 0x7F');
      return Buffer.from(bytes).toString('latin1');
    };
  }
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes, isLast) => decoder.decode(bytes, { stream: !isLast });
}

function begun(text: string): string {
  if (/^\s*$/.test(text)) return text;
  const notXml = findingForText(text);
  if (notXml !== undefined) throw new Refusal(notXml);
  return text;
}
