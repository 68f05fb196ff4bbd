import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coversHostname, presentedHostnames } from '../../src/core/certificates/hostname.js';
import { fixtureCertificate } from './fixtures.js';

const withNames = (...names: readonly string[]) => ({
  subjectAltNames: names.map((value) => ({ type: 'DNS' as const, value })),
  commonName: undefined,
});
const covers = (presented: string, host: string) => coversHostname(withNames(presented), host);

describe('certificates/hostname', () => {
  const covered: readonly (readonly [string, string])[] = [
    ['www.example.com', 'www.example.com'],
    ['www.example.com', 'WWW.Example.COM'],
    ['WWW.EXAMPLE.COM', 'www.example.com'],
    ['www.example.com', 'www.example.com.'],
    ['*.example.com', 'www.example.com'],
    ['*.example.com', 'xn--bcher-kva.example.com'],
    ['xn--bcher-kva.example', 'bücher.example'],
    ['my_host.example.com', 'my_host.example.com'],
    ['intranet', 'intranet'],
  ];
  for (const [presented, host] of covered) {
    it(`${presented} covers ${host}`, () => {
      assert.equal(covers(presented, host), true);
    });
  }

  const notCovered: readonly (readonly [string, string])[] = [
    ['*.example.com', 'example.com'],
    ['*.example.com', 'a.b.example.com'],
    ['*.example.com', '.example.com'],
    ['*.example.com', '*.example.com'],
    ['*.com', 'example.com'],
    ['*', 'com'],
    ['*.', 'com'],
    ['w*.example.com', 'www.example.com'],
    ['*w.example.com', 'www.example.com'],
    ['*.*.com', 'www.example.com'],
    ['www.*.com', 'www.example.com'],
    ['*.*.example.com', 'a.b.example.com'],
    ['www.example.com.', 'www.example.com'],
    ['www.example.com', 'www.example.com..'],
    ['www.example.com', ' www.example.com'],
    [String.raw`www.example.com\00.evil.org`, 'www.example.com'],
    ['www.example.com:443', 'www.example.com'],
    ['www.example.com', 'www.example.org'],
    ['192.0.2.1', '192.0.2.1'],
    ['*.0.2.1', '192.0.2.1'],
    ['', ''],
    ['.', '.'],
    ['-a.example.com', '-a.example.com'],
    ['one.example.com, DNS:two.example.com', 'two.example.com'],
  ];
  for (const [presented, host] of notCovered) {
    it(`"${presented}" does not cover "${host}"`, () => {
      assert.equal(covers(presented, host), false);
    });
  }

  it('looks at the common name only where there is no DNS name', () => {
    const common = fixtureCertificate('kinds/common-name-only.pem');
    assert.equal(coversHostname(common, 'only.example.com'), true);
    assert.deepEqual(presentedHostnames(common), ['only.example.com']);
    const both = {
      subjectAltNames: [{ type: 'DNS' as const, value: 'a.example.com' }],
      commonName: 'b.example.com',
    };
    assert.equal(coversHostname(both, 'b.example.com'), false);
    assert.equal(
      coversHostname(
        { subjectAltNames: [{ type: 'EMAIL', value: 'jo@b.example.com' }], commonName: 'b.example.com' },
        'b.example.com',
      ),
      true,
    );
  });

  it('does not take names of other forms for hosts', () => {
    assert.equal(
      coversHostname(
        { subjectAltNames: [{ type: 'URI', value: 'www.example.com' }], commonName: undefined },
        'www.example.com',
      ),
      false,
    );
  });

  it('bounds the length of names', () => {
    const long = `${'a.'.repeat(126)}a`;
    assert.equal(long.length, 253);
    assert.equal(covers(long, long), true);
    assert.equal(covers(`${long}a`, `${long}a`), false);
    assert.equal(covers(`${'a'.repeat(64)}.example.com`, `${'a'.repeat(64)}.example.com`), false);
    assert.equal(covers('a', 'a'.repeat(1_000_000)), false);
  });

  it('agrees with a simple reading of the rule', () => {
    const label = fc.constantFrom('a', 'b', 'www', 'xn--a', 'COM', 'com');
    const host = fc.array(label, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(host, host, fc.boolean(), (presented, asked, wildcard) => {
        const lower = (labels: readonly string[]) => labels.map((each) => each.toLowerCase());
        const [one, other] = [lower(presented), lower(asked)];
        const expected = wildcard
          ? one.length >= 2 &&
            other.length === one.length + 1 &&
            one.every((each, index) => other[index + 1] === each)
          : one.length === other.length && one.every((each, index) => other[index] === each);
        assert.equal(covers(`${wildcard ? '*.' : ''}${presented.join('.')}`, asked.join('.')), expected);
      }),
      { numRuns: 2000 },
    );
  });
});
