import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { element, hex } from './fixtures.js';

/** An Ed25519 key pair: drawn at once, so that a test can have many. */
export function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ed25519');
}

const ED25519 = element(0x30, hex('06032b6570'));

function name(commonName: string): Uint8Array {
  const attribute = element(0x30, hex('0603550403'), element(0x0c, Buffer.from(commonName)));
  return element(0x30, element(0x31, attribute));
}

export interface BuiltCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly serial?: number;
  /** Encoded extensions; a CA's basic constraints when left out. */
  readonly extensions?: readonly Uint8Array[];
}

/** basicConstraints, critical, cA. */
const CA_EXTENSION = hex('300f 0603551d13 0101ff 0405 3003 0101ff');

/** A certificate, 2020 to 2040, made without any tool: for what no tool would make, or for very many. */
export function buildCertificate(options: BuiltCertificate): Uint8Array {
  const time = (text: string) => element(0x17, Buffer.from(text));
  const body = element(
    0x30,
    hex('a003020102'),
    element(0x02, Buffer.from([options.serial ?? 1])),
    ED25519,
    name(options.issuer),
    element(0x30, time('200101000000Z'), time('400101000000Z')),
    name(options.subject),
    options.subjectKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, element(0x30, ...(options.extensions ?? [CA_EXTENSION]))),
  );
  const signature = sign(null, body, options.issuerKey);
  return element(0x30, body, ED25519, element(0x03, Buffer.from([0]), signature));
}
