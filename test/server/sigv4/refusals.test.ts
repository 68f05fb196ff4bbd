import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MAX_ACCESS_KEY_ID_LENGTH,
  MAX_HEADER_BYTES,
  MAX_HEADER_FIELDS,
  MAX_METHOD_LENGTH,
  MAX_QUERY_PARAMETERS,
  MAX_REGION_LENGTH,
  MAX_TARGET_BYTES,
} from '../../../src/core/server/sigv4/limits.js';
import { type SignedHttpRequest, type Verification } from '../../../src/core/server/sigv4/types.js';
import {
  ACCEPTED,
  ACCESS_KEY_ID,
  CREATE_FLEET,
  headerOf,
  HOST,
  INCOMPLETE,
  INVALID,
  MISSING,
  presign,
  SECRET,
  sign,
  UNREADABLE,
  UNRECOGNIZED,
  UNTAG,
  verdict,
  verify,
  withHeader,
} from './support.js';

function message(verification: Verification): string {
  return verification.ok ? '' : verification.failure.message;
}

function withAuthorization(request: SignedHttpRequest, change: (value: string) => string): SignedHttpRequest {
  return withHeader(request, 'Authorization', change(headerOf(request, 'authorization')));
}

function withTarget(request: SignedHttpRequest, pattern: RegExp, replacement: string): SignedHttpRequest {
  const target = request.target.replace(pattern, replacement);
  assert.notEqual(target, request.target);
  return { ...request, target };
}

