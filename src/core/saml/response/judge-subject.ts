import { excerpt } from '../excerpt.js';
import { type AssertionFacts, type SubjectConfirmation } from './assertion.js';
import { type CheckList, type ResponseCheckId } from './checks.js';
import { type ResponseExpectation } from './expectation.js';
import { type Moment, notBeforeFault, notOnOrAfterFault } from './times.js';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

export type BearerData = NonNullable<SubjectConfirmation['data']>;

interface Judgement {
  readonly id: ResponseCheckId;
  readonly holds: boolean;
  readonly message: string;
}

/**
 * Judges who may present the assertion: any one bearer confirmation that holds in all its parts is enough; of several that
 * don't, the one nearest to holding is reported.
 * @param responseInResponseTo of the Response
 * @returns the data of that confirmation
 * Source: SAML 2.0 Profiles §4.1.4.2 and §4.1.4.3, Core §2.4.1.
 */
export function judgeSubject(
  facts: AssertionFacts,
  responseInResponseTo: string | undefined,
  expected: ResponseExpectation,
  moment: Moment,
  checks: CheckList,
): BearerData | undefined {
  const bearers = facts.confirmations.filter(({ method }) => method === BEARER);
  const candidates = bearers.flatMap(({ data }) =>
    data === undefined
      ? []
      : [{ data, judgements: judgementsOf(data, responseInResponseTo, expected, moment) }],
  );
  const [best] = candidates.sort((a, b) => faultsOf(a.judgements) - faultsOf(b.judgements));
  if (best === undefined) {
    const what =
      bearers.length > 0
        ? 'The bearer confirmation of the subject has no data.'
        : 'The assertion has no bearer confirmation of its subject.';
    checks.fail('subject-confirmation', what);
    return undefined;
  }
  checks.pass('subject-confirmation', 'The subject is confirmed by bearer.');
  for (const { id, holds, message } of best.judgements) checks.judge(id, holds, message, message);
  return best.data;
}

function faultsOf(judgements: readonly Judgement[]): number {
  return judgements.filter(({ holds }) => !holds).length;
}

function judgementsOf(
  data: BearerData,
  responseInResponseTo: string | undefined,
  expected: ResponseExpectation,
  moment: Moment,
): readonly Judgement[] {
  return [
    judgeRequest(data.inResponseTo, responseInResponseTo, expected),
    judgeRecipient(data.recipient, expected.acsUrl),
    judgeTime(data, moment),
  ];
}

function judgeRecipient(recipient: string | undefined, acsUrl: string): Judgement {
  const holds = recipient === acsUrl;
  const shown =
    recipient === undefined ? 'names no recipient' : `is meant for the recipient '${excerpt(recipient)}'`;
  return {
    id: 'recipient',
    holds,
    message: holds
      ? `The assertion is meant for ${excerpt(acsUrl)}.`
      : `The assertion ${shown}, not for '${excerpt(acsUrl)}'.`,
  };
}

function judgeTime(data: BearerData, moment: Moment): Judgement {
  const missing =
    data.notOnOrAfter.written === undefined ? 'has no end (NotOnOrAfter), which it must have' : undefined;
  const fault =
    missing ?? notOnOrAfterFault(data.notOnOrAfter, moment) ?? notBeforeFault(data.notBefore, moment);
  return {
    id: 'confirmation-time',
    holds: fault === undefined,
    message:
      fault === undefined
        ? `The assertion may be presented until ${data.notOnOrAfter.time?.toISOString() ?? ''}.`
        : `The time in which the assertion may be presented ${fault}.`,
  };
}

function judgeRequest(
  confirmed: string | undefined,
  responded: string | undefined,
  { request }: ResponseExpectation,
): Judgement {
  const id = 'in-response-to';
  const named = [
    { what: 'response', value: responded },
    { what: 'assertion', value: confirmed },
  ];
  if (request === 'any') {
    if (responded !== undefined && confirmed !== undefined && responded !== confirmed) {
      const message = `The response answers the request '${excerpt(responded)}', its assertion '${excerpt(confirmed)}'.`;
      return { id, holds: false, message };
    }
    const answered = responded ?? confirmed;
    const message =
      answered === undefined
        ? 'Not compared with a request: the sign-in was started by the identity provider.'
        : `Not compared with a request: which one was sent isn't known. The answer is to '${excerpt(answered)}'.`;
    return { id, holds: true, message };
  }
  const wanted = request === 'unsolicited' ? undefined : request.id;
  const wrong = named.find(({ value }) => value !== wanted);
  if (wrong === undefined) {
    const message =
      wanted === undefined
        ? 'The sign-in was started by the identity provider.'
        : `The answer is to the request '${excerpt(wanted)}'.`;
    return { id, holds: true, message };
  }
  const shown =
    wrong.value === undefined ? 'names no request' : `answers the request '${excerpt(wrong.value)}'`;
  const instead = wanted === undefined ? 'although none was sent' : `not '${excerpt(wanted)}'`;
  return { id, holds: false, message: `The ${wrong.what} ${shown}, ${instead}.` };
}
