import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type SignedHttpRequest } from '../../../src/core/server/sigv4/types.js';
import {
  ACCEPTED,
  CREATE_FLEET,
  escapeAll,
  headerOf,
  INVALID,
  presign,
  sign,
  UNTAG,
  type Unsigned,
  verdict,
  verify,
  wire,
  withHeader,
} from './support.js';

/** Ways a client may spell the same query on the wire; all mean the same, and are signed the same. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  escapeAll,
  (text) => escapeAll(text).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  (text) => wire(text).replace(/[\x00-\x20#%&=+\x7f]/g, (character) => escapeAll(character)),
  (text) => [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
];

const anyText = fc.string({ unit: 'binary', maxLength: 12 });

const spelling = fc.constantFrom(...SPELLINGS);

/**
 * Names that mean a signature belong to the presigned form, which the SDK writes itself; and its signer loses a parameter
 * called `__proto__`.
 */
const query = fc.dictionary(
  anyText.filter((name) => !name.toLowerCase().startsWith('x-amz-') && name !== '__proto__'),
  fc.oneof(anyText, fc.array(anyText, { minLength: 1, maxLength: 4 })),
  { maxKeys: 5 },
);

/** Segments of any bytes escaped, of text sent raw, empty, and dots. */
const segment = fc.oneof(
  fc.uint8Array({ maxLength: 8 }).map((bytes) => escapeAll(Buffer.from(bytes).toString('latin1'))),
  fc
    .uint8Array({ maxLength: 8 })
    .map((bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
  fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replace(/[\x00-\x20\x7f?]/g, '')),
  fc.constantFrom('', '.', '..', '...', '%2E%2e', '%2F', '%', '%zz', '+', '~', 'tags'),
);

const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);

const headerValue = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(' ', '  ', '\t', ',', ';', ':', '"'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 20,
  })
  .map((text) => text.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ''));

const headers = fc.dictionary(
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_~.-]{0,8}$/).map((name) => `Test-${name}`),
  headerValue,
  { maxKeys: 5 },
);

const request: fc.Arbitrary<Unsigned> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'),
    path,
    query,
    headers,
    body: fc.uint8Array({ maxLength: 64 }),
  })
  // Two spellings of one header name would be two headers to the wire, and one to the signer's object.
  .filter(
    ({ headers }) =>
      new Set(Object.keys(headers).map((name) => name.toLowerCase())).size === Object.keys(headers).length,
  );

const sessionToken = fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/), { nil: undefined });

function reordered(sent: SignedHttpRequest): SignedHttpRequest {
  const rawHeaders: string[] = [];
  for (let index = sent.rawHeaders.length - 2; index >= 0; index -= 2) {
    rawHeaders.push(sent.rawHeaders[index]!.toUpperCase(), sent.rawHeaders[index + 1]!);
  }
  return { ...sent, rawHeaders };
}