describe('sigv4: a request without a whole signature', () => {
  it('is told that the token is missing where there is none', () => {
    const plain = {
      method: 'POST',
      target: '/createFleet',
      rawHeaders: ['Host', HOST],
      body: Buffer.alloc(0),
    };

    assert.deepEqual(verify(plain), {
      ok: false,
      failure: {
        errorType: 'MissingAuthenticationTokenException',
        status: 403,
        message: 'Missing Authentication Token',
      },
    });
    assert.equal(verdict(verify({ ...plain, target: '/createFleet?X-Amz-Date=20261105T080910Z' })), MISSING);
  });

  it('is told which parts the Authorization header lacks, and never shown the header', async () => {
    const sent = await sign(CREATE_FLEET);

    for (const [value, expected] of [
      ['', /does not begin with the algorithm AWS4-HMAC-SHA256/],
      ['Bearer secret-token', /does not begin with/],
      ['Basic c2VjcmV0LXRva2Vu', /does not begin with/],
      ['AWS4-ECDSA-P256-SHA256 Credential=secret-token', /does not begin with/],
      ['aws4-hmac-sha256 Credential=secret-token', /does not begin with/],
      ['AWS4-HMAC-SHA256', /lacks Credential, SignedHeaders, Signature/],
      ['AWS4-HMAC-SHA256 Credential=a/b', /lacks SignedHeaders, Signature/],
      ['AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=', /lacks Signature/],
      ['AWS4-HMAC-SHA256 Credential=a, Credential=b', /each as name=value, once/],
      ['AWS4-HMAC-SHA256 credential=secret-token', /each as name=value, once/],
      ['AWS4-HMAC-SHA256 Credential= secret-token', /each as name=value, once/],
      ['AWS4-HMAC-SHA256 =secret-token', /each as name=value, once/],
    ] as const) {
      const answer = verify(withHeader(sent, 'Authorization', value));
      assert.equal(verdict(answer), INCOMPLETE, value);
      assert.match(message(answer), expected);
      assert.doesNotMatch(message(answer), /secret|c2Vj/);
    }
  });

  it('is told which parts the query lacks', async () => {
    const sent = await presign(UNTAG);

    for (const name of ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature']) {
      const answer = verify(withTarget(sent, new RegExp(`X-Amz-${name}=[^&]*`), 'other=1'));
      assert.equal(verdict(answer), INCOMPLETE, name);
      assert.equal(message(answer), `The query lacks X-Amz-${name}.`);
      assert.equal(
        verdict(verify(withTarget(sent, new RegExp(`X-Amz-${name}=[^&]*`), `X-Amz-${name}=`))),
        INCOMPLETE,
      );
    }
  });

  it('is refused where the query spells a part wrongly', async () => {
    const sent = await presign(UNTAG);

    for (const [pattern, replacement] of [
      [/Algorithm=[^&]*/, 'Algorithm=AWS4-HMAC-SHA1'],
      [/Expires=[^&]*/, 'Expires=0'],
      [/Expires=[^&]*/, 'Expires=-1'],
      [/Expires=[^&]*/, 'Expires=604801'],
      [/Expires=[^&]*/, 'Expires=1e3'],
      [/Expires=[^&]*/, 'Expires=99999999999999999999'],
      [/Date=[^&]*/, 'Date=Thu%2C%2005%20Nov%202026%2008%3A09%3A10%20GMT'],
      [/Credential=[^&]*/, 'Credential=%ff'],
      [/Credential=[^&]*/, 'Credential=AKIDEXAMPLE'],
      [/SignedHeaders=[^&]*/, 'SignedHeaders=Host'],
      [/X-Amz-Signature=/, 'x-amz-signature='],
    ] as const) {
      assert.equal(verdict(verify(withTarget(sent, pattern, replacement))), INCOMPLETE, replacement);
    }
  });

  it('is refused where a part of the query comes twice, even with the same value', async () => {
    const sent = await presign(UNTAG, { sessionToken: 'token' });

    for (const name of [
      'Algorithm',
      'Credential',
      'Date',
      'Expires',
      'SignedHeaders',
      'Signature',
      'Security-Token',
    ]) {
      const pair = new RegExp(`X-Amz-${name}=[^&]*`).exec(sent.target)?.[0] ?? '';
      assert.notEqual(pair, '');
      assert.equal(verdict(verify({ ...sent, target: `${sent.target}&${pair}` })), INCOMPLETE, name);
    }
  });

  it('is refused where it is signed in the header and in the query', async () => {
    const inHeader = await sign(UNTAG);
    const inQuery = await presign(UNTAG);
    const both = withHeader(inQuery, 'Authorization', headerOf(inHeader, 'authorization'));

    assert.equal(verdict(verify(both)), INCOMPLETE);
    assert.match(message(verify(both)), /only one of them/);
    assert.equal(
      verdict(verify({ ...inHeader, target: `${inHeader.target}&x-amz-signature=${'0'.repeat(64)}` })),
      INCOMPLETE,
    );
  });

  it('is refused where SignedHeaders is not the one spelling of a set', async () => {
    const sent = await sign(CREATE_FLEET);

    for (const names of [
      'x-amz-date;host',
      'host;host',
      'Host;x-amz-date',
      'host;;x-amz-date',
      ';host',
      'host;',
      'a b',
      'höst',
    ]) {
      const changed = withAuthorization(sent, (value) =>
        value.replace(/SignedHeaders=[^,]*/, `SignedHeaders=${names}`),
      );
      assert.equal(verdict(verify(changed)), INCOMPLETE, names);
    }
  });

  it('is refused where a header is named as signed and not sent', async () => {
    const sent = withHeader(await sign(CREATE_FLEET), 'content-type', undefined);

    const answer = verify(sent);
    assert.equal(verdict(answer), INCOMPLETE);
    assert.match(message(answer), /'content-type'/);
  });

  it('is refused where the credential has another form', async () => {
    const sent = await sign(CREATE_FLEET);

    for (const credential of [
      'AKIDEXAMPLE',
      'AKIDEXAMPLE/20261105/us-east-1/worklink',
      'AKIDEXAMPLE/20261105/us-east-1/worklink/aws4_request/',
      '/20261105/us-east-1/worklink/aws4_request',
      'AKID/EXAMPLE/20261105/us-east-1/worklink/aws4_request',
      'AKÏD/20261105/us-east-1/worklink/aws4_request',
      `${'A'.repeat(MAX_ACCESS_KEY_ID_LENGTH + 1)}/20261105/us-east-1/worklink/aws4_request`,
    ]) {
      const changed = withAuthorization(sent, (value) =>
        value.replace(/Credential=[^,]*/, `Credential=${credential}`),
      );
      assert.equal(verdict(verify(changed)), INCOMPLETE, credential);
    }
  });
});

