import assert from 'node:assert/strict';
import { FindingsRefused } from '../../../src/core/admin/findings-refused.js';
import {
  changeFindings,
  metadataChanges,
  sideOf,
} from '../../../src/core/admin/identity-provider/changes.js';
import { refusalOf } from '../../../src/core/admin/identity-provider/test-response.js';
import { type Finding } from '../../../src/core/findings.js';

type Side = Parameters<typeof metadataChanges>[0];

const UNREADABLE: Side = { entityId: undefined, facts: undefined };
const READABLE: Side = {
  entityId: 'https://idp.example.com',
  facts: {
    signingCertificates: [],
    singleSignOnServices: [],
    nameIdFormats: ['urn:email'],
    wantAuthnRequestsSigned: true,
  },
};

describe('changes of an identity provider’s metadata', () => {
  const cases: readonly (readonly [string, Side, Side, readonly string[]])[] = [
    ['neither can be read', UNREADABLE, UNREADABLE, []],
    [
      'what was linked cannot be read',
      UNREADABLE,
      READABLE,
      [
        'added entityId https://idp.example.com',
        'added nameIdFormat urn:email',
        'added wantAuthnRequestsSigned true',
      ],
    ],
    [
      'what comes cannot be read',
      READABLE,
      UNREADABLE,
      [
        'removed entityId https://idp.example.com',
        'removed nameIdFormat urn:email',
        'removed wantAuthnRequestsSigned true',
      ],
    ],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`given that ${what}, then what can be read is all that comes and goes, and nothing is warned of`, () => {
      const changes = metadataChanges(before, after);
      assert.deepEqual(
        changes.map(({ change, member, value }) => `${change} ${member} ${value}`),
        expected,
      );
      assert.deepEqual(changeFindings(before, after), []);
    });
  }

  it('given another entity ID, then a warning that names both', () => {
    const [finding, ...others] = changeFindings(READABLE, { ...READABLE, entityId: 'urn:other' });
    assert.deepEqual(others, []);
    assert.equal(finding?.id, 'identity-provider-entity-id-changed');
    assert.match(finding.message, /'https:\/\/idp\.example\.com' to 'urn:other'/);
  });

  it('given a document that is refused, then its fragments are the side that is linked', () => {
    const { facts } = READABLE;
    assert.ok(facts !== undefined);
    assert.deepEqual(sideOf({ verdict: 'refused', entityId: 'urn:a', findings: [], fragments: facts }), {
      entityId: 'urn:a',
      facts,
    });
    assert.deepEqual(sideOf({ verdict: 'refused', findings: [] }), UNREADABLE);
  });
});

describe('what is refused for its findings', () => {
  const finding = (severity: Finding['severity'], message: string): Finding => ({
    id: 'a',
    severity,
    subject: 's',
    message,
    fix: `Mend ${message}`,
  });
  const cases: readonly (readonly [string, readonly Finding[], string, string | undefined])[] = [
    ['no findings', [], 'The file is refused: it cannot be read.', undefined],
    ['warnings only', [finding('warning', 'W.')], 'The file is refused: it cannot be read.', undefined],
    [
      'one error after a warning',
      [finding('warning', 'W.'), finding('error', 'E.')],
      'The file is refused: E.',
      'Mend E.',
    ],
    [
      'two errors',
      [finding('error', 'E.'), finding('error', 'F.')],
      'The file is refused: E. It has 2 errors in all.',
      'Mend E.',
    ],
  ];
  for (const [what, findings, message, hint] of cases) {
    it(`given ${what}, then the message and the hint are of the first error`, () => {
      const refusal = new FindingsRefused('The file', findings);
      assert.equal(refusal.message, message);
      assert.equal(refusal.hint, hint);
      assert.equal(refusal.code, 'InvalidInput');
    });
  }
});

describe('what a refused response fails with', () => {
  it('given that it passed no check at all, then it says that nothing speaks for it, without a hint', () => {
    const refusal = refusalOf({ verdict: 'refused', checks: [] });
    assert.equal(refusal?.message, 'The response is refused: nothing speaks for it.');
    assert.equal(refusal.hint, undefined);
    assert.equal(refusal.code, 'CheckFailed');
  });
});
