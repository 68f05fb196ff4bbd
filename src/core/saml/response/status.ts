import { excerpt } from '../excerpt.js';
import { NAMESPACES } from '../names.js';
import { attributeOf, childrenNamed, trimXmlSpace, type XmlElement } from '../xml/tree.js';
import { type CheckList } from './checks.js';
import { STATUS_SUCCESS } from './document.js';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

/** What the codes mean (SAML 2.0 Core §3.2.2.2). */
const MEANINGS: Readonly<Record<string, string>> = {
  Requester: 'the identity provider finds fault with the request',
  Responder: 'the identity provider had a problem of its own',
  VersionMismatch: 'the identity provider does not speak the version of the request',
  AuthnFailed: 'the user could not be authenticated',
  InvalidAttrNameOrValue: 'an attribute asked for has an unexpected name or value',
  InvalidNameIDPolicy: 'the NameID format asked for cannot be had',
  NoAuthnContext: 'the way of signing in that was asked for cannot be had',
  NoAvailableIDP: 'no identity provider of the list is available',
  NoPassive: 'the user cannot be signed in without being asked',
  NoSupportedIDP: 'no identity provider of the list is supported',
  PartialLogout: 'not every session could be ended',
  ProxyCountExceeded: 'the request has been passed on too often',
  RequestDenied:
    'the identity provider refuses, for example because the application is not assigned to the user',
  RequestUnsupported: 'the identity provider does not support this request',
  RequestVersionDeprecated: 'the version of the request is no longer supported',
  RequestVersionTooHigh: 'the version of the request is not supported yet',
  RequestVersionTooLow: 'the version of the request is too old',
  ResourceNotRecognized: 'the identity provider does not know what was asked for',
  TooManyResponses: 'the answer would hold too many responses',
  UnknownAttrProfile: 'the attribute profile is not known',
  UnknownPrincipal: 'the identity provider does not know the user',
  UnsupportedBinding: 'the identity provider cannot answer over the binding asked for',
};

/** More nested codes than this are not explained; the specification knows two levels. */
const MAX_CODES = 5;

/** Judges the status of a response, and explains every code of one that isn't success. */
export function judgeStatus(response: XmlElement, checks: CheckList): void {
  const statuses = childrenNamed(response, NAMESPACES.samlp, 'Status');
  const [status, another] = statuses;
  const codes = status === undefined ? [] : codesIn(status);
  const [first] = codes;
  if (status === undefined || another !== undefined || first === undefined) {
    checks.fail('status', 'The response has no status.');
    return;
  }
  if (first === STATUS_SUCCESS) {
    checks.pass('status', 'The status is Success.');
    return;
  }
  const said = codes.map(explain).join(', ');
  const text = childrenNamed(status, NAMESPACES.samlp, 'StatusMessage').map((message) =>
    trimXmlSpace(message.text),
  )[0];
  const quoted = text === undefined || text === '' ? '' : ` It says: '${excerpt(text)}'.`;
  checks.fail('status', `The identity provider refused the sign-in: ${said}.${quoted}`);
}

function codesIn(status: XmlElement): readonly string[] {
  const codes: string[] = [];
  let [code] = childrenNamed(status, NAMESPACES.samlp, 'StatusCode');
  while (code !== undefined && codes.length < MAX_CODES) {
    codes.push(attributeOf(code, 'Value') ?? '');
    [code] = childrenNamed(code, NAMESPACES.samlp, 'StatusCode');
  }
  return codes;
}

function explain(code: string): string {
  const name = code.startsWith(STATUS) ? code.slice(STATUS.length) : undefined;
  const meaning = name !== undefined && Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
  return meaning === undefined ? `'${excerpt(code)}'` : `${name ?? ''} (${meaning})`;
}
