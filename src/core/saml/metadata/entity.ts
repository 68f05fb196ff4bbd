import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { NAMESPACES } from '../names.js';
import { attributeOf, childrenNamed, trimXmlSpace, type XmlElement } from '../xml/tree.js';
import { type Reading } from './reading.js';

/** The longest entity ID, in code points (SAML 2.0 Metadata §2.2.1). */
export const MAX_ENTITY_ID_LENGTH = 1024;

/** An entity and the groups it stands in. */
export interface FoundEntity {
  readonly entity: XmlElement;
  /** The EntitiesDescriptors around it, outermost first; their validUntil holds for it too (§2.3.1). */
  readonly groups: readonly XmlElement[];
}

/**
 * Finds the one entity a document is about: its root, or in an aggregate the only one with an identity provider's role.
 * @param root an EntityDescriptor or EntitiesDescriptor
 */
export function findEntity(root: XmlElement): Reading<FoundEntity> {
  if (root.localName === 'EntityDescriptor') return { value: { entity: root, groups: [] }, findings: [] };
  const entities = entitiesIn(root, []);
  const providers = entities.filter(
    ({ entity }) => childrenNamed(entity, NAMESPACES.md, 'IDPSSODescriptor').length > 0,
  );
  const [only] = providers;
  if (only === undefined) {
    const message = `The document is an aggregate of ${count(entities.length)}, none of which is an identity provider.`;
    return { value: undefined, findings: [samlFinding('metadata-aggregate-empty', root, message)] };
  }
  if (providers.length > 1) {
    const names = providers
      .slice(0, 3)
      .map(({ entity }) => `'${excerpt(attributeOf(entity, 'entityID') ?? '')}'`);
    const more = providers.length > names.length ? ` and ${providers.length - names.length} more` : '';
    const message = `The document is an aggregate with ${providers.length} identity providers: ${names.join(', ')}${more}.`;
    return { value: undefined, findings: [samlFinding('metadata-aggregate-several', root, message)] };
  }
  const message = `The document is an aggregate (EntitiesDescriptor) of ${count(entities.length)}, one of which is an identity provider.`;
  return { value: only, findings: [samlFinding('metadata-aggregate-single', root, message)] };
}

function entitiesIn(group: XmlElement, around: readonly XmlElement[]): readonly FoundEntity[] {
  const groups = [...around, group];
  return group.children.flatMap((child): readonly FoundEntity[] => {
    if (child.namespace !== NAMESPACES.md) return [];
    if (child.localName === 'EntityDescriptor') return [{ entity: child, groups }];
    return child.localName === 'EntitiesDescriptor' ? entitiesIn(child, groups) : [];
  });
}

function count(entities: number): string {
  return entities === 1 ? '1 entity' : `${entities} entities`;
}

/** Reads and judges the entity ID (SAML 2.0 Metadata §2.3.2, Core §8.3.6). */
export function readEntityId(entity: XmlElement): Reading<string> {
  const entityId = attributeOf(entity, 'entityID');
  if (entityId === undefined || trimXmlSpace(entityId) === '') {
    const what = entityId === undefined ? 'has no entityID' : 'has an empty entityID';
    const message = `The EntityDescriptor ${what}.`;
    return { value: undefined, findings: [samlFinding('metadata-entity-id-missing', entity, message)] };
  }
  const length = Array.from(entityId).length;
  if (length > MAX_ENTITY_ID_LENGTH) {
    const message = `The entity ID '${excerpt(entityId)}' is ${length.toLocaleString('en')} characters long; ${MAX_ENTITY_ID_LENGTH.toLocaleString('en')} is the most.`;
    return { value: undefined, findings: [samlFinding('metadata-entity-id-too-long', entity, message)] };
  }
  const findings: Finding[] = [];
  if (/\s/.test(entityId)) {
    const message = `The entity ID '${excerpt(entityId)}' holds white space.`;
    findings.push(samlFinding('metadata-entity-id-white-space', entity, message));
  }
  // A scheme and something behind it (RFC 3986 §4.3): the schemes of entity IDs are many, urn: and https: above all.
  if (!/^[a-z][a-z0-9+.-]*:[^\s]/i.test(entityId)) {
    const message = `The entity ID '${excerpt(entityId)}' isn't an absolute URI, which SAML asks for.`;
    findings.push(samlFinding('metadata-entity-id-not-uri', entity, message));
  }
  const placeholder = /\{[^{}]{0,100}\}/.exec(entityId)?.[0];
  if (placeholder !== undefined) {
    const message = `The entity ID '${excerpt(entityId)}' holds a placeholder, ${excerpt(placeholder)}: assertions will name another issuer.`;
    findings.push(samlFinding('metadata-entity-id-placeholder', entity, message));
  }
  return { value: entityId, findings };
}
