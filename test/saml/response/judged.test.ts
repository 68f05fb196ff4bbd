import assert from 'node:assert/strict';
import { type ResponseCheckId } from '../../../src/core/saml/response/checks.js';
import {
  ACS,
  AT,
  CONDITIONS,
  CONFIRMATION,
  failures,
  judge,
  REQUEST,
  SIGNED_PARTS,
  signedResponse,
  type Shape,
  SP,
  SUCCESS,
} from './builder.js';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const responseAttributes = (changes: Readonly<Record<string, string | undefined>>) =>
  Object.entries<string | undefined>({
    ID: '_response-1',
    Version: '2.0',
    IssueInstant: '2026-11-20T11:59:50Z',
    Destination: ACS,
    InResponseTo: REQUEST,
    ...changes,
  })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]))
    .join(' ');
const assertionAttributes = (version: string, at: string) =>
  `ID="_assertion-1" Version="${version}" IssueInstant="${at}"`;
const otherConfirmation = CONFIRMATION.replace(ACS, 'https://elsewhere.example');
const restriction = (...audiences: string[]) =>
  `<saml:AudienceRestriction>${audiences.map((audience) => `<saml:Audience>${audience}</saml:Audience>`).join('')}</saml:AudienceRestriction>`;

/** Signed by the right key, and wrong in what it says. */
const WRONG: readonly (readonly [
  name: string,
  shape: Shape,
  checks: readonly ResponseCheckId[],
  says: RegExp,
])[] = [
  ['another issuer of the assertion', { issuer: 'https://other' }, ['issuer'], /'https:\/\/other', not by/],
  [
    'another issuer of the response',
    { responseIssuer: '<saml:Issuer>x</saml:Issuer>' },
    ['issuer'],
    /response is issued by 'x'/,
  ],
  [
    'SAML 1.1 in the assertion',
    { assertionAttributes: assertionAttributes('1.1', '2026-11-20T11:59:50Z') },
    ['version'],
    /'1.1'/,
  ],
  [
    'SAML 3 in the response',
    { responseAttributes: responseAttributes({ Version: '3.0' }) },
    ['version'],
    /'3.0'/,
  ],
  [
    'an assertion of tomorrow',
    { assertionAttributes: assertionAttributes('2.0', '2026-11-21T12:00:00Z') },
    ['issue-instant'],
    /24 hours later/,
  ],
  [
    'an assertion of no time',
    { assertionAttributes: assertionAttributes('2.0', 'noon') },
    ['issue-instant'],
    /'noon', which isn't a time/,
  ],
  [
    'another destination',
    { responseAttributes: responseAttributes({ Destination: `${ACS}/` }) },
    ['destination'],
    /acs\/', not to/,
  ],
  [
    'another request of the response',
    { responseAttributes: responseAttributes({ InResponseTo: '_x' }) },
    ['in-response-to'],
    /'_x', not '_request-1'/,
  ],
  [
    'no request of the response',
    { responseAttributes: responseAttributes({ InResponseTo: undefined }) },
    ['in-response-to'],
    /response names no request/,
  ],
  [
    'another request of the assertion',
    { confirmation: CONFIRMATION.replace(REQUEST, '_x') },
    ['in-response-to'],
    /assertion answers the request '_x'/,
  ],
  [
    'no request of the assertion',
    { confirmation: CONFIRMATION.replace(` InResponseTo="${REQUEST}"`, '') },
    ['in-response-to'],
    /assertion names no request/,
  ],
  ['another recipient', { confirmation: otherConfirmation }, ['recipient'], /elsewhere/],
  [
    'no recipient',
    { confirmation: CONFIRMATION.replace(/ Recipient="[^"]*"/, '') },
    ['recipient'],
    /names no recipient/,
  ],
  [
    'no end',
    { confirmation: CONFIRMATION.replace(/ NotOnOrAfter="[^"]*"/, '') },
    ['confirmation-time'],
    /no end/,
  ],
  [
    'an end long ago',
    { confirmation: CONFIRMATION.replace('12:05:00', '11:00:00') },
    ['confirmation-time'],
    /60 minutes before/,
  ],
  [
    'an end just now, but for the skew',
    { confirmation: CONFIRMATION.replace('12:05:00', '11:57:00') },
    ['confirmation-time'],
    /3 minutes before/,
  ],
  [
    'an end that is no time',
    { confirmation: CONFIRMATION.replace('2026-11-20T12:05:00Z', 'x') },
    ['confirmation-time'],
    /isn't a time/,
  ],
  [
    'a confirmation that begins later',
    { confirmation: CONFIRMATION.replace(' NotOnOrAfter', ' NotBefore="2026-11-20T12:04:00Z" NotOnOrAfter') },
    ['confirmation-time'],
    /begins only at/,
  ],
  ['no confirmation', { confirmation: '' }, ['subject-confirmation'], /no bearer/],
  [
    'a confirmation by key',
    { confirmation: CONFIRMATION.replace('bearer', 'holder-of-key') },
    ['subject-confirmation'],
    /no bearer/,
  ],
  [
    'a confirmation without data',
    { confirmation: '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"/>' },
    ['subject-confirmation'],
    /no data/,
  ],
  [
    'two confirmations that fail in different parts',
    { confirmation: otherConfirmation + CONFIRMATION.replace('12:05:00', '11:00:00').replace(REQUEST, '_x') },
    ['recipient'],
    /elsewhere/,
  ],
  ['no conditions', { conditions: '' }, ['audience'], /no conditions/],
  [
    'no audience',
    { conditions: CONDITIONS.replace(/<saml:AudienceR.*<\/saml:AudienceRestriction>/, '') },
    ['audience'],
    /names no audience/,
  ],
  ['another audience', { conditions: CONDITIONS.replace(SP, `${SP}/`) }, ['audience'], /entity\/', not for/],
  [
    'an empty restriction',
    { conditions: CONDITIONS.replace(/<saml:Audience>.*<\/saml:Audience>/, '') },
    ['audience'],
    /\(none\)/,
  ],
  [
    'one restriction of two that leaves us out',
    {
      conditions: CONDITIONS.replace(
        '</saml:Conditions>',
        `${restriction('https://other')}</saml:Conditions>`,
      ),
    },
    ['audience'],
    /'https:\/\/other'/,
  ],
  [
    'a validity that is over',
    { conditions: CONDITIONS.replace('13:00:00', '11:50:00') },
    ['validity'],
    /10 minutes before/,
  ],
  [
    'a validity yet to come',
    { conditions: CONDITIONS.replace('11:58:00', '12:04:00') },
    ['validity'],
    /4 minutes later/,
  ],
  [
    'a validity that is no time',
    { conditions: CONDITIONS.replace('2026-11-20T11:58:00Z', '2026-02-30T00:00:00Z') },
    ['validity'],
    /isn't a time/,
  ],
  [
    'an unknown condition',
    { conditions: CONDITIONS.replace('</saml:Conditions>', '<x xmlns="urn:x"/></saml:Conditions>') },
    ['conditions'],
    /: x\./,
  ],
  ['no AuthnStatement', { authnStatement: '' }, ['authn-statement'], /no AuthnStatement/],
  [
    'a session that is over',
    {
      authnStatement:
        '<saml:AuthnStatement AuthnInstant="2026-11-20T08:00:00Z" SessionNotOnOrAfter="2026-11-20T09:00:00Z"/>',
    },
    ['session'],
    /3 hours before/,
  ],
  [
    'a session yet to begin',
    { authnStatement: '<saml:AuthnStatement AuthnInstant="2026-11-20T18:00:00Z"/>' },
    ['session'],
    /6 hours later/,
  ],
  ['no NameID', { nameId: '' }, ['name-id'], /no NameID/],
  ['an empty NameID', { nameId: '<saml:NameID> </saml:NameID>' }, ['name-id'], /empty NameID/],
  [
    'an e-mail address that is none',
    {
      nameId:
        '<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ana</saml:NameID>',
    },
    ['name-id'],
    /doesn't look like one/,
  ],
  ['no status', { status: '' }, ['status'], /no status/],
  ['two statuses', { status: SUCCESS + SUCCESS }, ['status'], /no status/],
];

describe('what a signed response says', () => {
  for (const [name, shape, checks, says] of WRONG) {
    it(`given ${name}, when it is judged, then it is refused for that alone`, async () => {
      for (const part of SIGNED_PARTS) {
        const withoutSuccess = shape.status === '';
        const verdict = await judge(signedResponse(part, shape));
        assert.deepEqual(failures(verdict), checks, `${part}${String(withoutSuccess)}`);
        const [failed] = verdict.checks.filter(({ passed }) => !passed);
        assert.match(failed!.message, says);
        assert.ok(failed!.fix.length > 10);
      }
    });
  }

  it('given a signed response without destination, when it is judged, then it is refused, and an unsigned one not', async () => {
    const shape = { responseAttributes: responseAttributes({ Destination: undefined }) };
    assert.deepEqual(failures(await judge(signedResponse('response', shape))), ['destination']);
    assert.deepEqual(failures(await judge(signedResponse('assertion', shape))), []);
  });

  it('given one bearer confirmation of several that holds, when it is judged, then it is accepted', async () => {
    const confirmation = otherConfirmation + CONFIRMATION + CONFIRMATION.replace('12:05:00', '11:00:00');
    assert.deepEqual(failures(await judge(signedResponse('assertion', { confirmation }))), []);
  });

  it('given several audiences and restrictions that all name us, when it is judged, then it is accepted', async () => {
    const conditions = CONDITIONS.replace(
      '</saml:Conditions>',
      `${restriction('https://other', SP)}<saml:OneTimeUse/></saml:Conditions>`,
    );
    assert.deepEqual(failures(await judge(signedResponse('assertion', { conditions }))), []);
  });

  it('given a refusal, when it is judged, then every code of it is explained', async () => {
    const status = `<samlp:Status><samlp:StatusCode Value="${STATUS}Responder"><samlp:StatusCode Value="${STATUS}RequestDenied"><samlp:StatusCode Value="urn:x"/></samlp:StatusCode></samlp:StatusCode><samlp:StatusMessage>no\u200b</samlp:StatusMessage></samlp:Status>`;
    const { responseXml, signed } = await import('./builder.js');
    for (const message of [responseXml('', { status }), signed(responseXml('', { status }), '_response-1')]) {
      const verdict = await judge(message);
      assert.deepEqual(failures(verdict), ['status']);
      const { message: said } = verdict.checks.find(({ id }) => id === 'status')!;
      assert.match(said, /Responder \(.*\), RequestDenied \(.*not assigned.*\), 'urn:x'\. It says: 'no'\./);
    }
  });

  it('given clocks apart, when the skew covers it, then it is accepted, to the second', async () => {
    const message = signedResponse('assertion');
    const end = Date.parse('2026-11-20T12:05:00Z');
    const verdictAt = async (at: number, skewSeconds: number) =>
      (await judge(message, { at: new Date(at), skewSeconds })).verdict;
    assert.equal(await verdictAt(end - 1, 0), 'accepted');
    assert.equal(await verdictAt(end, 0), 'refused');
    assert.equal(await verdictAt(end + 59_999, 60), 'accepted');
    assert.equal(await verdictAt(end + 60_000, 60), 'refused');
    const issued = Date.parse('2026-11-20T11:59:50Z');
    assert.equal(await verdictAt(issued, 0), 'accepted');
    assert.equal(await verdictAt(issued - 1, 0), 'refused');
    assert.equal(await verdictAt(issued - 10_000, 10), 'accepted');
  });

  it('given a response judged without a request, when it names one, then it says so and does not compare', async () => {
    const verdict = await judge(signedResponse('assertion'), { expected: { request: 'any' } });
    assert.equal(verdict.verdict, 'accepted');
    assert.match(
      verdict.checks.find(({ id }) => id === 'in-response-to')!.message,
      /^Not compared.*'_request-1'/,
    );
    const shape = { responseAttributes: responseAttributes({ InResponseTo: '_other' }) };
    const split = await judge(signedResponse('assertion', shape), { expected: { request: 'any' } });
    assert.deepEqual(failures(split), ['in-response-to']);
  });

  it('given an assertion presented twice, when it is judged, then the second time is refused, and a refused one does not count', async () => {
    const seen = new Map<string, Date>();
    const isReplay = (id: string, until: Date) => {
      const before = seen.has(id);
      seen.set(id, until);
      return before;
    };
    const message = signedResponse('assertion');
    const wrong = await judge(message, { isReplay, expected: { spEntityId: 'https://other' } });
    assert.deepEqual([failures(wrong), seen.size], [['audience'], 0]);
    assert.equal((await judge(message, { isReplay })).verdict, 'accepted');
    assert.deepEqual([...seen], [['_assertion-1', new Date('2026-11-20T12:08:00Z')]]);
    assert.deepEqual(failures(await judge(message, { isReplay })), ['replay']);
    assert.ok(AT < new Date('2026-11-20T12:08:00Z'));
  });
});
