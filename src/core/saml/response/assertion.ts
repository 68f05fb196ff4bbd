import { NAMESPACES } from '../names.js';
import { parseDateTime } from '../metadata/valid-until.js';
import { attributeOf, childrenNamed, isTrue, trimXmlSpace, type XmlElement } from '../xml/tree.js';

/** What an assertion says, read but not judged. */
export interface AssertionFacts {
  readonly id: string;
  readonly version: string | undefined;
  readonly issuer: string | undefined;
  readonly issueInstant: WrittenTime;
  readonly nameId: NameId | undefined;
  readonly confirmations: readonly SubjectConfirmation[];
  readonly conditions: Conditions | undefined;
  readonly authnStatements: readonly AuthnStatement[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** A time as an attribute has it: absent, a time, or something that isn't one. */
export interface WrittenTime {
  readonly written: string | undefined;
  readonly time: Date | undefined;
}

export interface NameId {
  readonly value: string;
  readonly format: string | undefined;
}

export interface SubjectConfirmation {
  readonly method: string;
  /** Absent where there is no SubjectConfirmationData. */
  readonly data:
    | {
        readonly recipient: string | undefined;
        readonly inResponseTo: string | undefined;
        readonly notBefore: WrittenTime;
        readonly notOnOrAfter: WrittenTime;
      }
    | undefined;
}

export interface Conditions {
  readonly notBefore: WrittenTime;
  readonly notOnOrAfter: WrittenTime;
  /** The audiences of each AudienceRestriction. */
  readonly audiences: readonly (readonly string[])[];
  readonly oneTimeUse: boolean;
  /** Local names of conditions that aren't SAML 2.0's own. */
  readonly unknown: readonly string[];
}

export interface AuthnStatement {
  readonly authnInstant: WrittenTime;
  readonly sessionIndex: string | undefined;
  readonly sessionNotOnOrAfter: WrittenTime;
}

const KNOWN_CONDITIONS: readonly string[] = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/** Reads an assertion (SAML 2.0 Core §2.3 to §2.7). */
export function readAssertion(assertion: XmlElement): AssertionFacts {
  const [subject] = named(assertion, 'Subject');
  const [conditions] = named(assertion, 'Conditions');
  const [nameId] = subject === undefined ? [] : named(subject, 'NameID');
  return {
    id: attributeOf(assertion, 'ID') ?? '',
    version: attributeOf(assertion, 'Version'),
    issuer: issuerOf(assertion),
    issueInstant: timeOf(assertion, 'IssueInstant'),
    nameId:
      nameId === undefined
        ? undefined
        : { value: trimXmlSpace(nameId.text), format: attributeOf(nameId, 'Format') },
    confirmations: subject === undefined ? [] : named(subject, 'SubjectConfirmation').map(readConfirmation),
    conditions: conditions === undefined ? undefined : readConditions(conditions),
    authnStatements: named(assertion, 'AuthnStatement').map((statement) => ({
      authnInstant: timeOf(statement, 'AuthnInstant'),
      sessionIndex: attributeOf(statement, 'SessionIndex'),
      sessionNotOnOrAfter: timeOf(statement, 'SessionNotOnOrAfter'),
    })),
    attributes: readAttributes(assertion),
  };
}

/** The value of the element's Issuer; undefined where it has none, or not exactly one of plain text. */
export function issuerOf(element: XmlElement): string | undefined {
  const [issuer, another] = named(element, 'Issuer');
  if (issuer === undefined || another !== undefined || issuer.children.length > 0) return undefined;
  return trimXmlSpace(issuer.text);
}

export function timeOf(element: XmlElement, attribute: string): WrittenTime {
  const written = attributeOf(element, attribute);
  return { written, time: written === undefined ? undefined : parseDateTime(trimXmlSpace(written)) };
}

function named(element: XmlElement, localName: string): readonly XmlElement[] {
  return childrenNamed(element, NAMESPACES.saml, localName);
}

function readConfirmation(confirmation: XmlElement): SubjectConfirmation {
  const [data] = named(confirmation, 'SubjectConfirmationData');
  return {
    method: attributeOf(confirmation, 'Method') ?? '',
    data:
      data === undefined
        ? undefined
        : {
            recipient: attributeOf(data, 'Recipient'),
            inResponseTo: attributeOf(data, 'InResponseTo'),
            notBefore: timeOf(data, 'NotBefore'),
            notOnOrAfter: timeOf(data, 'NotOnOrAfter'),
          },
  };
}

function readConditions(conditions: XmlElement): Conditions {
  return {
    notBefore: timeOf(conditions, 'NotBefore'),
    notOnOrAfter: timeOf(conditions, 'NotOnOrAfter'),
    audiences: named(conditions, 'AudienceRestriction').map((restriction) =>
      named(restriction, 'Audience').map((audience) => trimXmlSpace(audience.text)),
    ),
    oneTimeUse: named(conditions, 'OneTimeUse').length > 0,
    unknown: conditions.children
      .filter(
        ({ namespace, localName }) => namespace !== NAMESPACES.saml || !KNOWN_CONDITIONS.includes(localName),
      )
      .map(({ localName }) => localName),
  };
}

/** By Name, in document order; the values of one name in several places are one list. */
function readAttributes(assertion: XmlElement): Readonly<Record<string, readonly string[]>> {
  const attributes = new Map<string, string[]>();
  for (const attribute of named(assertion, 'AttributeStatement').flatMap((statement) =>
    named(statement, 'Attribute'),
  )) {
    const name = attributeOf(attribute, 'Name') ?? '';
    const values = named(attribute, 'AttributeValue')
      .filter((value) => !isTrue(attributeOf(value, 'nil', NAMESPACES.xsi)))
      .map(valueOf);
    attributes.set(name, [...(attributes.get(name) ?? []), ...values]);
  }
  // Not by assignment: an attribute may be called __proto__.
  return Object.fromEntries(attributes);
}

/** The text of a value; of one made of elements, such as a NameID, the text of those without the indentation. */
function valueOf(value: XmlElement): string {
  if (value.children.length === 0) return value.text;
  return value.content
    .map((piece) => trimXmlSpace(typeof piece === 'string' ? piece : valueOf(piece)))
    .filter((piece) => piece !== '')
    .join(' ');
}