describe('sigv4: a whole signature that does not hold', () => {
  it('is refused for a wrong secret', async () => {
    const answer = verify(await sign(CREATE_FLEET, { secret: 'another' }));

    assert.equal(verdict(answer), INVALID);
    assert.match(
      message(answer),
      /^The request signature we calculated does not match the signature you provided\./,
    );
  });

  it('is refused for a signature that is not 64 lower-case hexadecimal digits', async () => {
    const sent = await sign(CREATE_FLEET);

    for (const change of [
      (hex: string) => hex.toUpperCase(),
      (hex: string) => hex.slice(1),
      (hex: string) => `${hex}00`,
      (hex: string) => `0x${hex.slice(2)}`,
      (hex: string) => Buffer.from(hex, 'hex').toString('base64'),
    ]) {
      const changed = withAuthorization(sent, (value) =>
        value.replace(/Signature=(\w+)$/, (_, hex: string) => `Signature=${change(hex)}`),
      );
      assert.equal(verdict(verify(changed)), INVALID);
    }
  });

  it('is refused for a scope of another service, terminator or impossible Region, all told at once', async () => {
    assert.match(
      message(verify(await sign(CREATE_FLEET, { service: 'execute-api' }))),
      /^Credential should be scoped to correct service: 'worklink', not 'execute-api'\.$/,
    );
    for (const region of [
      '',
      'US-EAST-1',
      'us-east-1-',
      'us_east_1',
      'us--east',
      'a'.repeat(MAX_REGION_LENGTH + 1),
    ]) {
      assert.equal(verdict(verify(await sign(CREATE_FLEET, { region }))), INVALID, region);
    }
    assert.equal(
      verdict(verify(await sign(CREATE_FLEET, { region: 'a'.repeat(MAX_REGION_LENGTH) }))),
      ACCEPTED,
    );
    const all = withAuthorization(await sign(CREATE_FLEET), (value) =>
      value.replace(/20261105\/us-east-1\/worklink\/aws4_request/, '20261104/US/s3/aws4'),
    );
    assert.equal(verdict(verify(all)), INVALID);
    assert.equal(message(verify(all)).match(/Credential (should be|is) scoped/g)?.length, 4);
  });

  it('is refused where host or an x-amz- header is not signed', async () => {
    for (const name of ['host', 'x-amz-date', 'x-amz-user-agent', 'x-amz-content-sha256']) {
      const answer = verify(await sign(CREATE_FLEET, { unsigned: [name] }));
      assert.equal(verdict(answer), INVALID, name);
      assert.match(message(answer), new RegExp(`must be signed, and are not: '${name}'`));
    }
    const added = withHeader(await sign(CREATE_FLEET), 'X-AMZ-Target', 'Worklink.DeleteFleet');
    assert.equal(verdict(verify(added)), INVALID);
    const token = withHeader(await sign(CREATE_FLEET), 'X-Amz-Security-Token', 'token');
    assert.equal(verdict(verify(token)), INVALID);
  });

  it('is refused where there is no host at all', async () => {
    const sent = withHeader(await sign(CREATE_FLEET, { unsigned: ['host'] }), 'host', undefined);

    assert.equal(verdict(verify(sent)), INVALID);
  });

  it('is refused where x-amz-content-sha256 is not the hash of the body', async () => {
    for (const hash of [
      'UNSIGNED-PAYLOAD',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '',
    ]) {
      const headers = { 'X-Amz-Content-Sha256': hash };
      const answer = verify(await sign({ ...CREATE_FLEET, headers }));
      assert.equal(verdict(answer), INVALID, hash);
      assert.match(message(answer), /is not the SHA-256 of the body/);
    }
    const url = withHeader(await presign(UNTAG), 'X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD');
    assert.equal(verdict(verify(url)), INVALID);
  });
});

