import assert from 'node:assert/strict';
import { failures, judge, SIGNED_PARTS, signedResponse } from './builder.js';

describe('a response as an identity provider sends it', () => {
  for (const part of SIGNED_PARTS) {
    it(`given the ${part} signed, when it is judged, then it is accepted with all it says`, async () => {
      const verdict = await judge(Buffer.from(signedResponse(part)).toString('base64'));
      assert.deepEqual(failures(verdict), []);
      assert.equal(verdict.verdict, 'accepted');
      const { checks, ...identity } = verdict;
      assert.deepEqual(identity, {
        verdict: 'accepted',
        nameId: 'ana@example.com',
        nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        attributes: { groups: ['staff', 'field'] },
        assertionId: '_assertion-1',
        sessionIndex: '_session-1',
        inResponseTo: '_request-1',
      });
      assert.ok(checks.every(({ fix }) => fix === ''));
    });
  }
});
