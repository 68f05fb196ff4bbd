import { type Finding, type Severity } from '../findings.js';
import { excerpt } from './excerpt.js';
import { type Position, type XmlElement } from './xml/tree.js';

interface Rule {
  readonly severity: Severity;
  /** What to do about it, as one sentence. */
  readonly fix: string;
}

const EXPORT_AGAIN =
  "Export the metadata from the identity provider again, and don't edit or reformat it on the way.";
const GET_METADATA =
  "Download the identity provider's SAML 2.0 metadata (an XML document that starts with EntityDescriptor) and use that.";
const ONE_ENTITY = 'Use the metadata of the one identity provider your users sign in with.';
const CERTIFICATE_AGAIN =
  "Put the identity provider's signing certificate there, as the base64 of its DER form without BEGIN and END lines.";
const ENDPOINT_URL =
  "Have the identity provider publish its sign-in page's full address, such as https://idp.example.com/sso.";

/**
 * Every finding this room can make. The ids are stable, since scripts read them: the table only grows.
 * `xml-` is about the document as XML, `metadata-` about what it says.
 */
export const SAML_RULES = {
  'xml-empty': { severity: 'error', fix: GET_METADATA },
  'xml-too-large': {
    severity: 'error',
    fix: "Use the metadata of the one identity provider; out of a federation's aggregate, worklink idp check --entity-id picks it.",
  },
  'xml-undecodable': { severity: 'error', fix: 'Save the document as UTF-8.' },
  'xml-encoding-unsupported': {
    severity: 'error',
    fix: 'Save the document as UTF-8, and say so in its first line: <?xml version="1.0" encoding="UTF-8"?>.',
  },
  'xml-encoding-contradicted': {
    severity: 'error',
    fix: 'Change the encoding in the first line to UTF-8.',
  },
  'xml-encoding-overridden': {
    severity: 'warning',
    fix: 'Change the encoding in the first line to the one the file is saved in; other readers may refuse it.',
  },
  'xml-doctype': {
    severity: 'error',
    fix: 'Remove the document type declaration; SAML metadata never needs one.',
  },
  'xml-malformed': { severity: 'error', fix: EXPORT_AGAIN },
  'xml-not-plain': {
    severity: 'error',
    fix: 'Send the message as the identity provider wrote it; no identity provider writes this into a message.',
  },
  'xml-too-deep': { severity: 'error', fix: GET_METADATA },
  'xml-too-many-elements': { severity: 'error', fix: ONE_ENTITY },
  'xml-too-many-attributes': { severity: 'error', fix: GET_METADATA },
  'xml-too-much-text': { severity: 'error', fix: ONE_ENTITY },

  'metadata-not-xml': { severity: 'error', fix: GET_METADATA },
  'metadata-html': {
    severity: 'error',
    fix: 'Open the metadata address in a browser, sign in if asked, save the XML itself rather than the page, and use that.',
  },
  'metadata-saml-message': { severity: 'error', fix: GET_METADATA },
  'metadata-ws-federation': {
    severity: 'error',
    fix: "Enable SAML 2.0 for the application, and download its SAML metadata rather than WS-Federation's.",
  },
  'metadata-wrong-namespace': {
    severity: 'error',
    fix: 'Declare the namespace urn:oasis:names:tc:SAML:2.0:metadata on the root element, or export the metadata again.',
  },
  'metadata-wrong-root': { severity: 'error', fix: GET_METADATA },
  'metadata-aggregate-empty': { severity: 'error', fix: ONE_ENTITY },
  'metadata-aggregate-several': {
    severity: 'error',
    fix: 'Keep only the EntityDescriptor of your own identity provider, as a document of its own.',
  },
  'metadata-entity-not-found': {
    severity: 'error',
    fix: "Give the identity provider's entity ID as the document has it, to the character.",
  },
  'metadata-entity-repeated': {
    severity: 'error',
    fix: 'Ask who publishes the document which of them counts, and use it alone.',
  },
  'metadata-aggregate-picked': {
    severity: 'info',
    fix: 'Make sure you had the document from its publisher, over https.',
  },
  'metadata-aggregate-single': {
    severity: 'warning',
    fix: 'Take the EntityDescriptor out of the EntitiesDescriptor around it; some services take nothing else.',
  },
  'metadata-entity-id-missing': {
    severity: 'error',
    fix: "Set the identity provider's entity ID (also called issuer), and export the metadata again.",
  },
  'metadata-entity-id-too-long': {
    severity: 'error',
    fix: 'Give the identity provider an entity ID of at most 1,024 characters.',
  },
  'metadata-entity-id-white-space': {
    severity: 'warning',
    fix: 'Remove the white space from the entity ID, or make sure assertions name the same issuer to the character.',
  },
  'metadata-entity-id-placeholder': {
    severity: 'warning',
    fix: 'Download the metadata of your own tenant, not the one all tenants share.',
  },
  'metadata-entity-id-not-uri': {
    severity: 'warning',
    fix: 'Give the identity provider an absolute URI as its entity ID, or make sure assertions name this very issuer.',
  },
  'metadata-no-identity-provider': { severity: 'error', fix: GET_METADATA },
  'metadata-service-provider': {
    severity: 'error',
    fix: "Use the identity provider's metadata; this is what you hand to the identity provider.",
  },
  'metadata-saml-1-only': {
    severity: 'error',
    fix: 'Enable SAML 2.0 at the identity provider, and export the metadata again.',
  },
  'metadata-several-roles': {
    severity: 'error',
    fix: 'Keep the one IDPSSODescriptor your users sign in with.',
  },
  'metadata-valid-until-unreadable': {
    severity: 'error',
    fix: 'Write validUntil as a UTC time, such as 2030-01-31T00:00:00Z, or leave it out.',
  },
  'metadata-valid-until-no-zone': {
    severity: 'warning',
    fix: 'Write validUntil with a Z at its end.',
  },
  'metadata-expires-soon': {
    severity: 'warning',
    fix: 'Plan to link the metadata anew before then.',
  },
  'metadata-cache-duration-unreadable': {
    severity: 'warning',
    fix: 'Write cacheDuration as a duration such as P1D or PT12H, or leave it out; other readers may refuse the document.',
  },
  'metadata-cache-duration': {
    severity: 'info',
    fix: 'When the identity provider changes its keys, link its metadata again: worklink idp update.',
  },
  'metadata-expired': {
    severity: 'error',
    fix: 'Download the metadata from the identity provider again.',
  },
  'metadata-no-signing-key': {
    severity: 'error',
    fix: 'Have the identity provider publish its signing certificate, and export the metadata again.',
  },
  'metadata-encryption-key-only': {
    severity: 'error',
    fix: 'Have the identity provider publish the certificate it signs assertions with.',
  },
  'metadata-key-without-certificate': {
    severity: 'error',
    fix: 'Have the identity provider publish the key as an X.509 certificate.',
  },
  'metadata-key-left-out': {
    severity: 'warning',
    fix: 'Have the identity provider publish this key as an X.509 certificate too, or remove it.',
  },
  'metadata-key-use-unknown': {
    severity: 'warning',
    fix: 'Write use="signing" or use="encryption", or leave it out where the key serves both.',
  },
  'metadata-too-many-certificates': { severity: 'error', fix: ONE_ENTITY },
  'metadata-certificate-base64': { severity: 'error', fix: CERTIFICATE_AGAIN },
  'metadata-certificate-unreadable': { severity: 'error', fix: CERTIFICATE_AGAIN },
  'metadata-certificate-trailing-bytes': { severity: 'error', fix: CERTIFICATE_AGAIN },
  'metadata-certificate-expired': {
    severity: 'warning',
    fix: "Plan to renew the signing certificate; many services ignore a SAML key's expiry, but not all.",
  },
  'metadata-certificate-not-yet-valid': {
    severity: 'warning',
    fix: 'Check the clock of the identity provider, or wait until the certificate becomes valid.',
  },
  'metadata-certificate-expires-soon': {
    severity: 'warning',
    fix: 'Renew the signing certificate at the identity provider, and link its metadata again before the old one goes.',
  },
  'metadata-certificate-weak-signature': {
    severity: 'info',
    fix: 'Nothing to do: the key is trusted because the metadata names it, not for the signature of its certificate.',
  },
  'metadata-certificate-weak-key': {
    severity: 'warning',
    fix: 'Renew the signing certificate with an RSA key of at least 2,048 bits, or an elliptic-curve key of at least 256.',
  },
  'metadata-certificate-chain': {
    severity: 'info',
    fix: 'Nothing to do: only the certificate at the end of the chain is taken as a signing certificate.',
  },
  'metadata-certificate-duplicate': {
    severity: 'info',
    fix: 'Nothing to do: the certificate counts once.',
  },
  'metadata-several-signing-keys': {
    severity: 'info',
    fix: 'Nothing to do while a key is being replaced; remove the old one afterwards.',
  },
  'metadata-no-sso-service': {
    severity: 'error',
    fix: 'Enable sign-in started by the service provider at the identity provider, and export the metadata again.',
  },
  'metadata-no-usable-binding': {
    severity: 'error',
    fix: 'Enable the HTTP-Redirect or HTTP-POST binding at the identity provider.',
  },
  'metadata-sso-location-missing': { severity: 'error', fix: ENDPOINT_URL },
  'metadata-sso-location-invalid': { severity: 'error', fix: ENDPOINT_URL },
  'metadata-sso-location-credentials': {
    severity: 'error',
    fix: 'Remove the user name and password from the address.',
  },
  'metadata-sso-location-http': {
    severity: 'warning',
    fix: 'Serve the sign-in page over https.',
  },
  'metadata-sso-duplicate': {
    severity: 'info',
    fix: 'Nothing to do: the endpoint counts once.',
  },
  'metadata-sso-binding-repeated': {
    severity: 'warning',
    fix: 'Keep one SingleSignOnService for each binding.',
  },
  'metadata-no-email-name-id': {
    severity: 'warning',
    fix: "Set the application's NameID format to e-mail address at the identity provider.",
  },
  'metadata-signed-requests-wanted': {
    severity: 'warning',
    fix: 'Turn off the requirement for signed requests for this application at the identity provider.',
  },
  'metadata-signature-unverified': {
    severity: 'info',
    fix: 'Make sure you had the document from the identity provider itself, over https.',
  },
  'metadata-signature-verified': {
    severity: 'info',
    fix: 'Nothing to do; who holds the key is only known if you had the document from the identity provider itself, over https.',
  },
  'metadata-signature-broken': {
    // No reader here trusts the signature, and an editor that reformats the document breaks it: it refuses nothing.
    severity: 'warning',
    fix: "Download the document again, and don't edit or reformat it on the way.",
  },
  'metadata-vendor': {
    severity: 'info',
    // Each vendor's own advice stands in its place.
    fix: 'Nothing to do.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type SamlFindingId = keyof typeof SAML_RULES;

/**
 * Makes a finding; its severity and fix come from {@link SAML_RULES}.
 * @param subject where it is: an element, or a position, or the document as a whole
 * @param message the fault in one sentence; text of the document in it goes through {@link excerpt} first
 * @param fix in place of the rule's own
 */
export function samlFinding(
  id: SamlFindingId,
  subject: XmlElement | Position | string,
  message: string,
  fix: string = SAML_RULES[id].fix,
): Finding {
  return {
    id,
    severity: SAML_RULES[id].severity,
    subject: subjectOf(subject),
    message,
    fix,
  };
}

function subjectOf(subject: XmlElement | Position | string): string {
  if (typeof subject === 'string') return subject;
  if ('line' in subject) return place(subject);
  return `<${excerpt(subject.name)}>, ${place(subject.position)}`;
}

function place({ line, column }: Position): string {
  return `line ${line}, column ${column}`;
}
