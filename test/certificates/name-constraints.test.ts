import assert from 'node:assert/strict';
import { readDer } from '../../src/core/certificates/der/der.js';
import { readGeneralName } from '../../src/core/certificates/general-names.js';
import { type NameSubtree } from '../../src/core/certificates/extensions.js';
import {
  MAX_CONSTRAINT_COMPARISONS,
  nameConstraintViolation,
} from '../../src/core/certificates/chain/name-constraints.js';
import { parseCertificate } from '../../src/core/certificates/x509.js';
import { buildCertificate, newKeys } from './builder.js';
import { element, hex } from './fixtures.js';

const keys = newKeys();

/** A GeneralName: `dns:`, `email:`, `uri:`, `ip:` in hex, or `rid:` in hex. */
function generalName(text: string): Uint8Array {
  const [form, value] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  const tags: Readonly<Record<string, number>> = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87, rid: 0x88 };
  return element(tags[form] ?? 0, form === 'ip' || form === 'rid' ? hex(value) : Buffer.from(value));
}

const subtree = (text: string): NameSubtree => ({
  base: readGeneralName(readDer(generalName(text), 'a name')),
  unusable: false,
});

function certificateFor(...names: readonly string[]) {
  const list = element(0x30, ...names.map(generalName));
  return parseCertificate(
    buildCertificate({
      subject: 'x',
      issuer: 'y',
      subjectKey: keys.publicKey,
      issuerKey: keys.privateKey,
      extensions: [element(0x30, hex('0603551d11'), element(0x04, list))],
    }),
  );
}

/** Whether a certificate with this one name passes. */
function passes(name: string, permitted: readonly string[], excluded: readonly string[] = []): boolean {
  const constraints = { permitted: permitted.map(subtree), excluded: excluded.map(subtree) };
  const budget = { remaining: MAX_CONSTRAINT_COMPARISONS };
  return nameConstraintViolation(certificateFor(name), constraints, true, budget) === undefined;
}

