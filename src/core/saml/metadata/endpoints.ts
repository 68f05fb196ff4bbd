import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding, type SamlFindingId } from '../findings.js';
import { BINDINGS, NAMESPACES } from '../names.js';
import { attributeOf, childrenNamed, trimXmlSpace, type XmlElement } from '../xml/tree.js';

/** Where a user is sent to sign in, and how. */
export interface SingleSignOnService {
  readonly binding: string;
  readonly location: string;
}

export interface SingleSignOnServices {
  /** In document order, other bindings than a browser's included. Complete only where no finding is an error. */
  readonly services: readonly SingleSignOnService[];
  readonly findings: readonly Finding[];
}

const USABLE_BINDINGS: readonly string[] = Object.values(BINDINGS);

/** Reads and judges where an identity provider takes AuthnRequests (SAML 2.0 Metadata §2.2.2 and §2.4.3). */
export function readSingleSignOnServices(role: XmlElement): SingleSignOnServices {
  const elements = childrenNamed(role, NAMESPACES.md, 'SingleSignOnService');
  if (elements.length === 0) {
    const message = 'The identity provider has no SingleSignOnService: no page to send users to for sign-in.';
    return { services: [], findings: [samlFinding('metadata-no-sso-service', role, message)] };
  }
  const services = elements.map((element) => ({
    binding: trimXmlSpace(attributeOf(element, 'Binding') ?? ''),
    location: trimXmlSpace(attributeOf(element, 'Location') ?? ''),
  }));
  const findings = [...elements.flatMap(locationFindings), ...repetitionFindings(elements, services)];
  if (!services.some(({ binding }) => USABLE_BINDINGS.includes(binding))) {
    const offered = [...new Set(services.map(({ binding }) => binding))]
      .slice(0, 5)
      .map((binding) => `'${excerpt(binding)}'`);
    const message = `The identity provider offers neither HTTP-Redirect nor HTTP-POST for sign-in, only ${offered.join(', ')}.`;
    return { services, findings: [...findings, samlFinding('metadata-no-usable-binding', role, message)] };
  }
  return { services, findings };
}

/** Of each binding one is enough, and which of several is used is up to the reader. */
function repetitionFindings(
  elements: readonly XmlElement[],
  services: readonly SingleSignOnService[],
): readonly Finding[] {
  const locations = new Map<string, Set<string>>();
  return services.flatMap(({ binding, location }, index) => {
    const known = locations.get(binding);
    const element = elements[index];
    if (known === undefined || element === undefined) {
      locations.set(binding, new Set([location]));
      return [];
    }
    const isSame = known.has(location);
    known.add(location);
    const shown = `'${excerpt(binding)}'`;
    if (isSame) {
      const message = `The SingleSignOnService for ${shown} is there more than once, with the same address.`;
      return [samlFinding('metadata-sso-duplicate', element, message)];
    }
    const message = `There are several SingleSignOnServices for ${shown}, with different addresses.`;
    return [samlFinding('metadata-sso-binding-repeated', element, message)];
  });
}

function locationFindings(element: XmlElement): readonly Finding[] {
  const location = trimXmlSpace(attributeOf(element, 'Location') ?? '');
  if (location === '') {
    return [samlFinding('metadata-sso-location-missing', element, 'A SingleSignOnService has no Location.')];
  }
  const fault = locationFault(location);
  return fault === undefined ? [] : [samlFinding(fault.id, element, fault.message)];
}

interface LocationFault {
  readonly id: SamlFindingId;
  readonly message: string;
}

function locationFault(location: string): LocationFault | undefined {
  const shown = `The address '${excerpt(location)}'`;
  // URL mends what it reads: it drops line breaks inside, turns backslashes around and adds missing slashes. What it
  // would mend is refused, so that no other reader sees another address.
  const parts = /^https?:\/\/([^/?#]+)/i.exec(location);
  if (parts === null)
    return { id: 'metadata-sso-location-invalid', message: `${shown} isn't an absolute http or https URL.` };
  if (/[\s\\<>"{}|^`\p{C}]/u.test(location)) {
    return { id: 'metadata-sso-location-invalid', message: `${shown} holds a character no URL can hold.` };
  }
  if (parts[1]?.includes('@') === true) {
    // The credentials are not repeated: the finding may end up in a log.
    return {
      id: 'metadata-sso-location-credentials',
      message: 'The address of a SingleSignOnService holds a user name or a password.',
    };
  }
  if (!URL.canParse(location))
    return { id: 'metadata-sso-location-invalid', message: `${shown} isn't a URL.` };
  if (/^http:/i.test(location))
    return {
      id: 'metadata-sso-location-http',
      message: `${shown} is http: whoever is on the way can change the sign-in page.`,
    };
  return undefined;
}
