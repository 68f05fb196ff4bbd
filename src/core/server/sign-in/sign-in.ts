import { ownError, WorklinkError } from '../../errors.js';
import { type Clock } from '../../ports/clock.js';
import { type SignedChallenge, type SignInRequest, type SignIns } from '../../ports/sign-ins.js';
import { type BrowserRequest, wrongMethod } from '../pages/browser-request.js';
import { fieldOf, type Form } from '../pages/form.js';
import { notePage, type PageAnswer } from '../pages/page.js';
import { Attempts } from './attempts.js';
import { Challenges } from './challenges.js';
import { companyCodePage, type Entered, onwardPage, resultPage, SIGN_IN_PATH } from './pages.js';

export interface SignInPagesOptions {
  readonly signIns: () => Promise<SignIns>;
  /** The machine's clock. */
  readonly clock: Clock;
}

const TRIAL = /^\/sign-in\/trial\/(?<trial>[\w-]{1,128})$/;
const ACS = /^\/saml\/(?<companyCode>[A-Za-z0-9]{1,64})\/acs$/;

/** Whether a path is one of the sign-in pages'. */
export function isSignInPath(path: string): boolean {
  return path === SIGN_IN_PATH || TRIAL.test(path) || ACS.test(path);
}

/** A path as a log may have it: without what only the browser that signs in shall know. */
export function loggedPath(path: string): string {
  return TRIAL.test(path) ? `${SIGN_IN_PATH}/trial/*` : path;
}

/**
 * The pages by which people sign in with their fleet's identity provider. No cookie is set: the post of a response comes from another
 * site, which browsers send none with, so that all is bound by what the store knows of the request.
 *
 * @returns answers a request for one of its paths
 */
export function signInPages({
  signIns,
  clock,
}: SignInPagesOptions): (request: BrowserRequest) => Promise<PageAnswer> {
  const attempts = new Attempts();
  const challenges = new Challenges();
  return async (request) => {
    const { method, path } = request;
    const companyCode = ACS.exec(path)?.groups?.['companyCode'];
    const isReading = method === 'GET' || method === 'HEAD';
    if (companyCode !== undefined) {
      if (method !== 'POST') throw wrongMethod('the POST of an identity provider');
      return takeAnswer(await signIns(), companyCode, await request.form());
    }
    const trial = TRIAL.exec(path)?.groups?.['trial'];
    if (trial !== undefined) {
      if (!isReading) throw wrongMethod('GET');
      const way = await (await signIns()).resume(trial);
      return way === undefined ? trialOver() : onwardPage(way, false);
    }
    if (isReading) return companyCodePage();
    if (method !== 'POST') throw wrongMethod('GET and POST');
    if (!request.isOwn) return notePage(403, 'Not from here', 'Another site has sent this form.');
    return begin(await request.form());

    async function begin(form: Form): Promise<PageAnswer> {
      const entered: Entered = {
        companyCode: fieldOf(form, 'companyCode'),
        model: fieldOf(form, 'model'),
        operatingSystem: fieldOf(form, 'operatingSystem'),
        deviceId: fieldOf(form, 'deviceId'),
        certificate: fieldOf(form, 'certificate'),
        challenge: fieldOf(form, 'challenge'),
        signature: fieldOf(form, 'signature'),
      };
      const now = clock.now().getTime();
      if (!attempts.mayTry(request.sourceIp, now)) {
        const problem = { message: 'Too many company codes were wrong.', fix: 'Try again in ten minutes.' };
        return companyCodePage(entered, { problem, status: 429 });
      }
      try {
        const way = await (await signIns()).begin(requestOf(entered, proofIn(entered, challenges, now)));
        return way === 'certificate-wanted'
          ? companyCodePage(entered, { challenge: challenges.give(now) })
          : onwardPage(way, true);
      } catch (error) {
        if (!(error instanceof WorklinkError)) throw error;
        const isUnknown = error.code === 'NotFound';
        if (isUnknown) attempts.failed(request.sourceIp, now);
        return companyCodePage(entered, {
          problem: { message: error.message, fix: error.hint },
          status: isUnknown ? 404 : 409,
          ...(entered.certificate !== undefined && { challenge: challenges.give(now) }),
        });
      }
    }
  };
}

/** @throws WorklinkError `NotAllowed` where the challenge is none of ours, or was used; `InvalidInput` for no base64 */
function proofIn(
  { challenge = '', signature }: Entered,
  challenges: Challenges,
  now: number,
): SignedChallenge | undefined {
  if (signature === undefined) return undefined;
  if (!challenges.take(challenge, now)) {
    throw ownError('NotAllowed', 'The text that was signed is not this page’s, or was used already.', {
      hint: 'Sign the one that is shown now.',
    });
  }
  const text = signature.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw ownError('InvalidInput', 'The signature is not base64.', {
      hint: 'Sign the text that is shown now.',
    });
  }
  return { challenge: Buffer.from(challenge), signature: Buffer.from(text, 'base64') };
}

function requestOf(entered: Entered, proof: SignedChallenge | undefined): SignInRequest {
  const { companyCode = '', model, operatingSystem, deviceId, certificate } = entered;
  return {
    companyCode,
    description: {
      ...(model !== undefined && { model }),
      ...(operatingSystem !== undefined && { operatingSystem }),
    },
    ...(deviceId !== undefined && { deviceId }),
    ...(certificate !== undefined && { certificate }),
    ...(proof !== undefined && { proof }),
  };
}

async function takeAnswer(signIns: SignIns, companyCode: string, form: Form): Promise<PageAnswer> {
  const samlResponse = fieldOf(form, 'SAMLResponse');
  if (samlResponse === undefined) {
    return notePage(400, 'No SAML response', 'The form has no field SAMLResponse.');
  }
  return resultPage(
    await signIns.answer({ companyCode, samlResponse, relayState: fieldOf(form, 'RelayState') }),
  );
}

function trialOver(): PageAnswer {
  return notePage(410, 'This sign-in is over', 'Start again in the terminal: worklink idp test');
}
