import assert from 'node:assert/strict';
import { type SignedHttpRequest } from '../../../src/core/server/sigv4/types.js';
import { ACCEPTED, INVALID, SECRET, verdict, verify, wire } from './support.js';

interface Vector {
  readonly name: string;
  readonly method?: string;
  readonly target: string;
  /** Besides Host, X-Amz-Date and Authorization. */
  readonly headers?: readonly string[];
  readonly signedHeaders?: string;
  readonly body?: string;
  readonly signature: string;
}

/** Signatures AWS publishes in its Signature Version 4 test suite (key AKIDEXAMPLE, 30 August 2015, `service`). */
const AWS_TEST_SUITE: readonly Vector[] = [
  {
    name: 'the plainest request',
    target: '/',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'dot segments up to the root',
    target: '/example1/example2/../..',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'a pointless dot segment',
    target: '/./example',
    signature: 'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5',
  },
  {
    name: 'raw UTF-8 in the path',
    target: wire('/\u1234'),
    signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
  },
  {
    name: 'raw UTF-8 in the query',
    target: wire('/?\u1234=bar'),
    signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  },
  {
    name: 'a query out of order',
    target: '/?Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    name: 'a query sorted by its encoded names',
    target: '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    signature: '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  },
  {
    name: 'a header sent three times',
    target: '/',
    headers: ['My-Header1', 'value2', 'My-Header1', 'value2', 'My-Header1', 'value1'],
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    name: 'header values with white space',
    target: '/',
    headers: ['My-Header1', ' value1', 'My-Header2', ' "a   b   c"'],
    signedHeaders: 'host;my-header1;my-header2;x-amz-date',
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    name: 'a session token',
    target: '/',
    headers: ['X-Amz-Security-Token', '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267'],
    signedHeaders: 'host;x-amz-date;x-amz-security-token',
    signature: '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
  },
  {
    name: 'a body with its hash in a header',
    method: 'POST',
    target: '/',
    headers: [
      'Content-Type',
      'application/x-www-form-urlencoded',
      'Content-Length',
      '13',
      'x-amz-content-sha256',
      '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e',
    ],
    signedHeaders: 'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
    body: 'Param1=value1',
    signature: 'd3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b',
  },
];

const IN_2015 = { now: new Date('2015-08-30T12:36:00Z'), service: 'service' };

function asRequest(vector: Vector): SignedHttpRequest {
  return {
    method: vector.method ?? 'GET',
    target: vector.target,
    rawHeaders: [
      'Host',
      'example.amazonaws.com',
      ...(vector.headers ?? []),
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${vector.signedHeaders ?? 'host;x-amz-date'}, Signature=${vector.signature}`,
      'X-Amz-Date',
      '20150830T123600Z',
    ],
    body: Buffer.from(vector.body ?? ''),
  };
}

describe('sigv4: signatures published by AWS', () => {
  for (const vector of AWS_TEST_SUITE) {
    it(`accepts ${vector.name}, and not with another secret`, () => {
      const request = asRequest(vector);

      assert.equal(verdict(verify(request, IN_2015)), ACCEPTED);
      assert.equal(verdict(verify(request, { ...IN_2015, findSecret: () => `${SECRET}x` })), INVALID);
    });
  }

  it('accepts the ListUsers example of the IAM User Guide', () => {
    const request: SignedHttpRequest = {
      method: 'GET',
      target: '/?Action=ListUsers&Version=2010-05-08',
      rawHeaders: [
        'Host',
        'iam.amazonaws.com',
        'Content-Type',
        'application/x-www-form-urlencoded; charset=utf-8',
        'X-Amz-Date',
        '20150830T123600Z',
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      ],
      body: Buffer.alloc(0),
    };

    assert.deepEqual(verify(request, { ...IN_2015, service: 'iam' }), {
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      region: 'us-east-1',
      signedHeaders: ['content-type', 'host', 'x-amz-date'],
    });
  });

  it('accepts the presigned form of a path with doubled slashes', () => {
    const request: SignedHttpRequest = {
      method: 'GET',
      target:
        '//example//?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Signature=c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082',
      rawHeaders: ['Host', 'example.amazonaws.com', 'X-Amz-Date', '20150830T123600Z'],
      body: Buffer.alloc(0),
    };

    assert.equal(verdict(verify(request, IN_2015)), ACCEPTED);
  });
});

/** Made with botocore 1.43.11: `SigV4Auth` and `SigV4QueryAuth` over an `AWSRequest`, the clock set to NOW. */
describe('sigv4: signatures made by botocore', () => {
  const host = ['Host', '127.0.0.1:4580'];
  const tags = '/tags/arn%3Aaws%3Aworklink%3A%3A123456789012%3Afleet%2Fberlin';

  it('accepts a call without x-amz-content-sha256', () => {
    const request: SignedHttpRequest = {
      method: 'POST',
      target: '/createFleet',
      rawHeaders: [
        ...host,
        'Content-Type',
        'application/json',
        'User-Agent',
        'unsigned',
        'X-Amz-Date',
        '20261105T080910Z',
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261105/us-east-1/worklink/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=d8bd434611d4c96310d8d09c7b0fca90fd14eaac294b0a673f64e19ff077333a',
      ],
      body: Buffer.from('{"FleetName":"berlin"}'),
    };

    assert.equal(verdict(verify(request)), ACCEPTED);
  });

  it('accepts a Date header in place of x-amz-date, as Python spells it', () => {
    const request: SignedHttpRequest = {
      method: 'POST',
      target: '/createFleet',
      rawHeaders: [
        ...host,
        'Date',
        'Thu, 05 Nov 2026 08:09:10 -0000',
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261105/us-east-1/worklink/aws4_request, SignedHeaders=date;host, Signature=d7da1dd0477e5d3bc89c2e0878dd832fe5fd57224a2233b3e039a34399a6fe6b',
      ],
      body: Buffer.from('{"FleetName":"berlin"}'),
    };

    assert.equal(verdict(verify(request)), ACCEPTED);
  });

  it('accepts an ARN in the path, repeated query names and a session token', () => {
    const request: SignedHttpRequest = {
      method: 'DELETE',
      target: `${tags}?tagKeys=b%20c&tagKeys=a%2Bb`,
      rawHeaders: [
        ...host,
        'X-Amz-Date',
        '20261105T080910Z',
        'X-Amz-Security-Token',
        'Token/With+Plus==',
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261105/eu-central-1/worklink/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=d9e6298a50f46e67dd6d049067071b717273965d02ac6b7d5c59b211bc5d8a34',
      ],
      body: Buffer.alloc(0),
    };

    assert.deepEqual(verify(request), {
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      region: 'eu-central-1',
      signedHeaders: ['host', 'x-amz-date', 'x-amz-security-token'],
      sessionToken: 'Token/With+Plus==',
    });
  });

  it('accepts a presigned URL with a session token', () => {
    const request: SignedHttpRequest = {
      method: 'GET',
      target: `${tags}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261105%2Fus-east-1%2Fworklink%2Faws4_request&X-Amz-Date=20261105T080910Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=Token%2FWith%2BPlus%3D%3D&X-Amz-Signature=c157f3519a706850d4006f662c537bdd0f930db55e07202d82994ba0824c3de2`,
      rawHeaders: host,
      body: Buffer.alloc(0),
    };

    assert.deepEqual(verify(request), {
      ok: true,
      accessKeyId: 'AKIDEXAMPLE',
      region: 'us-east-1',
      signedHeaders: ['host'],
      sessionToken: 'Token/With+Plus==',
    });
  });
});
