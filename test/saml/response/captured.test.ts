import assert from 'node:assert/strict';
import { capturedMessage } from '../../../src/core/saml/response/captured.js';

const MESSAGE = 'PHNhbWw+Pz8/Pj4+PC9zYW1sPg==';
const capture = (text: string) => Buffer.from(text);

describe('what somebody captured of a sign-in', () => {
  const CASES: readonly (readonly [what: string, capture: string, message: string])[] = [
    ['base64', MESSAGE, MESSAGE],
    ['URL-encoded base64', encodeURIComponent(MESSAGE), MESSAGE],
    ['a form’s body', `SAMLResponse=${encodeURIComponent(MESSAGE)}&RelayState=x`, MESSAGE],
    ['a form’s body as developer tools decode it', `RelayState=x\nSAMLResponse=${MESSAGE}\n`, MESSAGE],
    ['the query of an address', `?RelayState=x&SAMLResponse=${encodeURIComponent(MESSAGE)}`, MESSAGE],
    ['base64 that is URL-encoded wrong', `${MESSAGE}%zz`, `${MESSAGE}%zz`],
    ['a form whose field is empty', 'SAMLResponse=&RelayState=x', ''],
  ];
  for (const [what, text, message] of CASES) {
    it(`given ${what}, then the message in it is judged`, () => {
      assert.equal(capturedMessage(capture(text)), message);
    });
  }

  for (const [what, text] of [
    ['XML', '<samlp:Response/>'],
    ['two messages', `SAMLResponse=${MESSAGE}&SAMLResponse=${MESSAGE}`],
    ['more than is looked into', 'A'.repeat(4 * 1024 * 1024 + 1)],
  ] as const) {
    it(`given ${what}, then it is judged as it is`, () => {
      const bytes = capture(text);
      assert.equal(capturedMessage(bytes), bytes);
    });
  }
});