describe('sigv4: the key and its token', () => {
  it('is answered as unknown for a key nobody holds, whatever its signature', async () => {
    const stranger = await sign(CREATE_FLEET, { accessKeyId: 'AKIDSTRANGER' });

    assert.deepEqual(verify(stranger), {
      ok: false,
      failure: {
        errorType: 'UnrecognizedClientException',
        status: 403,
        message: 'The security token included in the request is invalid.',
      },
    });
    // What stands in for an unknown key's secret must open nothing, even to somebody who reads it here.
    const insider = await sign(CREATE_FLEET, {
      accessKeyId: 'AKIDSTRANGER',
      secret: 'no access key has this secret access key',
    });
    assert.equal(verdict(verify(insider)), UNRECOGNIZED);
  });

  it('is answered as unknown for a key whose secret is empty', async () => {
    const sent = await sign(CREATE_FLEET, { secret: '' });

    assert.equal(verdict(verify(sent, { findSecret: () => '' })), UNRECOGNIZED);
  });

  it('hands the key to the look-up as it was sent', async () => {
    const asked: string[] = [];
    const findSecret = (id: string) => {
      asked.push(id);
      return SECRET;
    };
    for (const accessKeyId of ['test', '__proto__', 'a'.repeat(MAX_ACCESS_KEY_ID_LENGTH)]) {
      assert.equal(verdict(verify(await sign(CREATE_FLEET, { accessKeyId }), { findSecret })), ACCEPTED);
      assert.equal(asked.pop(), accessKeyId);
    }
  });

  it('must come with the token that belongs to the key, in either form', async () => {
    const sessionTokenOf = (id: string) => (id === ACCESS_KEY_ID ? 'the token' : undefined);

    for (const signing of [sign, presign]) {
      assert.equal(
        verdict(verify(await signing(UNTAG, { sessionToken: 'the token' }), { sessionTokenOf })),
        ACCEPTED,
      );
      assert.equal(
        verdict(verify(await signing(UNTAG, { sessionToken: 'another' }), { sessionTokenOf })),
        UNRECOGNIZED,
      );
      assert.equal(verdict(verify(await signing(UNTAG), { sessionTokenOf })), UNRECOGNIZED);
    }
  });

  it('must come without a token where the key is a long-term one', async () => {
    const sessionTokenOf = () => undefined;

    assert.equal(verdict(verify(await sign(UNTAG), { sessionTokenOf })), ACCEPTED);
    assert.equal(
      verdict(verify(await sign(UNTAG, { sessionToken: 'token' }), { sessionTokenOf })),
      UNRECOGNIZED,
    );
  });
});

