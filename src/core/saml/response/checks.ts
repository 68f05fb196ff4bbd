/**
 * Everything a response is judged by, in the order it is reported, with what to do where it fails. The ids are stable, since
 * scripts read them: the table only grows.
 */
const RESPONSE_CHECKS = {
  encoding: 'Give the value of the form field SAMLResponse, or the XML it stands for, whole and unchanged.',
  xml: 'Capture the message again as the identity provider sends it; SAML messages hold no comments, CDATA sections, processing instructions or DOCTYPE.',
  response: 'Capture the SAML 2.0 Response that the identity provider posts to the ACS URL.',
  'one-assertion': 'Have the identity provider send exactly one assertion, directly in the Response.',
  'unique-ids': 'Have the identity provider give every element an ID of its own.',
  status: "Look for the reason in the identity provider's sign-in log, and at what its status says.",
  decryption:
    "Turn off assertion encryption at the identity provider, or encrypt with the service provider's own certificate and give its key.",
  'signature-present': 'Have the identity provider sign the assertion or the response.',
  'signature-form':
    'Have the identity provider sign the assertion or the response by its ID, with an enveloped signature and exclusive canonicalisation.',
  'signature-algorithm':
    'Set the signature algorithm at the identity provider to RSA with SHA-256, or another of the SHA-2 family.',
  'signature-key-info':
    "Check which certificate the identity provider signs with, and link the identity provider's current metadata.",
  signature:
    'Capture the message again unchanged; where it stays so, link the current metadata of the identity provider that signs.',
  version: 'Have the identity provider speak SAML 2.0.',
  'issue-instant': 'Set the clock of the identity provider.',
  issuer: "Compare the identity provider's entity ID (issuer) with the one in the linked metadata.",
  destination: 'Set the ACS URL at the identity provider to the one of the service provider metadata.',
  'in-response-to': 'Sign in again from the start, and answer the request that was sent last.',
  'subject-confirmation': 'Have the identity provider confirm the subject by bearer, as for browser sign-in.',
  recipient:
    'Set the recipient (ACS URL) at the identity provider to the one of the service provider metadata.',
  'confirmation-time': 'Sign in again; where it stays so, set the clock of the identity provider.',
  audience:
    "Set the audience (entity ID of the service provider) at the identity provider to the service provider metadata's.",
  conditions:
    'Remove the unusual conditions from the assertions of this application at the identity provider.',
  validity: 'Sign in again; where it stays so, set the clock of the identity provider.',
  'authn-statement': 'Have the identity provider say how the user signed in (AuthnStatement).',
  session: 'Sign in again at the identity provider itself.',
  'name-id': 'Have the identity provider send the user as NameID, in the e-mail address format.',
  replay: 'Sign in again; a response counts once.',
} as const satisfies Readonly<Record<string, string>>;

export type ResponseCheckId = keyof typeof RESPONSE_CHECKS;

/** One question a response was judged by. What could not be judged is left out. */
export interface ResponseCheck {
  readonly id: ResponseCheckId;
  readonly passed: boolean;
  readonly message: string;
  /** What to do where it failed; empty where it passed. */
  readonly fix: string;
}

/** Collects the checks of one response. An id is judged as passed until something speaks against it. */
export class CheckList {
  readonly #passed = new Map<ResponseCheckId, string[]>();
  readonly #failed = new Map<ResponseCheckId, string[]>();

  /** @param message one sentence; text of the message in it goes through {@link excerpt} first */
  pass(id: ResponseCheckId, message: string): void {
    add(this.#passed, id, message);
  }

  fail(id: ResponseCheckId, message: string): void {
    add(this.#failed, id, message);
  }

  /** Passes with the first message or fails with the second. @returns the outcome */
  judge(id: ResponseCheckId, holds: boolean, passed: string, failed: string): boolean {
    if (holds) this.pass(id, passed);
    else this.fail(id, failed);
    return holds;
  }

  get hasFailures(): boolean {
    return this.#failed.size > 0;
  }

  hasFailed(id: ResponseCheckId): boolean {
    return this.#failed.has(id);
  }

  /** In the order of the table. */
  all(): readonly ResponseCheck[] {
    return (Object.keys(RESPONSE_CHECKS) as ResponseCheckId[]).flatMap((id): ResponseCheck[] => {
      const failed = this.#failed.get(id);
      if (failed !== undefined)
        return [{ id, passed: false, message: failed.join(' '), fix: RESPONSE_CHECKS[id] }];
      const passed = this.#passed.get(id);
      return passed === undefined ? [] : [{ id, passed: true, message: passed.join(' '), fix: '' }];
    });
  }
}

function add(messages: Map<ResponseCheckId, string[]>, id: ResponseCheckId, message: string): void {
  const before = messages.get(id) ?? [];
  if (!before.includes(message)) messages.set(id, [...before, message]);
}
