import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type SignedHttpRequest } from '../../../src/core/server/sigv4/types.js';
import {
  ACCEPTED,
  CREATE_FLEET,
  headerOf,
  presign,
  sign,
  UNTAG,
  type Unsigned,
  verdict,
  verify,
  withHeader,
} from './support.js';

const REQUESTS: readonly Unsigned[] = [CREATE_FLEET, UNTAG];

const PRINTABLE = Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => String.fromCharCode(0x21 + index));

function replaceAt(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1);
}

function refused(request: SignedHttpRequest, what: string): void {
  assert.notEqual(verdict(verify(request)), ACCEPTED, what);
}

/** Every text that differs from this one in one character, or lacks one. */
function* neighbours(text: string, alphabet: readonly string[] = PRINTABLE): Generator<string> {
  for (let index = 0; index < text.length; index += 1) {
    for (const character of alphabet) {
      if (character !== text[index]) {
        yield replaceAt(text, index, character);
      }
    }
    yield replaceAt(text, index, '');
  }
}

/** The case of an escape's digits carries no meaning in a query, whose parameters are decoded to be compared. */
function sameMeaning(left: string, right: string): boolean {
  const upperEscapes = (text: string) => text.replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
  const [leftPath, leftQuery = ''] = left.split('?');
  const [rightPath, rightQuery = ''] = right.split('?');
  return leftPath === rightPath && upperEscapes(leftQuery) === upperEscapes(rightQuery);
}

describe('sigv4: a signed request, changed in any one place', () => {
  for (const unsigned of REQUESTS) {
    it(`is refused with another method than ${unsigned.method}`, async () => {
      const sent = await sign(unsigned);
      assert.equal(verdict(verify(sent)), ACCEPTED);

      for (const method of neighbours(sent.method)) {
        refused({ ...sent, method }, method);
      }
    });

    it(`is refused with another target than that of ${unsigned.method}`, async () => {
      const sent = await sign(unsigned);
      const few = ['a', 'Z', '0', '%', '/', '.', '&', '=', '+', '?', '#', '-', '\xe4'];

      for (const target of neighbours(sent.target, few)) {
        if (!sameMeaning(target, sent.target)) {
          refused({ ...sent, target }, target);
        }
      }
    });

    it(`is refused with another value in any signed header of ${unsigned.method}, or without it`, async () => {
      const sent = await sign(unsigned);
      const verification = verify(sent);
      assert.ok(verification.ok);
      assert.ok(verification.signedHeaders.length >= 3);

      for (const name of verification.signedHeaders) {
        refused(withHeader(sent, name, undefined), name);
        for (const value of neighbours(headerOf(sent, name), ['0', 'x', ','])) {
          refused(withHeader(sent, name, value), `${name}: ${value}`);
        }
        refused({ ...sent, rawHeaders: [...sent.rawHeaders, name, 'x'] }, `${name} twice`);
      }
    });

    it(`is refused with another Authorization header for ${unsigned.method}`, async () => {
      const sent = await sign(unsigned);
      const authorization = headerOf(sent, 'authorization');

      for (const value of neighbours(authorization, ['0', 'f', 'A', '/', ';', '='])) {
        // Where a separator's comma or space is lost, the other still separates.
        if (value.replace(/[ ,]+/g, ' ') !== authorization.replace(/[ ,]+/g, ' ')) {
          refused(withHeader(sent, 'Authorization', value), value);
        }
      }
    });
  }

  it('is refused with another body', async () => {
    const sent = await sign(CREATE_FLEET, { contentHash: false });
    const body = Buffer.from(sent.body);

    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = Buffer.from(body);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      refused({ ...sent, body: changed }, `bit ${bit}`);
    }
    refused({ ...sent, body: body.subarray(1) }, 'one byte less');
    refused({ ...sent, body: Buffer.concat([body, Buffer.from(' ')]) }, 'one byte more');
    refused({ ...sent, body: Buffer.alloc(0) }, 'no body');
  });

  it('is refused with its query parameters given to others, and accepted with them in another order', async () => {
    const sent = await sign({ ...UNTAG, query: { a: '1', b: '2' } });

    refused({ ...sent, target: `${UNTAG.path}?a=2&b=1` }, 'values exchanged');
    refused({ ...sent, target: `${UNTAG.path}?a=1&b=2&a=1` }, 'one more');
    refused({ ...sent, target: `${UNTAG.path}?a=1%26b=2` }, 'two made one');
    refused({ ...sent, target: `${UNTAG.path}?a=1&b=2&` }, 'an empty one more');
    assert.equal(verdict(verify({ ...sent, target: `${UNTAG.path}?b=2&a=1` })), ACCEPTED);
  });

  it('is refused as a presigned URL with another target, host or body', async () => {
    const sent = await presign(UNTAG, { sessionToken: 'Token+/=' });
    assert.equal(verdict(verify(sent)), ACCEPTED);

    for (const target of neighbours(sent.target, ['a', '0', '%', '&', '=', '.'])) {
      if (!sameMeaning(target, sent.target)) {
        refused({ ...sent, target }, target);
      }
    }
    refused(withHeader(sent, 'host', '127.0.0.1:4581'), 'another host');
    refused({ ...sent, body: Buffer.from('{}') }, 'a body');
  });

  it('is refused wherever a random byte of it changes', async () => {
    const sent = await sign(CREATE_FLEET);
    fc.assert(
      fc.property(
        fc.constantFrom<'method' | 'target'>('method', 'target'),
        fc.nat(),
        fc.integer({ min: 0, max: 0xffff }),
        (part, at, code) => {
          const index = at % sent[part].length;
          const changed = replaceAt(sent[part], index, String.fromCharCode(code));
          fc.pre(changed !== sent[part]);
          refused({ ...sent, [part]: changed }, changed);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