describe('sigv4: a request no client means to send', () => {
  it('is refused where a header that must be one comes twice', async () => {
    const sent = await sign(CREATE_FLEET, { sessionToken: 'token' });

    for (const name of [
      'host',
      'authorization',
      'x-amz-date',
      'x-amz-content-sha256',
      'x-amz-security-token',
    ]) {
      const rawHeaders = [...sent.rawHeaders, name.toUpperCase(), headerOf(sent, name)];
      const answer = verify({ ...sent, rawHeaders });
      assert.equal(verdict(answer), UNREADABLE, name);
      assert.equal(message(answer), `The request has more than one '${name}' header.`);
    }
  });

  it('is refused where its head could not have been HTTP', async () => {
    const sent = await sign(CREATE_FLEET);

    for (const changed of [
      { ...sent, method: '' },
      { ...sent, method: 'POST\nx' },
      { ...sent, method: 'A'.repeat(MAX_METHOD_LENGTH + 1) },
      { ...sent, target: '' },
      { ...sent, target: '*' },
      { ...sent, target: 'createFleet' },
      { ...sent, target: 'http://127.0.0.1:4580/createFleet' },
      { ...sent, target: '/create\nFleet' },
      { ...sent, target: '/create Fleet' },
      { ...sent, target: '/createFleet\u0100' },
      { ...sent, target: '/createFleet?a=%' },
      { ...sent, target: '/createFleet?a=%4' },
      { ...sent, target: '/createFleet?%zz=1' },
      { ...sent, rawHeaders: [...sent.rawHeaders, 'X-Odd'] },
      { ...sent, rawHeaders: [...sent.rawHeaders, 'X Odd', ''] },
      { ...sent, rawHeaders: [...sent.rawHeaders, '', 'x'] },
      { ...sent, rawHeaders: [...sent.rawHeaders, 'X-Odd', 'a\nx-amz-date:b'] },
      { ...sent, rawHeaders: [...sent.rawHeaders, 'X-Odd', 'a\0'] },
      { ...sent, rawHeaders: [...sent.rawHeaders, 'X-Odd', '\u0100'] },
    ]) {
      assert.equal(verdict(verify(changed)), UNREADABLE);
    }
  });

  it('is refused past each limit, and accepted at it', async () => {
    const long = await sign({ method: 'GET', path: `/${'a'.repeat(MAX_TARGET_BYTES - 1)}` });
    assert.equal(verdict(verify(long)), ACCEPTED);
    assert.equal(verdict(verify({ ...long, target: `${long.target}a` })), UNREADABLE);

    const tagKeys = Array.from({ length: MAX_QUERY_PARAMETERS }, () => 'a');
    const many = await sign({ ...UNTAG, query: { tagKeys } });
    assert.equal(verdict(verify(many)), ACCEPTED);
    assert.equal(verdict(verify({ ...many, target: `${many.target}&tagKeys=a` })), UNREADABLE);

    const sent = await sign(UNTAG);
    const fill = Array.from({ length: 2 * MAX_HEADER_FIELDS - sent.rawHeaders.length }, () => 'x');
    assert.equal(verdict(verify({ ...sent, rawHeaders: [...sent.rawHeaders, ...fill] })), ACCEPTED);
    assert.equal(
      verdict(verify({ ...sent, rawHeaders: [...sent.rawHeaders, ...fill, 'x', 'x'] })),
      UNREADABLE,
    );

    const bytes = sent.rawHeaders.join('').length;
    const value = 'v'.repeat(MAX_HEADER_BYTES - bytes - 1);
    assert.equal(verdict(verify({ ...sent, rawHeaders: [...sent.rawHeaders, 'x', value] })), ACCEPTED);
    assert.equal(
      verdict(verify({ ...sent, rawHeaders: [...sent.rawHeaders, 'x', `${value}v`] })),
      UNREADABLE,
    );
  });

  it('costs little, however long its runs of spaces, slashes, commas and percent signs', async function () {
    // Quadratic work on 60,000 characters would take far longer than this.
    this.timeout(5_000);
    const size = 60_000;
    const spaces = `a${' '.repeat(size)}b`;
    assert.equal(verdict(verify(await sign({ ...UNTAG, headers: { 'Test-Spaces': spaces } }))), ACCEPTED);
    for (const path of [`/${'/'.repeat(size)}`, '/..'.repeat(size / 3), `/${'%'.repeat(size)}`]) {
      assert.equal(verdict(verify(await sign({ method: 'GET', path }))), ACCEPTED);
    }
    const sent = await sign(UNTAG);
    for (const authorization of [',', ' ', 'Credential=', 'Credential=/', 'a;']) {
      const value = `AWS4-HMAC-SHA256 ${authorization.repeat(size / authorization.length)}`;
      assert.equal(verdict(verify(withHeader(sent, 'Authorization', value))), INCOMPLETE);
    }
  });

  it('is answered in short printable messages', async () => {
    const sent = await sign(CREATE_FLEET);
    const long = 'é'.repeat(10_000);
    const answer = verify(withHeader(sent, 'X-Amz-Date', `${long}\x1b[2J`.replace('\x1b', '\t')));

    assert.equal(verdict(answer), INCOMPLETE);
    assert.match(message(answer), /^[\x20-\x7e…]{1,300}$/);
  });

  it('is answered, never thrown at, whatever it consists of', () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'Host',
        'Authorization',
        'X-Amz-Date',
        'Date',
        'X-Amz-Security-Token',
        'x-amz-content-sha256',
      ),
      fc.constantFrom(
        '/',
        '?',
        '&',
        '=',
        '%',
        '%ff',
        ';',
        ',',
        '20261105T080910Z',
        'AWS4-HMAC-SHA256 Credential=',
      ),
      fc.constantFrom(
        'X-Amz-Signature=',
        'X-Amz-Credential=%ff',
        'SignedHeaders=host',
        `Signature=${'0'.repeat(64)}`,
      ),
    );
    const joined = fc.array(junk, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.oneof(fc.constant('GET'), joined),
        fc.oneof(
          joined,
          joined.map((rest) => `/?${rest}`),
        ),
        fc.array(fc.oneof(junk, joined), { maxLength: 12 }),
        fc.uint8Array(),
        (method, target, rawHeaders, body) => {
          assert.notEqual(verdict(verify({ method, target, rawHeaders, body })), ACCEPTED);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
