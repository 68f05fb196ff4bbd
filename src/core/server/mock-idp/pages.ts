import { type AuthnRequest } from '../../saml/authn-request.js';
import { type Misbehaviour, MISBEHAVIOURS } from '../../saml/mock-idp/misbehaviours.js';
import { type KnownUser } from '../../saml/mock-idp/users.js';
import { html, type Html } from '../pages/html.js';
import { page, type PageAnswer } from '../pages/page.js';
import { postForm } from '../sign-in/pages.js';

/** A request as it came, carried through the login page: nothing is kept of it meanwhile. */
export interface CarriedRequest {
  readonly samlRequest: string;
  readonly binding: 'redirect' | 'post';
  readonly relayState: string | undefined;
}

export const LOGIN_PATH = '/login';
/** Users offered in the field; more can still be typed. */
const MOST_OFFERED = 200;

export interface LoginState {
  readonly users: readonly KnownUser[];
  readonly request: AuthnRequest;
  readonly carried: CarriedRequest;
  readonly misbehaviour: Misbehaviour | undefined;
  readonly entered?: string | undefined;
  readonly problem?: string;
}

/** Asks who signs in, and how the identity provider is to go wrong. */
export function loginPage({
  users,
  request,
  carried,
  misbehaviour,
  entered,
  problem,
}: LoginState): PageAnswer {
  const options = users
    .slice(0, MOST_OFFERED)
    .map(({ email, name }) => html`<option value="${email}">${name ?? ''}</option> `);
  const hasPasswords = users.some(({ password }) => password !== undefined);
  const content = html`<h1>Mock identity provider</h1>
    <p>Signs you in to ${request.issuer}.</p>
    ${
      problem === undefined
        ? undefined
        : html`<div class="problem" role="alert">
            <p><strong>${problem}</strong></p>
          </div>`
    }
    <form method="post" action="${LOGIN_PATH}">
      ${hidden('SAMLRequest', carried.samlRequest)} ${hidden('binding', carried.binding)}
      ${carried.relayState === undefined ? undefined : hidden('RelayState', carried.relayState)}
      <label for="user">User (e-mail address)</label>
      <input
        type="text"
        id="user"
        name="user"
        list="users"
        value="${entered ?? users[0]?.email}"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="1024"
        required
      />
      <datalist id="users">${options}</datalist>
      ${hasPasswords ? passwordField() : undefined}
      <label for="misbehaviour">What goes wrong</label>
      <select id="misbehaviour" name="misbehaviour">
        ${[option('', 'Nothing', misbehaviour === undefined), ...misbehaviours(misbehaviour)]}
      </select>
      <button type="submit">Sign in</button>
    </form>`;
  return page({
    title: problem === undefined ? 'Mock identity provider' : 'Problem: Mock identity provider',
    content,
    formAction: "'self'",
    status: problem === undefined ? 200 : 403,
  });
}

function passwordField(): Html {
  return html`<label for="password">Password</label>
    <input type="password" id="password" name="password" autocomplete="off" maxlength="1024" />`;
}

function misbehaviours(chosen: Misbehaviour | undefined): readonly Html[] {
  return Object.entries(MISBEHAVIOURS).map(([name, what]) =>
    option(name, `${name}: ${what}`, name === chosen),
  );
}

function option(value: string, label: string, isChosen: boolean): Html {
  return html`<option value="${value}" ${isChosen ? html` selected` : undefined}>${label}</option> `;
}

function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** Takes the browser back to the service provider with the response. */
export function handOverPage(acsUrl: string, fields: Readonly<Record<string, string>>): PageAnswer {
  const content = html`<h1>Back to the service provider</h1>
    <p>The response goes to ${acsUrl}.</p>
    ${postForm(acsUrl, fields, 'Continue')}`;
  return page({ title: 'Back to the service provider', content, formAction: new URL(acsUrl).origin });
}