describe('certificates/name-constraints', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['dns:example.com', 'dns:example.com', true],
    ['dns:a.b.example.com', 'dns:example.com', true],
    ['dns:A.Example.COM', 'dns:eXample.com', true],
    ['dns:badexample.com', 'dns:example.com', false],
    ['dns:example.com', 'dns:.example.com', false],
    ['dns:a.example.com', 'dns:.example.com', true],
    ['dns:anything.org', 'dns:', true],
    ['dns:*.example.com', 'dns:example.com', true],
    ['dns:*.example.com', 'dns:a.example.com', false],
    ['dns:a*.example.com', 'dns:example.com', false],
    ['dns:example.com.', 'dns:example.com', false],
    ['dns:a.example.com', 'dns:*.example.com', false],
    ['dns:a.example.com', 'ip:0a000000ff000000', true],
    ['email:jo@example.com', 'email:jo@example.com', true],
    ['email:jo@EXAMPLE.com', 'email:jo@example.com', true],
    ['email:Jo@example.com', 'email:jo@example.com', false],
    ['email:jo@example.com', 'email:example.com', true],
    ['email:jo@mail.example.com', 'email:example.com', false],
    ['email:jo@mail.example.com', 'email:.example.com', true],
    ['email:jo@example.com', 'email:.example.com', false],
    ['email:"a@b"@example.com', 'email:example.com', true],
    ['email:nobody', 'email:example.com', false],
    ['email:jo@example.com', 'email:jo@', false],
    ['email:jo@example.com', 'email:exam ple.com', false],
    ['uri:https://a.example.com/x', 'uri:.example.com', true],
    ['uri:https://example.com/x', 'uri:.example.com', false],
    ['uri:https://example.com:8443?x', 'uri:example.com', true],
    ['uri:https://user@example.com/', 'uri:example.com', true],
    ['uri:https://example.com@evil.org/', 'uri:example.com', false],
    ['uri:https://a.example.com/', 'uri:example.com', false],
    ['uri:https://192.0.2.1/', 'uri:', false],
    ['uri:https://[::1]/', 'uri:', false],
    ['uri:urn:x', 'uri:', false],
    ['uri:https://example.com', 'uri:', true],
    ['ip:c0000201', 'ip:c0000200ffffff00', true],
    ['ip:c0000301', 'ip:c0000200ffffff00', false],
    ['ip:c0000201', 'ip:c0000200ff00ff00', false],
    ['ip:c0000201', 'ip:c0000200', false],
    ['ip:c00002', 'ip:c0000200ffffff00', false],
    [
      `ip:${'20010db8'.padEnd(32, '0')}`,
      `ip:${'20010db8'.padEnd(32, '0')}${'ffffffff'.padEnd(32, '0')}`,
      true,
    ],
    ['rid:2a03', 'rid:2a03', false],
    ['dns:x.org', 'rid:2a03', true],
  ];
  for (const [name, permitted, expected] of cases) {
    it(`${name} ${expected ? 'is' : 'is not'} within the permitted ${permitted}`, () => {
      assert.equal(passes(name, [permitted]), expected);
    });
  }

  const excluded: readonly (readonly [string, string, boolean])[] = [
    ['dns:a.example.com', 'dns:example.com', false],
    ['dns:example.org', 'dns:example.com', true],
    ['dns:*.example.com', 'dns:a.example.com', false],
    ['dns:*.example.com', 'dns:b.a.example.com', true],
    ['dns:*.example.com', 'dns:example.com', false],
    ['dns:not a name', 'dns:example.com', false],
    ['ip:0a010203', 'ip:0a000000ff000000', false],
    ['ip:0b010203', 'ip:0a000000ff000000', true],
    ['rid:2a03', 'rid:2a04', false],
  ];
  for (const [name, base, expected] of excluded) {
    it(`${name} ${expected ? 'passes' : 'does not pass'} where ${base} is excluded`, () => {
      assert.equal(passes(name, [], [base]), expected);
    });
  }

  it('lets the excluded win over the permitted', () => {
    assert.equal(passes('dns:a.example.com', ['dns:example.com'], ['dns:a.example.com']), false);
    assert.equal(
      passes('dns:b.example.com', ['dns:example.org', 'dns:example.com'], ['dns:a.example.com']),
      true,
    );
  });

  it('refuses constraints with a minimum or maximum', () => {
    const odd = { permitted: [{ ...subtree('dns:example.com'), unusable: true }], excluded: [] };
    const violation = nameConstraintViolation(certificateFor('dns:example.com'), odd, true, {
      remaining: 100,
    });
    assert.match(violation ?? '', /minimum or maximum/);
  });

  it('refuses names too long to compare, and more of them than its bound', () => {
    assert.equal(passes(`uri:https://example.com/${'x'.repeat(3000)}`, ['uri:example.com']), false);
    const names = Array.from({ length: 60 }, (_, index) => `dns:h${index}.example.com`);
    const constraints = { permitted: [subtree('dns:example.com')], excluded: [] };
    assert.equal(
      nameConstraintViolation(certificateFor(...names), constraints, true, { remaining: 61 }),
      undefined,
    );
    assert.match(
      nameConstraintViolation(certificateFor(...names), constraints, true, { remaining: 59 }) ?? '',
      /more names/,
    );
  });

  it('reads the bounds of a subtree from its encoding', () => {
    const constraints = (bound: string) => {
      const tree = element(0x30, generalName('dns:example.com'), hex(bound));
      const value = element(0x30, element(0xa0, tree));
      const extension = element(0x30, hex('0603551d1e'), hex('0101ff'), element(0x04, value));
      const der = buildCertificate({
        subject: 'x',
        issuer: 'x',
        subjectKey: keys.publicKey,
        issuerKey: keys.privateKey,
        extensions: [extension],
      });
      return parseCertificate(der).nameConstraints?.permitted.map(({ unusable }) => unusable);
    };
    assert.deepEqual(constraints(''), [false]);
    // A minimum of 0 is the default, written out.
    assert.deepEqual(constraints('800100'), [false]);
    assert.deepEqual(constraints('800101'), [true]);
    assert.deepEqual(constraints('810105'), [true]);
  });
});
