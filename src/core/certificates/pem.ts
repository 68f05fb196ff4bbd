import { ownError, type WorklinkError } from '../errors.js';
import { type ContentKind, kindOfLabel } from './kinds.js';
import { utf8 } from './text.js';

/** How large an input may be, in bytes. The whole of Mozilla's root store is a quarter of it. */
export const MAX_INPUT_BYTES = 1024 * 1024;

/** How many blocks one input may hold. */
export const MAX_PEM_BLOCKS = 1000;

/** How long a certificate may be for the service, in characters of PEM (service model: shape Certificate). */
export const MAX_SERVICE_PEM_LENGTH = 8192;

const LINE_LENGTH = 64;

/** A header inside a block, as encrypted keys of OpenSSL's older form carry them (RFC 1421 §4.6). */
interface PemHeader {
  readonly name: string;
  readonly value: string;
}

/** What stands between one BEGIN line and its END line. */
export interface PemBlock {
  readonly label: string;
  readonly kind: ContentKind;
  /** The decoded bytes: DER, or what an old-style encrypted key has in its place. */
  readonly der: Uint8Array;
  readonly headers: readonly PemHeader[];
  /** The line of the BEGIN marker, from 1. */
  readonly line: number;
}

const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 #.-]{0,63})-----$/;
const END = /^-----END ([A-Z0-9][A-Z0-9 #.-]{0,63})-----$/;
/** A marker that somebody or some program has damaged: wrong dashes, or text on the same line. */
const DAMAGED_MARKER = /^[-\u2010-\u2015\u2212]{2,20} ?(?:BEGIN|END) [A-Z0-9]/;
const MARKER_WITHIN = /-----(?:BEGIN|END) [A-Z0-9]/;
const HEADER = /^([A-Za-z0-9-]{1,64}):[ \t]*(.{0,1024})$/;
const BASE64_LINE = /^[A-Za-z0-9+/]+={0,2}$/;

function pemFault(line: number, fault: string, hint?: string): WorklinkError {
  return ownError('InvalidInput', `Line ${line}: ${fault}.`, {
    details: { line },
    ...(hint === undefined ? {} : { hint }),
  });
}

function tooLarge(size: number): WorklinkError {
  return ownError('InvalidInput', `The input is ${size} bytes; at most ${MAX_INPUT_BYTES} are read.`, {
    hint: 'Give a file that holds the certificates or keys in question alone.',
  });
}

/** Refuses an input above {@link MAX_INPUT_BYTES}. */
export function assertInputSize(input: string | Uint8Array): void {
  if (input.length > MAX_INPUT_BYTES) throw tooLarge(input.length);
}

/**
 * Bytes as text: UTF-8, or UTF-16 with a byte-order mark, as some Windows programs save. Bytes around the blocks
 * may be of any other encoding, so what is not UTF-8 is read byte by byte.
 */
function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return Buffer.from(bytes).toString('utf16le');
  if (first === 0xfe && second === 0xff && bytes.length % 2 === 0) {
    return Buffer.from(bytes).swap16().toString('utf16le');
  }
  return utf8(bytes) ?? Buffer.from(bytes).toString('latin1');
}

/** A PEM input as text without a byte-order mark. @throws WorklinkError `InvalidInput` above {@link MAX_INPUT_BYTES} */
export function pemText(input: string | Uint8Array): string {
  assertInputSize(input);
  const text = typeof input === 'string' ? input : decodeText(input);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Text never has a byte above 0x7F in second place after a `0`; DER of a certificate's size always does. */
export function looksLikeDer(input: string | Uint8Array): input is Uint8Array {
  return typeof input !== 'string' && input[0] === 0x30 && (input[1] ?? 0) >= 0x80;
}

/** A block whose END line has not come yet. */
class OpenBlock {
  readonly #headers: PemHeader[] = [];
  readonly #base64: string[] = [];
  #inHeaders = false;
  #padded = false;

  constructor(
    readonly label: string,
    readonly line: number,
  ) {}

  /** Takes in one line of the block. Its text is never quoted: it may be a piece of a private key. */
  add(text: string, line: number): void {
    if (text === '') {
      this.#inHeaders = false;
      return;
    }
    const header = this.#base64.length === 0 ? HEADER.exec(text) : null;
    if (header !== null) {
      const [, name = '', value = ''] = header;
      this.#headers.push({ name, value });
      this.#inHeaders = true;
      return;
    }
    if (this.#inHeaders) throw pemFault(line, 'a header is neither complete nor ended by an empty line');
    if (!BASE64_LINE.test(text)) throw pemFault(line, 'characters that are not base64');
    if (this.#padded) throw pemFault(line, 'base64 goes on after its padding');
    this.#padded = text.endsWith('=');
    this.#base64.push(text);
  }

  close(line: number): PemBlock {
    const base64 = this.#base64.join('');
    if (base64 === '') throw pemFault(this.line, `the ${this.label} block is empty`);
    const der = Buffer.from(base64, 'base64');
    // Buffer.from skips what it does not like; encoding again shows whether it skipped anything.
    if (der.toString('base64') !== base64) {
      throw pemFault(
        line,
        `the base64 of the ${this.label} block that begins on line ${this.line} is cut off or damaged`,
      );
    }
    return { label: this.label, kind: kindOfLabel(this.label), der, headers: this.#headers, line: this.line };
  }
}

const MARKER_HINT = 'A marker is a line of its own, with five hyphens on each side.';

/**
 * Reads all PEM blocks of a text, in order (RFC 7468, in its lax form): any line ends, white space around lines, a
 * byte-order mark, UTF-16 with one, and any text outside the blocks are accepted. Inside a block, base64 is strict.
 *
 * @param input at most 1 MiB with at most 1,000 blocks
 * @returns the blocks; none when there is no BEGIN line
 * @throws WorklinkError `InvalidInput` naming the line and the fault, never quoting the line
 */
export function readPemBlocks(input: string | Uint8Array): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: OpenBlock | undefined;
  const lines = pemText(input).split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const text = raw.trim();
    const begin = BEGIN.exec(text)?.[1];
    const end = END.exec(text)?.[1];
    if (begin !== undefined) {
      if (open !== undefined) {
        throw pemFault(line, `a ${begin} block begins before the one of line ${open.line} has ended`);
      }
      if (blocks.length >= MAX_PEM_BLOCKS) throw pemFault(line, `more than ${MAX_PEM_BLOCKS} PEM blocks`);
      open = new OpenBlock(begin, line);
    } else if (end !== undefined) {
      if (open === undefined) throw pemFault(line, `END ${end} without a BEGIN line`);
      if (end !== open.label)
        throw pemFault(line, `END ${end} closes the ${open.label} block of line ${open.line}`);
      blocks.push(open.close(line));
      open = undefined;
    } else if (DAMAGED_MARKER.test(text) || MARKER_WITHIN.test(text)) {
      throw pemFault(line, 'a damaged BEGIN or END marker', MARKER_HINT);
    } else {
      open?.add(text, line);
    }
  }
  if (open !== undefined) throw pemFault(open.line, `the ${open.label} block has no END line`);
  return blocks;
}

/**
 * Writes one PEM block in the strict form of RFC 7468 §3: lines of 64 characters, `\n` after each line.
 *
 * @param label `CERTIFICATE` when left out
 */
export function toPem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const base64 = Buffer.from(der).toString('base64');
  const lines: string[] = [];
  for (let start = 0; start < base64.length; start += LINE_LENGTH) {
    lines.push(base64.slice(start, start + LINE_LENGTH));
  }
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/**
 * A certificate exactly as the service takes it: one block, lines of 64, ended by `\n`, at most 8,192 characters
 * (service model: shape Certificate).
 *
 * @throws WorklinkError `InvalidInput` when it comes out longer
 */
export function toServicePem(der: Uint8Array): string {
  const pem = toPem(der);
  if (pem.length > MAX_SERVICE_PEM_LENGTH) {
    throw ownError(
      'InvalidInput',
      `The certificate is ${pem.length} characters as PEM; the service takes at most ${MAX_SERVICE_PEM_LENGTH}.`,
      { hint: 'Use a certificate with fewer names or a smaller key.' },
    );
  }
  return pem;
}
