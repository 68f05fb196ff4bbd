import { type SignInCheck, type SignInOutcome, type WayToIdentityProvider } from '../../ports/sign-ins.js';
import { html, type Html } from '../pages/html.js';
import { page, type PageAnswer, redirect } from '../pages/page.js';

export const SIGN_IN_PATH = '/sign-in';

/** What was entered, so that nobody enters it twice. */
export interface Entered {
  readonly companyCode?: string | undefined;
  readonly model?: string | undefined;
  readonly operatingSystem?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly certificate?: string | undefined;
  readonly challenge?: string | undefined;
  /** Over the challenge, in base64. */
  readonly signature?: string | undefined;
}

/** What is wrong with what was entered. */
export interface Problem {
  readonly message: string;
  readonly fix?: string | undefined;
}

const TITLE = 'Sign in to Amazon WorkLink';

/** The page a person begins at, as in the app (guide, Validate IdP Federation). */
export function companyCodePage(
  entered: Entered = {},
  { problem, status = 200, challenge }: PageState = {},
): PageAnswer {
  const title = problem === undefined ? TITLE : `Problem: ${TITLE}`;
  const content = html`<h1>${TITLE}</h1>
    <p>This is the local emulator: it plays the app on a phone.</p>
    ${problem === undefined ? undefined : problemNote(problem)}
    <form method="post" action="${SIGN_IN_PATH}">
      ${textField('companyCode', 'Company code', entered.companyCode, { isRequired: true })}
      ${challenge === undefined ? undefined : certificateFields(entered.certificate, challenge)}
      <details>
        <summary>The device (optional)</summary>
        ${textField('model', 'Model', entered.model)}
        ${textField('operatingSystem', 'Operating system', entered.operatingSystem)}
        ${textField('deviceId', 'Device ID, where it signed in before', entered.deviceId)}
      </details>
      <button type="submit">Continue</button>
    </form>`;
  return page({ title, content, status, formAction: "'self'" });
}

interface PageState {
  readonly problem?: Problem;
  readonly status?: number;
  /** To be signed, where the fleet asks for a certificate. */
  readonly challenge?: string;
}

function textField(
  name: string,
  label: string,
  value: string | undefined,
  { isRequired = false } = {},
): Html {
  const required = isRequired ? html` required` : undefined;
  return html`<label for="${name}">${label}</label>
    <input
      type="text"
      id="${name}"
      name="${name}"
      value="${value}"
      maxlength="256"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      ${required}
    />`;
}

/** TLS would prove that the device has the key. Over HTTP, whoever wants that tried signs what the page gives them. */
function certificateFields(value: string | undefined, challenge: string): Html {
  return html`<label for="certificate">Device certificate</label>
    <textarea
      id="certificate"
      name="certificate"
      rows="6"
      spellcheck="false"
      aria-describedby="certificate-hint"
      required
    >
${value}</textarea>
    <p class="hint" id="certificate-hint">
      PEM, with its intermediate certificates. The fleet's device policy asks for it.
    </p>
    <input type="hidden" name="challenge" value="${challenge}" />
    <label for="signature">Signature by its private key (optional)</label>
    <textarea
      id="signature"
      name="signature"
      rows="3"
      spellcheck="false"
      aria-describedby="signature-hint"
    ></textarea>
    <p class="hint" id="signature-hint">
      Without it, nobody looks whether the device has the private key. This command writes it:
    </p>
    <pre>printf %s ${challenge} | openssl dgst -sha256 -sign device.key | openssl base64 -A</pre>`;
}

function problemNote({ message, fix }: Problem): Html {
  return html`<div class="problem" role="alert">
    <p><strong>${message}</strong></p>
    ${fix === undefined ? undefined : html`<p>${fix}</p>`}
  </div>`;
}

/** Takes the browser on to the identity provider. @param isFromForm whether it comes from a form of ours */
export function onwardPage(way: WayToIdentityProvider, isFromForm: boolean): PageAnswer {
  const title = 'Continue at your identity provider';
  if (way.binding === 'redirect') {
    // A form that leads to a redirect is held to form-action all the way, and nobody knows where an identity provider leads to.
    if (!isFromForm) return redirect(way.url);
    const content = html`<h1>${title}</h1>
      <p>You sign in at ${way.entityId}.</p>
      <p><a href="${way.url}">Continue</a></p>`;
    return page({ title, content, goOn: way.url });
  }
  const content = html`<h1>${title}</h1>
    <p>You sign in at ${way.entityId}.</p>
    ${postForm(way.url, way.fields, 'Continue')}`;
  // The identity provider may well lead on to another site, which form-action would forbid.
  return page({ title, content, formAction: 'http: https:' });
}

/** A form of hidden fields with one button. */
export function postForm(url: string, fields: Readonly<Record<string, string>>, button: string): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" /> `,
  );
  return html`<form method="post" action="${url}">${inputs}<button type="submit">${button}</button></form>`;
}

/** What came of a sign-in, with each check that failed and its cure. */
export function resultPage(outcome: SignInOutcome): PageAnswer {
  const failed = outcome.checks.filter(({ passed }) => !passed);
  const passed = outcome.checks.filter((check) => check.passed);
  if (outcome.verdict === 'refused') {
    const title = 'Sign-in refused';
    const content = html`<h1 class="bad">${title}</h1>
      <p>${failed.length === 1 ? 'One check' : `${String(failed.length)} checks`} failed.</p>
      ${checkList(failed)} ${passed.length === 0 ? undefined : passedList(passed)}
      <p><a href="${SIGN_IN_PATH}">Sign in again</a></p>`;
    return page({ title, content, status: 403 });
  }
  const { nameId, deviceId, attributes } = outcome;
  const title = deviceId === undefined ? 'The sign-in works' : 'Signed in';
  const rows = [
    ['User', nameId],
    ...(deviceId === undefined ? [] : [['Device', deviceId]]),
    ...Object.entries(attributes).map(([name, values]) => [name, values.join(', ')]),
  ].map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd> `,
  );
  const next =
    deviceId === undefined
      ? 'Nothing was stored. You can close this page and go back to the terminal.'
      : 'The device is signed in to Amazon WorkLink. You can close this page.';
  const content = html`<h1 class="good">${title}</h1>
    <dl>${rows}</dl>
    <p>${next}</p>
    ${passedList(passed)}`;
  return page({ title, content });
}

function passedList(checks: readonly SignInCheck[]): Html {
  return html`<details>
    <summary>${checks.length} checks passed</summary>
    ${checkList(checks)}
  </details>`;
}

function checkList(checks: readonly SignInCheck[]): Html {
  const items = checks.map(({ passed, message, fix }) => {
    const word = passed
      ? html`<strong class="good">Passed:</strong>`
      : html`<strong class="bad">Failed:</strong>`;
    return html`<li>
      ${word} ${message}${fix === '' ? undefined : html`<br /><span class="faint">${fix}</span>`}
    </li> `;
  });
  return html`<ul class="checks">
    ${items}
  </ul>`;
}
