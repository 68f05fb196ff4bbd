import assert from 'node:assert/strict';
import { capturedMessage } from '../../src/core/saml/response/captured.js';
import { judge, SIGNED_PARTS, signedResponse } from '../saml/response/builder.js';
import { mutated } from './mutate.js';
import { type FuzzTarget } from './target.js';

/** A signed response: judged, never thrown at, and whatever is accepted says what was signed. */
export const response: FuzzTarget<Buffer> = {
  name: 'response',
  inputs: mutated(
    SIGNED_PARTS.flatMap((part) => {
      const message = Buffer.from(signedResponse(part));
      return [message, Buffer.from(`SAMLResponse=${encodeURIComponent(message.toString('base64'))}`)];
    }),
    6,
  ),
  check: async (bytes) => {
    const verdict = await judge(capturedMessage(bytes));
    assert.ok(verdict.checks.length > 0);
    if (verdict.verdict === 'refused') {
      assert.ok(verdict.checks.some(({ passed }) => !passed));
      return;
    }
    assert.equal(verdict.nameId, 'ana@example.com');
    assert.deepEqual(verdict.attributes, { groups: ['staff', 'field'] });
    assert.equal(verdict.assertionId, '_assertion-1');
  },
};