describe("sigv4: what the AWS SDK's signer signs", () => {
  it('is accepted in the header form, for any path, query, headers, body and order of headers', async () => {
    await fc.assert(
      fc.asyncProperty(
        request,
        spelling,
        fc.boolean(),
        sessionToken,
        async (unsigned, spell, contentHash, token) => {
          const options = { contentHash, spell, ...(token === undefined ? {} : { sessionToken: token }) };
          const sent = await sign(unsigned, options);

          for (const arrived of [sent, reordered(sent)]) {
            const verification = verify(arrived);
            assert.equal(verdict(verification), ACCEPTED);
            assert.ok(verification.ok);
            assert.equal(verification.sessionToken, token);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is accepted in the presigned form, for any path, query, headers and body', async () => {
    await fc.assert(
      fc.asyncProperty(request, spelling, sessionToken, async (unsigned, spell, token) => {
        const sent = await presign(unsigned, {
          spell,
          ...(token === undefined ? {} : { sessionToken: token }),
        });

        const verification = verify(sent);
        assert.equal(verdict(verification), ACCEPTED);
        assert.ok(verification.ok);
        assert.equal(verification.sessionToken, token);
      }),
      { numRuns: 500 },
    );
  });

  it('is accepted whatever the size of the body', async () => {
    const body = Buffer.alloc(1_000_000, 'ä');

    assert.equal(verdict(verify(await sign({ ...CREATE_FLEET, body }))), ACCEPTED);
  });

  it('names the Region and the headers it was signed for', async () => {
    const sent = await sign(CREATE_FLEET, { region: 'ap-southeast-2', contentHash: false });

    assert.deepEqual(verify(sent), {
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      region: 'ap-southeast-2',
      signedHeaders: ['content-type', 'host', 'x-amz-date', 'x-amz-user-agent'],
    });
  });

  it('is accepted with headers that nobody signed, unless they begin with x-amz-', async () => {
    const sent = await sign(CREATE_FLEET);

    assert.equal(verdict(verify(withHeader(sent, 'Accept-Encoding', 'gzip'))), ACCEPTED);
    assert.equal(
      verdict(verify(withHeader(sent, 'X-Amzn-Trace-Id', 'Root=1-5759e988-bd862e3fe1be46a994272793'))),
      ACCEPTED,
    );
  });

  it('is accepted where a value that was signed joined by commas is sent as several headers', async () => {
    const sent = await sign({ ...CREATE_FLEET, headers: { 'X-Amz-List': 'one,two words' } });
    const { rawHeaders } = withHeader(sent, 'x-amz-list', undefined);
    const one = ['X-Amz-List', ' one '];
    const two = ['x-amz-list', 'two  words'];

    assert.equal(verdict(verify({ ...sent, rawHeaders: [...one, ...rawHeaders, ...two] })), ACCEPTED);
    assert.equal(verdict(verify({ ...sent, rawHeaders: [...two, ...rawHeaders, ...one] })), INVALID);
  });

  it('is accepted with an Authorization header in any spacing and order that clients use', async () => {
    const sent = await sign(UNTAG);
    const [, credential = '', signedHeaders = '', signature = ''] =
      /^AWS4-HMAC-SHA256 (\S+), (\S+), (\S+)$/.exec(headerOf(sent, 'authorization')) ?? [];

    for (const authorization of [
      `AWS4-HMAC-SHA256 ${credential},${signedHeaders},${signature}`,
      `AWS4-HMAC-SHA256 ${credential} ${signedHeaders} ${signature}`,
      `AWS4-HMAC-SHA256   ${credential} ,\t${signedHeaders}  ,  ${signature} `,
      `AWS4-HMAC-SHA256 ${signature}, ${credential}, ${signedHeaders}`,
    ]) {
      assert.equal(
        verdict(verify(withHeader(sent, 'Authorization', authorization))),
        ACCEPTED,
        authorization,
      );
    }
  });

  it('is accepted with a plus sign sent as itself, and that is not a space', async () => {
    const plus = await sign({ ...UNTAG, query: { tagKeys: 'a+b' } }, { spell: (text) => text });
    const space = await sign({ ...UNTAG, query: { tagKeys: 'a b' } });

    assert.equal(plus.target, `${UNTAG.path}?tagKeys=a+b`);
    assert.equal(verdict(verify(plus)), ACCEPTED);
    assert.notEqual(verdict(verify({ ...space, target: plus.target })), ACCEPTED);
  });

  it('is accepted with a parameter that has no equals sign, and with an empty query', async () => {
    const flag = await sign({ ...UNTAG, query: { tagKeys: '' } });
    const none = await sign({ method: 'GET', path: UNTAG.path });

    assert.equal(verdict(verify({ ...flag, target: `${UNTAG.path}?tagKeys` })), ACCEPTED);
    assert.equal(verdict(verify({ ...none, target: `${UNTAG.path}?` })), ACCEPTED);
  });
});
