import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { type CertificateFacts, readCertificate } from '../../src/core/certificates/certificate.js';
import { WorklinkError } from '../../src/core/errors.js';

const FOLDER = new URL('../fixtures/certificates/', import.meta.url);

/** The instant that fixtures without dates of their own are judged at. */
export const AT = new Date('2030-01-01T00:00:00Z');

export function fixtureBytes(path: string): Uint8Array {
  return readFileSync(new URL(path, FOLDER));
}

export function fixtureText(path: string): string {
  return readFileSync(new URL(path, FOLDER), 'utf8');
}

export function fixtureCertificate(path: string): CertificateFacts {
  return readCertificate(fixtureBytes(path));
}

/** Asserts that an action is refused as `InvalidInput` with a message that fits. */
export function assertRefused(action: () => unknown, message: RegExp): void {
  assert.throws(action, (error: unknown) => {
    assert.ok(error instanceof WorklinkError, String(error));
    assert.equal(error.code, 'InvalidInput');
    assert.match(error.message, message);
    return true;
  });
}

/** A DER element from its identifier octet and content, for building what OpenSSL would not make. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size: number[] = [];
  if (length < 0x80) size.push(length);
  else {
    const digits = length.toString(16);
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    size.push(0x80 | bytes.length, ...bytes);
  }
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
