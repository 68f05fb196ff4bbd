import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { type Finding } from '../../findings.js';
import { NAMESPACES, PROTOCOLS } from '../names.js';
import { attributeOf, childrenNamed, listItems, type XmlElement } from '../xml/tree.js';
import { type Reading } from './reading.js';

const SAML_1_PROTOCOLS: readonly string[] = [PROTOCOLS.saml11, PROTOCOLS.saml10, PROTOCOLS.shibboleth];
/** Roles of metadata other than the two that have a finding of their own (SAML 2.0 Metadata §2.4 and §2.5). */
const OTHER_ROLES: readonly string[] = [
  'AuthnAuthorityDescriptor',
  'AttributeAuthorityDescriptor',
  'PDPDescriptor',
  'AffiliationDescriptor',
];

/** Finds the one role by which an entity is an identity provider for SAML 2.0 (SAML 2.0 Metadata §2.4.3). */
export function findRole(entity: XmlElement): Reading<XmlElement> {
  const roles = childrenNamed(entity, NAMESPACES.md, 'IDPSSODescriptor');
  if (roles.length === 0) return { value: undefined, findings: [noRole(entity)] };
  const speaking = roles.filter((role) => protocolsOf(role).includes(PROTOCOLS.saml2));
  const [only, second] = speaking;
  if (only === undefined) return { value: undefined, findings: roles.slice(0, 1).map(otherProtocol) };
  if (second === undefined) return { value: only, findings: [] };
  const message = `The entity has ${speaking.length} IDPSSODescriptors for SAML 2.0, and nothing says which one counts.`;
  return { value: undefined, findings: [samlFinding('metadata-several-roles', second, message)] };
}

function protocolsOf(role: XmlElement): readonly string[] {
  return listItems(attributeOf(role, 'protocolSupportEnumeration') ?? '');
}

function otherProtocol(role: XmlElement): Finding {
  const protocols = protocolsOf(role);
  if (protocols.some((protocol) => SAML_1_PROTOCOLS.includes(protocol))) {
    return samlFinding(
      'metadata-saml-1-only',
      role,
      "The identity provider's role is for SAML 1.x only, not SAML 2.0.",
    );
  }
  const said =
    protocols.length === 0
      ? 'names no protocol (protocolSupportEnumeration)'
      : `is for '${excerpt(protocols.join(' '))}', not SAML 2.0`;
  return samlFinding('metadata-no-identity-provider', role, `The IDPSSODescriptor ${said}.`);
}

function noRole(entity: XmlElement): Finding {
  if (childrenNamed(entity, NAMESPACES.md, 'SPSSODescriptor').length > 0) {
    const message =
      "The document is a service provider's metadata (SPSSODescriptor without IDPSSODescriptor).";
    return samlFinding('metadata-service-provider', entity, message);
  }
  if (childrenNamed(entity, NAMESPACES.md, 'RoleDescriptor').some(isWsFederation)) {
    const message =
      'The document is WS-Federation metadata: it has no IDPSSODescriptor, only RoleDescriptors.';
    return samlFinding('metadata-ws-federation', entity, message);
  }
  const others = OTHER_ROLES.filter((role) => childrenNamed(entity, NAMESPACES.md, role).length > 0);
  const message =
    others.length === 0
      ? 'The entity has no IDPSSODescriptor.'
      : `The entity has no IDPSSODescriptor, only ${others.join(', ')}.`;
  return samlFinding('metadata-no-identity-provider', entity, message);
}

function isWsFederation(role: XmlElement): boolean {
  const type = attributeOf(role, 'type', NAMESPACES.xsi) ?? '';
  return (
    protocolsOf(role).includes(PROTOCOLS.wsFederation) ||
    /(?:^|:)(?:SecurityTokenService|ApplicationService)Type$/.test(type)
  );
}
