import { excerpt } from '../excerpt.js';
import { NAME_ID_FORMATS } from '../names.js';
import { type AssertionFacts, type NameId } from './assertion.js';
import { type CheckList } from './checks.js';
import { type ResponseExpectation } from './expectation.js';
import { type Moment, notBeforeFault, notOnOrAfterFault } from './times.js';

/** Judges the conditions under which an assertion is valid (SAML 2.0 Core §2.5.1, Profiles §4.1.4.2). */
export function judgeConditions(
  { conditions }: AssertionFacts,
  { spEntityId }: ResponseExpectation,
  moment: Moment,
  checks: CheckList,
): void {
  if (conditions === undefined) {
    checks.fail('audience', 'The assertion has no conditions, and so names no audience.');
    return;
  }
  checks.judge(
    'conditions',
    conditions.unknown.length === 0,
    'Every condition of the assertion is understood.',
    `The assertion has conditions that aren't understood: ${conditions.unknown.slice(0, 3).map(excerpt).join(', ')}.`,
  );
  const { notBefore, notOnOrAfter, audiences } = conditions;
  const fault = notBeforeFault(notBefore, moment) ?? notOnOrAfterFault(notOnOrAfter, moment);
  checks.judge(
    'validity',
    fault === undefined,
    `The assertion is valid at ${moment.at.toISOString()}.`,
    `The validity of the assertion ${fault ?? ''}.`,
  );
  // Each restriction must hold by itself (SAML 2.0 Core §2.5.1.4).
  const missed = audiences.find((audience) => !audience.includes(spEntityId));
  if (audiences.length === 0) {
    checks.fail('audience', 'The assertion names no audience.');
    return;
  }
  const others = (missed ?? []).slice(0, 3).map((audience) => `'${excerpt(audience)}'`);
  checks.judge(
    'audience',
    missed === undefined,
    `The assertion is for the audience ${excerpt(spEntityId)}.`,
    `The assertion is for the audience ${others.join(', ') || '(none)'}, not for '${excerpt(spEntityId)}'.`,
  );
}

/** Judges how and how long the user is signed in (SAML 2.0 Core §2.7.2, Profiles §4.1.4.2). */
export function judgeAuthnStatements(
  { authnStatements }: AssertionFacts,
  moment: Moment,
  checks: CheckList,
): void {
  checks.judge(
    'authn-statement',
    authnStatements.length > 0,
    'The assertion says that the user signed in.',
    "The assertion doesn't say that the user signed in: it has no AuthnStatement.",
  );
  for (const { authnInstant, sessionNotOnOrAfter } of authnStatements) {
    const fault =
      authnInstant.time === undefined
        ? `began at '${excerpt(authnInstant.written ?? '')}', which isn't a time`
        : (notBeforeFault(authnInstant, moment) ?? notOnOrAfterFault(sessionNotOnOrAfter, moment));
    checks.judge(
      'session',
      fault === undefined,
      "The user's session at the identity provider goes on.",
      `The user's session at the identity provider ${fault ?? ''}.`,
    );
  }
}

/** Judges by which name the user is known. */
export function judgeNameId(nameId: NameId | undefined, checks: CheckList): void {
  if (nameId === undefined || nameId.value === '') {
    const what = nameId === undefined ? 'has no NameID' : 'has an empty NameID';
    checks.fail('name-id', `The assertion ${what}: nobody is signed in by it.`);
    return;
  }
  const { value, format } = nameId;
  if (format === NAME_ID_FORMATS.emailAddress && !looksLikeEmail(value)) {
    checks.fail(
      'name-id',
      `The NameID '${excerpt(value)}' is said to be an e-mail address, but doesn't look like one.`,
    );
    return;
  }
  const remark = looksLikeEmail(value) ? '' : ", which isn't an e-mail address";
  checks.pass('name-id', `The user is '${excerpt(value)}'${remark}.`);
}

/** Something before and behind an @, and no white space: more can't be said without sending a mail. */
function looksLikeEmail(value: string): boolean {
  const at = value.lastIndexOf('@');
  return at > 0 && at < value.length - 1 && !/[\s\p{C}]/u.test(value);
}
