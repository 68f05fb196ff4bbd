import { excerpt } from '../excerpt.js';
import { attributeOf, type XmlElement } from '../xml/tree.js';
import { type AssertionFacts, issuerOf, timeOf, type WrittenTime } from './assertion.js';
import { type CheckList } from './checks.js';
import { type ResponseExpectation } from './expectation.js';
import { judgeStatus } from './status.js';
import { type Moment, notBeforeFault } from './times.js';

/** Judges what the Response itself says (SAML 2.0 Core §3.2.2, Profiles §4.1.4.2). */
export function judgeResponse(
  response: XmlElement,
  isSigned: boolean,
  expected: ResponseExpectation,
  moment: Moment,
  checks: CheckList,
): void {
  judgeStatus(response, checks);
  judgeVersion('response', attributeOf(response, 'Version'), checks);
  judgeIssueInstant('response', timeOf(response, 'IssueInstant'), moment, checks);
  const hasIssuer = response.children.some(({ localName }) => localName === 'Issuer');
  if (hasIssuer) judgeIssuer('response', issuerOf(response), expected, checks);
  judgeDestination(attributeOf(response, 'Destination'), isSigned, expected, checks);
}

/** Judges what an assertion says of itself in the same words (SAML 2.0 Core §2.3.3). */
export function judgeAssertionHead(
  facts: AssertionFacts,
  expected: ResponseExpectation,
  moment: Moment,
  checks: CheckList,
): void {
  judgeVersion('assertion', facts.version, checks);
  judgeIssueInstant('assertion', facts.issueInstant, moment, checks);
  judgeIssuer('assertion', facts.issuer, expected, checks);
}

function judgeVersion(what: string, version: string | undefined, checks: CheckList): void {
  checks.judge(
    'version',
    version === '2.0',
    `The ${what} is of version 2.0.`,
    `The ${what} is of version '${excerpt(version ?? '')}', not 2.0.`,
  );
}

function judgeIssueInstant(what: string, instant: WrittenTime, moment: Moment, checks: CheckList): void {
  if (instant.time === undefined) {
    const shown =
      instant.written === undefined
        ? 'has no IssueInstant'
        : `was issued at '${excerpt(instant.written)}', which isn't a time`;
    checks.fail('issue-instant', `The ${what} ${shown}.`);
    return;
  }
  const fault = notBeforeFault(instant, moment);
  checks.judge(
    'issue-instant',
    fault === undefined,
    `The ${what} was issued at ${instant.time.toISOString()}.`,
    `The ${what} was issued in the future: it ${fault ?? ''}.`,
  );
}

function judgeIssuer(
  what: string,
  issuer: string | undefined,
  expected: ResponseExpectation,
  checks: CheckList,
): void {
  const { entityId } = expected.idp;
  checks.judge(
    'issuer',
    issuer === entityId,
    `The ${what} is issued by ${excerpt(entityId)}.`,
    issuer === undefined
      ? `The ${what} doesn't name one issuer.`
      : `The ${what} is issued by '${excerpt(issuer)}', not by '${excerpt(entityId)}'.`,
  );
}

/** A signed message must name where it was sent, and the recipient must look (SAML 2.0 Bindings §3.5.5.2). */
function judgeDestination(
  destination: string | undefined,
  isSigned: boolean,
  { acsUrl }: ResponseExpectation,
  checks: CheckList,
): void {
  if (destination === undefined && !isSigned) return;
  checks.judge(
    'destination',
    destination === acsUrl,
    `The response was sent to ${excerpt(acsUrl)}.`,
    destination === undefined
      ? 'The response is signed, but names no destination.'
      : `The response was sent to '${excerpt(destination)}', not to '${excerpt(acsUrl)}'.`,
  );
}
