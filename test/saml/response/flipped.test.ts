import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ResponseVerdict } from '../../../src/core/saml/response/verify-response.js';
import { judge, type SignedPart, signedResponse } from './builder.js';

/** Everything an accepted response says; undefined for a refused one. */
function said(verdict: ResponseVerdict): string | undefined {
  if (verdict.verdict === 'refused') return undefined;
  return JSON.stringify({ ...verdict, checks: [] });
}

/**
 * What no signature covers, and what says nothing that is believed: of an unsigned response the ID, the time and where it was
 * sent; and the prefix of a namespace that is declared once more around it, which exclusive canonicalisation leaves out.
 */
function isFree(message: Buffer, position: number): boolean {
  const inAssertion = message.indexOf('<saml:Assertion');
  const spots = [{ from: message.indexOf('xmlns:saml', inAssertion), length: 'xmlns:saml'.length }];
  if (!message.includes('URI="#_response-1"')) {
    for (const text of ['ID="_response-1"', 'IssueInstant="2026-11-20T11:59:50Z"', 'Destination'])
      spots.push({ from: message.indexOf(text), length: text.length });
  }
  return spots.some(({ from, length }) => position >= from && position < from + length);
}

/** The positions at which a bit was flipped and the response accepted all the same, with what it said before. */
async function acceptedFlips(message: Buffer, positions: Iterable<number>, bit: number): Promise<number[]> {
  const original = said(await judge(message));
  assert.notEqual(original, undefined);
  const accepted: number[] = [];
  for (const position of positions) {
    const flipped = Buffer.from(message);
    flipped[position] = (flipped[position] ?? 0) ^ (1 << bit);
    const now = said(await judge(flipped));
    if (now === undefined) continue;
    assert.equal(now, original, `position ${position}, bit ${bit}`);
    if (!isFree(message, position)) accepted.push(position);
  }
  return accepted;
}

function every(message: Buffer, step: number, offset: number): number[] {
  return Array.from(
    { length: Math.ceil((message.length - offset) / step) },
    (_, index) => offset + index * step,
  );
}

describe('a signed response of which something was changed', function () {
  this.timeout(120_000);

  const shown = (message: Buffer, accepted: readonly number[]) =>
    accepted.map((at) => `${String(at)}: ${message.subarray(at - 20, at + 20).toString()}`);
  /** Small, so that each of its bytes can have its turn: without attributes, and without a certificate. */
  const small = (part: SignedPart) =>
    Buffer.from(signedResponse(part, { attributes: '' }, { certificate: null }));

  it('given the response signed, when any byte at all has a bit flipped, then it is refused', async () => {
    const message = small('response');
    const accepted: number[] = [];
    // The eighth bit has nothing but broken UTF-8 come of it, so that the others take turns from byte to byte.
    for (let bit = 0; bit < 7; bit += 1) {
      accepted.push(...(await acceptedFlips(message, every(message, 7, bit), bit)));
    }
    assert.deepEqual(shown(message, accepted), []);
  });

  it('given both signed, with their certificates, when a byte has a bit flipped, then it is refused', async () => {
    const message = Buffer.from(signedResponse('both'));
    const accepted = [
      ...(await acceptedFlips(message, every(message, 17, 0), 0)),
      ...(await acceptedFlips(message, every(message, 23, 2), 5)),
      ...(await acceptedFlips(message, every(message, 97, 3), 7)),
    ];
    assert.deepEqual(shown(message, accepted), []);
  });

  it('given the assertion signed, when any byte of it has a bit flipped, then it is refused', async () => {
    const message = small('assertion');
    const start = message.indexOf('<saml:Assertion');
    const end = message.indexOf('</samlp:Response>');
    // Every third byte, from another one at each run.
    const offset = Math.floor(Math.random() * 3);
    const inside = every(message, 3, offset).filter((at) => at >= start && at < end);
    assert.ok(inside.length > 500);
    const accepted = await acceptedFlips(message, inside, 1);
    assert.deepEqual(shown(message, accepted), []);
  });

  it('given the assertion signed, when a byte around it has a bit flipped, then it is refused, or only the ID or time of the response differ', async () => {
    const message = Buffer.from(signedResponse('assertion'));
    const start = message.indexOf('<saml:Assertion');
    const around = every(message, 1, 0).filter((at) => at < start);
    assert.deepEqual(await acceptedFlips(message, around, 0), []);
  });

  const PARTS: readonly SignedPart[] = ['assertion', 'response', 'both'];
  for (const part of PARTS) {
    it(`given the ${part} signed, when pieces are replaced, removed, doubled or moved, then nothing else is believed`, async () => {
      const message = signedResponse(part);
      const original = said(await judge(message));
      const place = fc.nat({ max: message.length });
      const edit = fc.record({
        from: place,
        length: fc.nat({ max: 400 }),
        to: place,
        text: fc.oneof(
          fc.constantFrom(
            '<!---->',
            '<?x?>',
            '&#0;',
            ' ',
            '\r\n',
            '<a/>',
            ' ID="_x"',
            '</saml:Assertion>',
            '<![CDATA[x]]>',
          ),
          fc.string({ unit: 'binary', maxLength: 4 }),
        ),
        kind: fc.constantFrom(
          'replace' as const,
          'remove' as const,
          'double' as const,
          'move' as const,
          'insert' as const,
        ),
      });
      await fc.assert(
        fc.asyncProperty(edit, async ({ from, length, to, text, kind }) => {
          const piece = message.slice(from, from + length);
          const rest = message.slice(0, from) + message.slice(from + length);
          const EDITS = {
            replace: message.slice(0, from) + text + message.slice(from + length),
            remove: rest,
            double: message.slice(0, to) + piece + message.slice(to),
            move: rest.slice(0, to) + piece + rest.slice(to),
            insert: message.slice(0, from) + text + message.slice(from),
          };
          const now = said(await judge(EDITS[kind]));
          assert.ok(now === undefined || now === original, now);
        }),
        { numRuns: 80 },
      );
    });
  }
});
