import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkDomainName, domainNameFault } from '../../../src/core/admin/domains/names.js';
import { DomainName } from '../../../src/core/contract/shapes.js';
import { admits } from '../../../src/core/contract/validate.js';

const LABEL = 'a'.repeat(63);

describe('names of domains', () => {
  for (const name of [
    'a.example.com',
    'WIKI.Example.COM',
    'xn--bcher-kva.example',
    '1.2.example',
    'a--b.example.co',
    `${LABEL}.example`,
  ]) {
    it(`given ${name.slice(0, 40)}, then it is one`, () => {
      assert.equal(domainNameFault(name), undefined);
      assert.equal(checkDomainName(name), name);
    });
  }

  const faults: readonly (readonly [name: string, message: RegExp, hint: RegExp])[] = [
    ['', /is empty/, /such as/],
    ['https://intranet.example.com/home?x=1#top', /is a URL/, /Give its host: intranet\.example\.com$/],
    ['HTTPS://user:secret@intranet.example.com:8443/', /is a URL/, /such as|Give its host/],
    ['ftp://files.example.com', /is a URL/, /Give its host: files\.example\.com$/],
    ['intranet.example.com/home', /is an address/, /Give its host: intranet\.example\.com$/],
    ['intranet.example.com:8443', /is an address/, /Give its host: intranet\.example\.com$/],
    ['someone@example.com', /is an address/, /Give its host: example\.com$/],
    ['https://localhost/', /is a URL/, /such as/],
    ['https://*.example.com/', /is a URL/, /such as/],
    ['a\\b.example.com', /is an address/, /such as/],
    ['http://[::1]/', /is a URL/, /such as/],
    ['*.example.com', /is a wildcard/, /one wildcard certificate/],
    ['a.example.com.', /ends with a dot/, /Give it without: a\.example\.com$/],
    ['intranet', /is a single label/, /such as/],
    ['a_b.example.com', /underscore/, /such as/],
    ['bücher.example', /other than ASCII/, /Give its A-labels: xn--bcher-kva\.example$/],
    ['例え.テスト', /other than ASCII/, /such as/],
    ['a b.example.com', /white space/, /such as/],
    ['a.example.com\u202e', /control character/, /such as/],
    ['192.0.2.7', /is an IP address/, /such as/],
    ['a..example.com', /empty label/, /such as/],
    ['.example.com', /empty label/, /such as/],
    [`a${LABEL}.example`, /longer than 63/, /such as/],
    [`${'a.'.repeat(127)}example`, /longer than 253/, /such as/],
    ['x'.repeat(100_000), /longer than 253/, /such as/],
    ['-a.example.com', /begins or ends with a hyphen/, /such as/],
    ['a-.example.com', /begins or ends with a hyphen/, /such as/],
    ['a.xn--p1ai', /label with a hyphen, which the service/, /such as/],
    ['a,b.example.com', /holds ','/, /such as/],
    ['a*b.example.com', /holds '\*'/, /such as/],
  ];
  for (const [name, message, hint] of faults) {
    it(`given ${JSON.stringify(name.slice(0, 50))}, then says what is wrong and what to give`, () => {
      const fault = domainNameFault(name);
      assert.match(fault?.message ?? '', message);
      assert.match(fault?.hint ?? '', hint);
      assert.doesNotMatch(fault?.message ?? '', /[\u0000-\u001f\u202e]/);
      assert.throws(() => checkDomainName(name), { code: 'InvalidInput', message: fault?.message ?? '' });
    });
  }

  it('given any text at all, then it ends, and what it accepts the service accepts', () => {
    const piece = fc.constantFrom(
      'a',
      'Z',
      '9',
      '-',
      '.',
      '_',
      '*',
      '/',
      ':',
      '@',
      '\\',
      ' ',
      'é',
      'example',
      'com',
      '://',
      '%',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        ),
        (text) => {
          if (domainNameFault(text) === undefined) assert.ok(admits(DomainName, text), text);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
