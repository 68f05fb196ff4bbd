import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MAX_INPUT_BYTES,
  MAX_PEM_BLOCKS,
  MAX_SERVICE_PEM_LENGTH,
  readPemBlocks,
  toPem,
  toServicePem,
} from '../../src/core/certificates/pem.js';
import { WorklinkError } from '../../src/core/errors.js';
import { assertRefused, fixtureText } from './fixtures.js';

/** The service model's pattern of shape Certificate. */
const SERVICE_PATTERN =
  /^-{5}BEGIN CERTIFICATE-{5}\r?\n([A-Za-z0-9/+]{64}\r?\n)*[A-Za-z0-9/+]{1,64}={0,2}\r?\n-{5}END CERTIFICATE-{5}(\r?\n)?$/;

const pem = toPem(
  Buffer.from('Any bytes will do for a block, as long as there are more than forty-eight of them.'),
);
const decoded = (text: string | Uint8Array) =>
  readPemBlocks(text).map(({ der }) => Buffer.from(der).toString('latin1'));
const expected = decoded(pem);

describe('certificates/pem', () => {
  describe('reading', () => {
    const tolerated: readonly (readonly [string, string | Uint8Array])[] = [
      ['CRLF line ends', pem.replaceAll('\n', '\r\n')],
      ['CR line ends', pem.replaceAll('\n', '\r')],
      ['no line end at the end', pem.trimEnd()],
      ['trailing spaces and tabs', pem.replaceAll('\n', ' \t\n')],
      ['indentation', pem.replace(/^/gm, '    ')],
      ['empty lines inside', pem.replaceAll('\n', '\n\n')],
      ['a byte-order mark', `\ufeff${pem}`],
      ['a byte-order mark in bytes', Buffer.from(`\ufeff${pem}`)],
      ['UTF-16, little-endian', Buffer.from(`\ufeff${pem}`, 'utf16le')],
      ['UTF-16, big-endian', Buffer.from(`\ufeff${pem}`, 'utf16le').swap16()],
      ['text around it', `Bag Attributes\n    friendlyName: a: b\nsubject=/CN=x\n\n${pem}\nthe end`],
      ['Latin-1 text around it', Buffer.from(`Zürich\n${pem}`, 'latin1')],
      ['all of it on one line', pem.replace(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/])/g, '')],
    ];
    for (const [what, input] of tolerated) {
      it(`accepts ${what}`, () => {
        assert.deepEqual(decoded(input), expected);
      });
    }

    it('names each block by its label, kind and line', () => {
      const labels = [
        ['CERTIFICATE', 'certificate'],
        ['X509 CERTIFICATE', 'certificate'],
        ['TRUSTED CERTIFICATE', 'trusted-certificate'],
        ['NEW CERTIFICATE REQUEST', 'certificate-request'],
        ['PKCS7', 'pkcs7'],
        ['CMS', 'pkcs7'],
        ['PRIVATE KEY', 'private-key'],
        ['RSA PRIVATE KEY', 'private-key'],
        ['OPENSSH PRIVATE KEY', 'private-key'],
        ['ENCRYPTED PRIVATE KEY', 'encrypted-private-key'],
        ['PUBLIC KEY', 'public-key'],
        ['X509 CRL', 'crl'],
        ['EC PARAMETERS', 'parameters'],
        ['SOMETHING ELSE', 'unknown'],
      ] as const;
      const text = labels.map(([label]) => toPem(Buffer.from('abc'), label)).join('');
      assert.deepEqual(
        readPemBlocks(text).map(({ label, kind, line }) => [label, kind, line]),
        labels.map(([label, kind], index) => [label, kind, index * 3 + 1]),
      );
    });

    it('keeps the headers of an old-style encrypted key', () => {
      const [block] = readPemBlocks(fixtureText('keys/rsa-2048.old.key'));
      assert.deepEqual(block?.headers[0], { name: 'Proc-Type', value: '4,ENCRYPTED' });
      assert.match(block.headers[1]?.value ?? '', /^AES-128-CBC,[0-9A-F]{32}$/);
    });

    it('finds no block where there is none', () => {
      assert.deepEqual(readPemBlocks('nothing here\n'), []);
    });

    const lines = pem.split('\n');
    const body = lines[1] ?? '';
    const refusals: readonly (readonly [string, string, RegExp])[] = [
      ['BEGIN without END', lines.slice(0, 3).join('\n'), /^Line 1: .*no END line/],
      ['END without BEGIN', lines.slice(1).join('\n'), /^Line 3: END CERTIFICATE without a BEGIN/],
      ['BEGIN within a block', pem.replace(body, '-----BEGIN CERTIFICATE-----'), /^Line 2: .*begins before/],
      ['another label at the end', pem.replace('END CERTIFICATE', 'END PKCS7'), /^Line 4: END PKCS7 closes/],
      ['an empty block', `${lines[0] ?? ''}\n${lines[3] ?? ''}`, /^Line 1: .*is empty/],
      [
        'a character that is not base64',
        pem.replace(body, `${body.slice(0, 20)}*${body.slice(21)}`),
        /^Line 2: .*not base64/,
      ],
      ['URL-safe base64', pem.replace(body, `_-${body.slice(2)}`), /^Line 2: .*not base64/],
      ['a missing character', pem.replace(body, body.slice(1)), /^Line 4: .*cut off or damaged/],
      ['padding in the middle', pem.replace(body, `${body.slice(0, 62)}==`), /^Line 3: .*after its padding/],
      ['bits after the last byte', toPem(Buffer.from('a')).replace('YQ==', 'YR=='), /cut off or damaged/],
      ['four hyphens', pem.replace('-----BEGIN', '----BEGIN'), /^Line 1: a damaged/],
      ['dashes of a word processor', pem.replace('-----BEGIN', '—–BEGIN'), /^Line 1: a damaged/],
      ['everything on one line with spaces', pem.replaceAll('\n', ' '), /^Line 1: a damaged/],
      ['literal \\n in place of line ends', pem.replaceAll('\n', '\\n'), /^Line 1: a damaged/],
      [
        'a header that runs on',
        `-----BEGIN PRIVATE KEY-----\nA: b\nYQ==\n-----END PRIVATE KEY-----`,
        /^Line 3: a header/,
      ],
    ];
    for (const [what, text, message] of refusals) {
      it(`refuses ${what}, naming the line`, () => {
        assertRefused(() => readPemBlocks(text), message);
      });
    }

    it('never quotes what stands in a block', () => {
      const secret = 'c2VjcmV0IGtleSBtYXRlcmlhbA';
      const damaged = `-----BEGIN PRIVATE KEY-----\n${secret}*\n-----END PRIVATE KEY-----\n`;
      assert.throws(
        () => readPemBlocks(damaged),
        (error: unknown) =>
          error instanceof WorklinkError &&
          !JSON.stringify([error.message, error.hint, error.details]).includes(secret),
      );
    });

    it('refuses an input above its bounds', () => {
      assertRefused(() => readPemBlocks('x'.repeat(MAX_INPUT_BYTES + 1)), /at most 1048576/);
      assert.deepEqual(readPemBlocks('x'.repeat(MAX_INPUT_BYTES)), []);
      const block = toPem(Buffer.from('a'));
      assert.equal(readPemBlocks(block.repeat(MAX_PEM_BLOCKS)).length, MAX_PEM_BLOCKS);
      assertRefused(() => readPemBlocks(block.repeat(MAX_PEM_BLOCKS + 1)), /more than 1000 PEM blocks/);
    });
  });

  describe('writing', () => {
    it('is undone by reading', () => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 }), (ders) => {
          const text = ders.map((der) => toPem(der)).join('');
          assert.deepEqual(
            readPemBlocks(text).map(({ der }) => [...der]),
            ders.map((der) => [...der]),
          );
        }),
      );
    });

    it('has the form that the service asks for', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (der) => {
          assert.match(toServicePem(der), SERVICE_PATTERN);
        }),
      );
    });

    it('refuses what is too long for the service, at the very character', () => {
      let largest = 1;
      while (toPem(Buffer.alloc(largest + 1)).length <= MAX_SERVICE_PEM_LENGTH) largest += 1;
      assert.ok(toServicePem(Buffer.alloc(largest)).length <= MAX_SERVICE_PEM_LENGTH);
      assertRefused(() => toServicePem(Buffer.alloc(largest + 1)), /at most 8192/);
    });
  });

  it('meets any mutation of a PEM file with blocks or an understood error', () => {
    const seed = fixtureText('keys/rsa-2048.old.key') + fixtureText('kinds/wildcard.pem');
    fc.assert(
      fc.property(
        fc.nat(seed.length - 1),
        fc.nat(40),
        fc.string({ unit: 'binary', maxLength: 12 }),
        (at, cut, text) => {
          try {
            readPemBlocks(seed.slice(0, at) + text + seed.slice(at + cut));
          } catch (error) {
            assert.ok(error instanceof WorklinkError, String(error));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
