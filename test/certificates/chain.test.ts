import assert from 'node:assert/strict';
import { type CertificateFacts, readCertificate } from '../../src/core/certificates/certificate.js';
import { type ChainQuestion, orderChain, verifyChain } from '../../src/core/certificates/chain/chain.js';
import { buildCertificate, newKeys } from './builder.js';
import { AT, fixtureCertificate } from './fixtures.js';

const at = AT;
const cert = (name: string): CertificateFacts => fixtureCertificate(`chain/${name}.pem`);
const certs = (names: string): CertificateFacts[] => names.split(' ').filter(Boolean).map(cert);
const ids = (findings: readonly { readonly id: string; readonly severity: string }[]) =>
  findings.map(({ id, severity }) => `${severity} ${id}`);

/** Judges a chain given by names: leaf, intermediates, anchors. */
function judge(leaf: string, intermediates: string, anchors: string, more: Partial<ChainQuestion> = {}) {
  return verifyChain({
    leaf: cert(leaf),
    intermediates: certs(intermediates),
    anchors: certs(anchors),
    at,
    ...more,
  });
}

describe('certificates/chain', () => {
  describe('verification accepts', () => {
    const valid: readonly (readonly [string, string, string, string])[] = [
      ['a leaf under a root', 'leaf-of-root', '', 'root'],
      ['a leaf under an intermediate', 'leaf', 'middle', 'root'],
      ['a longer chain in any order', 'leaf-of-lower', 'middle lower', 'root'],
      ['a chain that brings its root along', 'leaf', 'root middle', 'root'],
      ['an intermediate as the anchor', 'leaf', '', 'middle'],
      ['the leaf itself as the anchor', 'leaf', '', 'leaf'],
      ['names that differ in case and white space only', 'leaf', 'middle-case', 'root'],
      ['a leaf without a key identifier', 'leaf-no-key-id', 'middle', 'root'],
      ['a root cross-signed by the anchor', 'leaf', 'middle root-by-other', 'other-root'],
      [
        'one good way among bad ones',
        'leaf-no-key-id',
        'middle-other-key middle-not-ca middle-unknown middle',
        'root',
      ],
      ['roots that signed each other', 'leaf', 'root-by-other other-by-root middle', 'root'],
      ['a path length that is just kept', 'leaf', 'middle-path-0', 'root'],
      [
        'a self-issued authority below path length 0',
        'leaf-of-self-issued',
        'middle-self-issued middle-path-0',
        'root',
      ],
      ['an unknown extension that is not critical', 'leaf-optional', 'middle', 'root'],
      ['policies that do not have to be explicit', 'leaf', 'middle-inhibit', 'root'],
      ['names that are permitted', 'leaf-names', 'middle-permits', 'root'],
      ['names that are not excluded', 'leaf', 'middle-excludes', 'root'],
    ];
    for (const [what, leaf, intermediates, anchors] of valid) {
      it(what, () => {
        const { verdict, chain, findings } = judge(leaf, intermediates, anchors);
        assert.deepEqual([verdict, findings.filter(({ severity }) => severity === 'error')], ['valid', []]);
        assert.equal(chain[0]?.sha256, cert(leaf).sha256);
        assert.ok(certs(anchors).some(({ sha256 }) => sha256 === chain.at(-1)?.sha256));
      });
    }

    it('a version 1 root as the anchor, with a warning', () => {
      const { verdict, findings } = judge('leaf-of-root', '', 'root-version-1');
      assert.deepEqual([verdict, ids(findings)], ['valid', ['warning chain-version-1-root']]);
    });

    it('SHA-1 and short keys, with warnings', () => {
      assert.deepEqual(ids(judge('leaf', 'middle-sha1', 'root').findings), ['warning chain-weak-signature']);
      assert.deepEqual(ids(judge('leaf-of-rsa-1024', 'middle-rsa-1024', 'root').findings), [
        'warning chain-weak-key',
      ]);
    });

    it('a certificate that is no part of the chain, with a warning', () => {
      const { verdict, findings } = judge('leaf', 'middle other-root', 'root');
      assert.deepEqual([verdict, ids(findings)], ['valid', ['warning chain-unused-certificate']]);
    });

    it('a certificate that is given twice, with a warning', () => {
      const { verdict, findings } = judge('leaf', 'leaf middle', 'root');
      assert.deepEqual([verdict, ids(findings)], ['valid', ['warning chain-duplicate-certificate']]);
    });
  });

  describe('verification refuses', () => {
    const invalid: readonly (readonly [string, string, string, string, string])[] = [
      ['a missing intermediate', 'leaf', '', 'root', 'chain-issuer-missing'],
      ['a missing root', 'leaf', 'middle', '', 'chain-issuer-missing'],
      ['a root that is not trusted', 'leaf', 'middle root', 'other-root', 'chain-untrusted-root'],
      ['another root of the same name', 'leaf-of-root', '', 'impostor-root', 'chain-key-identifier'],
      [
        'another authority of the same name',
        'leaf-no-key-id',
        'middle-other-key',
        'root',
        'chain-signature-invalid',
      ],
      ['a signature with one bit changed', 'leaf-forged', 'middle', 'root', 'chain-signature-invalid'],
      ['an issuer that is no authority', 'leaf', 'middle-not-ca', 'root', 'chain-not-an-authority'],
      [
        'an issuer without basic constraints',
        'leaf',
        'middle-no-constraints',
        'root',
        'chain-not-an-authority',
      ],
      ['a leaf that issues', 'leaf-of-leaf', 'leaf middle', 'root', 'chain-not-an-authority'],
      ['an anchor that is no authority', 'leaf-of-root', '', 'root-no-flag', 'chain-not-an-authority'],
      ['an issuer that may not sign', 'leaf', 'middle-no-sign', 'root', 'chain-key-usage'],
      ['an exceeded path length', 'leaf-of-lower', 'lower middle-path-0', 'root', 'chain-path-length'],
      ['an exceeded path length of the anchor', 'leaf', 'middle', 'root-path-0', 'chain-path-length'],
      [
        'an unknown critical extension of the leaf',
        'leaf-unknown',
        'middle',
        'root',
        'chain-unknown-critical-extension',
      ],
      [
        'an unknown critical extension above',
        'leaf',
        'middle-unknown',
        'root',
        'chain-unknown-critical-extension',
      ],
      ['a precertificate', 'leaf-poison', 'middle', 'root', 'chain-unknown-critical-extension'],
      ['a demand for explicit policies', 'leaf', 'middle-policy', 'root', 'chain-explicit-policy'],
      ['a signature with MD5', 'leaf-md5', '', 'rsa-root', 'chain-weak-signature'],
      ['a broken key', 'leaf-of-rsa-512', 'middle-rsa-512', 'root', 'chain-weak-key'],
      ['a curve of its own', 'leaf-of-explicit', 'middle-explicit', 'root', 'chain-unsupported-key'],
      [
        'a host outside the permitted names',
        'leaf-elsewhere',
        'middle-permits',
        'root',
        'chain-name-constraints',
      ],
      ['an address outside them', 'leaf-ip', 'middle-permits', 'root', 'chain-name-constraints'],
      ['an address of the other family', 'leaf-ip6', 'middle-permits', 'root', 'chain-name-constraints'],
      ['a mailbox outside them', 'leaf-email', 'middle-permits', 'root', 'chain-name-constraints'],
      [
        'a mailbox in the subject outside them',
        'leaf-subject-email',
        'middle-permits',
        'root',
        'chain-name-constraints',
      ],
      ['a URI without a host name', 'leaf-uri', 'middle-permits', 'root', 'chain-name-constraints'],
      ['a subject outside them', 'leaf-directory', 'middle-permits', 'root', 'chain-name-constraints'],
      [
        'a common name that stands in for a host',
        'leaf-common-name',
        'middle-permits',
        'root',
        'chain-name-constraints',
      ],
      ['a host below an excluded name', 'leaf-secret', 'middle-excludes', 'root', 'chain-name-constraints'],
      [
        'a wildcard that reaches an excluded name',
        'leaf-wild-secret',
        'middle-excludes',
        'root',
        'chain-name-constraints',
      ],
      ['an excluded mailbox', 'leaf-boss', 'middle-excludes', 'root', 'chain-name-constraints'],
      ['an excluded address', 'leaf-private-ip', 'middle-excludes', 'root', 'chain-name-constraints'],
    ];
    for (const [what, leaf, intermediates, anchors, id] of invalid) {
      it(what, () => {
        const { verdict, findings } = judge(leaf, intermediates, anchors);
        const errors = findings.filter(({ severity }) => severity === 'error').map((each) => each.id);
        assert.deepEqual([verdict, [...new Set(errors)]], ['invalid', [id]]);
        assert.ok(
          findings.every(
            ({ subject, message, fix }) => subject !== '' && message.endsWith('.') && fix.endsWith('.'),
          ),
        );
      });
    }

    it('what is not valid yet, or no longer, to the second', () => {
      const leaf = cert('leaf-of-root');
      const root = cert('root');
      const start = Math.max(leaf.notBefore.getTime(), root.notBefore.getTime());
      const end = Math.min(leaf.notAfter.getTime(), root.notAfter.getTime());
      const verdictAt = (time: number) => judge('leaf-of-root', '', 'root', { at: new Date(time) });
      assert.equal(verdictAt(start).verdict, 'valid');
      assert.equal(verdictAt(end).verdict, 'valid');
      assert.ok(ids(verdictAt(start - 1000).findings).includes('error chain-not-yet-valid'));
      assert.ok(ids(verdictAt(end + 1000).findings).includes('error chain-expired'));
      assert.equal(verdictAt(Number.NaN).verdict, 'invalid');
    });

    it('another purpose, of the leaf or of an authority above it', () => {
      assert.equal(judge('leaf', 'middle', 'root', { purpose: 'serverAuth' }).verdict, 'valid');
      assert.deepEqual(ids(judge('leaf', 'middle', 'root', { purpose: 'clientAuth' }).findings), [
        'error chain-purpose',
      ]);
      const limited = judge('leaf', 'middle-client', 'root', { purpose: 'serverAuth' });
      assert.deepEqual(
        limited.findings.map(({ id, subject }) => `${id} ${subject}`),
        ['chain-purpose CN=Middle,O=Example'],
      );
      assert.equal(judge('leaf', 'middle-client', 'root').verdict, 'valid');
    });

    it('more certificates than it looks at', () => {
      const many = Array.from({ length: 1001 }, () => cert('middle'));
      const { verdict, findings } = judge('leaf', '', 'root', { intermediates: many });
      assert.deepEqual([verdict, ids(findings)], ['invalid', ['error chain-too-many-certificates']]);
    });
  });

  describe('without anchors, as ACM verifies', () => {
    const topmost = (leaf: string, intermediates: string) =>
      judge(leaf, intermediates, '', { anchors: 'topmost' });

    it('takes the topmost certificate that is reached', () => {
      for (const intermediates of ['', 'middle', 'middle root']) {
        const { verdict, chain, findings } = topmost('leaf', intermediates);
        assert.deepEqual([verdict, findings], ['valid', []]);
        assert.equal(chain.length, certs(intermediates).length + 1);
      }
    });

    it('takes a self-signed certificate alone', () => {
      assert.equal(topmost('root', '').verdict, 'valid');
    });

    it('refuses a leaf with a curve of its own', () => {
      const leaf = fixtureCertificate('keys/ec-explicit.crt');
      const { findings } = verifyChain({ leaf, intermediates: [], anchors: 'topmost', at });
      assert.deepEqual(ids(findings), ['error chain-explicit-curve']);
    });

    it('refuses certificates that do not belong', () => {
      assert.deepEqual(ids(topmost('leaf', 'other-root').findings), ['error chain-unused-certificate']);
      assert.deepEqual(ids(topmost('leaf', 'root').findings), ['error chain-unused-certificate']);
      assert.ok(ids(topmost('leaf-forged', 'middle').findings).includes('error chain-signature-invalid'));
    });

    it('still checks the certificates of the chain', () => {
      assert.ok(ids(topmost('leaf', 'middle-not-ca').findings).includes('error chain-not-an-authority'));
    });
  });

  it('has no anchors where none are given', () => {
    assert.equal(judge('root', 'root', '').verdict, 'invalid');
  });

  it('gives up on a maze, and says so', () => {
    // Twelve authorities of one name, each certified by each of the others: millions of ways, and none leads out.
    const keys = Array.from({ length: 12 }, () => newKeys());
    const maze = keys.flatMap(({ publicKey }, row) =>
      keys.flatMap(({ privateKey }, column) =>
        row === column
          ? []
          : [
              readCertificate(
                buildCertificate({
                  subject: 'Maze',
                  issuer: 'Maze',
                  subjectKey: publicKey,
                  issuerKey: privateKey,
                  serial: column + 1,
                }),
              ),
            ],
      ),
    );
    const leaf = readCertificate(
      buildCertificate({
        subject: 'leaf',
        issuer: 'Maze',
        subjectKey: newKeys().publicKey,
        issuerKey: keys[0]!.privateKey,
        extensions: [],
      }),
    );
    const { verdict, findings } = verifyChain({ leaf, intermediates: maze, anchors: [cert('root')], at });
    assert.equal(verdict, 'invalid');
    assert.ok(ids(findings).includes('error chain-work-limit'));
  });

  it('orders a hundred and more links', () => {
    const keys = Array.from({ length: 121 }, () => newKeys());
    const chain = keys.slice(0, -1).map(({ publicKey }, index) =>
      readCertificate(
        buildCertificate({
          subject: `n${index}`,
          issuer: `n${index + 1}`,
          subjectKey: publicKey,
          issuerKey: keys[index + 1]!.privateKey,
        }),
      ),
    );
    const { certificates, findings } = orderChain([...chain].reverse());
    assert.deepEqual(
      certificates.map(({ subject }) => subject),
      chain.map(({ subject }) => subject),
    );
    assert.deepEqual(ids(findings), ['warning chain-gap']);
    // A chain for verification has to be shorter.
    const { findings: refusals } = verifyChain({
      leaf: chain[0]!,
      intermediates: chain.slice(1),
      anchors: 'topmost',
      at,
    });
    assert.ok(ids(refusals).includes('error chain-work-limit'));
  });

  describe('order', () => {
    const order = (names: string) => {
      const { certificates, findings } = orderChain(certs(names));
      return {
        subjects: certificates.map(({ subject }) => subject.replace(',O=Example', '')),
        ids: ids(findings),
      };
    };

    it('runs from the leaf to the root, whatever the order given', () => {
      const expected = ['CN=www.example.com', 'CN=Lower', 'CN=Middle', 'CN=Root'];
      for (const names of [
        'leaf-of-lower lower middle root',
        'root middle lower leaf-of-lower',
        'middle leaf-of-lower root lower',
      ]) {
        assert.deepEqual(order(names), { subjects: expected, ids: [] });
      }
    });

    it('names a missing root', () => {
      assert.deepEqual(order('middle leaf'), {
        subjects: ['CN=www.example.com', 'CN=Middle'],
        ids: ['warning chain-gap'],
      });
      const [finding] = orderChain(certs('middle leaf')).findings;
      assert.match(finding?.message ?? '', /CN=Root,O=Example/);
    });

    it('names a gap in the middle', () => {
      assert.deepEqual(order('root leaf-of-lower lower'), {
        subjects: ['CN=www.example.com', 'CN=Lower', 'CN=Root'],
        ids: ['warning chain-gap', 'warning chain-separate'],
      });
    });

    it('leaves out repetitions, and says so', () => {
      assert.deepEqual(order('root root'), {
        subjects: ['CN=Root'],
        ids: ['warning chain-duplicate-certificate'],
      });
    });

    it('ends with authorities that certified each other', () => {
      const { subjects } = order('root-by-other other-by-root');
      assert.deepEqual([...subjects].sort(), ['CN=Other Root', 'CN=Root']);
    });

    it('of nothing is nothing', () => {
      assert.deepEqual(orderChain([]), { certificates: [], findings: [] });
    });
  });
});
