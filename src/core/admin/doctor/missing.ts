import { type Finding } from '../../findings.js';
import { finding, type Look } from '../setup/look.js';
import { type Step } from '../setup/steps.js';

/** Guide, Troubleshooting: "I can't download the Amazon WorkLink app." */
const DOWNLOAD_ADVICE =
  'Who cannot download the app: see that the device is connected to the internet, and a test device registered. Whose company code is refused: send it by the template.';
/** Guide, Troubleshooting: "After logging into my Identity Provider, I see an error message." */
const SIGN_IN_ADVICE =
  'Who sees an error after signing in may lack access to the app in the identity provider’s portal.';

/** What optional steps are worth a word where they are missing: the ways in which users do not come. */
const WORTH_KNOWING: Readonly<Record<string, string>> = {
  federation: SIGN_IN_ADVICE,
  users: DOWNLOAD_ADVICE,
};

/**
 * What is to be said of a step: what a look found, and that it is missing or not done yet.
 *
 * @param subject what it is missing of
 */
export function stepFindings(
  { step, requirement }: Pick<Step, 'step' | 'requirement'>,
  { presence, detail, command, findings }: Look,
  subject: string,
): readonly Finding[] {
  const fix = command === undefined ? 'Wait; it takes a while.' : `Do it: ${command}`;
  if (presence === 'missing' && requirement === 'required')
    return [finding('error', `setup-${step}-missing`, [subject, detail, fix]), ...findings];
  const advice = WORTH_KNOWING[step];
  if (presence === 'missing' && advice !== undefined)
    return [finding('info', `setup-${step}-missing`, [subject, detail, `${fix}. ${advice}`]), ...findings];
  // Where something is under way, what it waits for is mostly said already.
  if (presence === 'pending' && findings.length === 0)
    return [finding('warning', `setup-${step}-pending`, [subject, detail, fix])];
  return findings;
}
