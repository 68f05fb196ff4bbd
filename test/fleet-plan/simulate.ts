import { type Change, type Step } from '../../src/core/fleet-plan/change.js';
import { authorizationProviderKey, websiteCaKey } from '../../src/core/model/fleet-file/keys.js';
import { type PresentFleet } from '../../src/core/model/fleet-file/present-fleet.js';
import { domainKey } from '../../src/core/model/domain-key.js';
import { type DomainStatus } from '../../src/core/model/domain-states.js';
import { type DomainEntry, type FleetSpec } from '../../src/core/model/fleet-file/fleet-document.js';

/** A fleet as it would be read, of what a file says: all domains are ACTIVE, or INACTIVE where they are revoked. */
export function presentOf(
  spec: FleetSpec,
  states: Readonly<Record<string, DomainStatus>> = {},
): PresentFleet {
  const usual = (spec.domains ?? []).map(
    ({ name, revoked }) => [domainKey(name), revoked === true ? 'INACTIVE' : 'ACTIVE'] as const,
  );
  return {
    spec,
    arn: `arn:aws:worklink::123456789012:fleet/${spec.name}`,
    status: 'ACTIVE',
    companyCode: 'CODE',
    domainStates: new Map<string, DomainStatus>([...usual, ...Object.entries(states)]),
    websiteCaIds: new Map(
      (spec.websiteCertificateAuthorities ?? []).map(({ certificate }) => [
        websiteCaKey(certificate),
        [`ca-${certificate}`],
      ]),
    ),
    authorizationProviderIds: new Map(
      (spec.authorizationProviders ?? []).map((one) => [
        authorizationProviderKey(one),
        [`provider-${one.domainName ?? ''}`],
      ]),
    ),
  };
}

/** What a fleet becomes by changes, made in their order; those that are withheld are not. */
export function applied(
  name: string,
  present: PresentFleet | undefined,
  changes: readonly Change[],
): PresentFleet | undefined {
  let fleet = present;
  for (const { step, withheld } of changes) {
    if (withheld !== undefined) continue;
    fleet = step.do === 'createFleet' ? presentOf({ name, ...without(step) }) : stepped(fleet, step);
  }
  return fleet;
}

function stepped(fleet: PresentFleet | undefined, step: Step): PresentFleet | undefined {
  if (fleet === undefined) throw new Error(`${step.do} without a fleet`);
  const { spec } = fleet;
  // What is not touched stays in the state it is in.
  const touched =
    'domainName' in step && step.do !== 'updateDomain' && step.do !== 'yieldDisplayName'
      ? domainKey(step.domainName)
      : undefined;
  const states = Object.fromEntries([...fleet.domainStates].filter(([name]) => name !== touched));
  const rebuilt = (next: FleetSpec) => presentOf(next, states);
  const domains = spec.domains ?? [];
  const others = (name: string) => domains.filter((one) => domainKey(one.name) !== domainKey(name));
  const changedDomain = (name: string, change: (domain: DomainEntry) => DomainEntry) => {
    const found = domains.find((one) => domainKey(one.name) === domainKey(name));
    if (found === undefined) throw new Error(`${step.do} of ${name}, which is not there`);
    return rebuilt({ ...spec, domains: [...others(name), change(found)] });
  };
  switch (step.do) {
    case 'updateFleet': {
      const { displayName = spec.displayName ?? null, optimizeForEndUserLocation } = step;
      return rebuilt({
        ...omit(spec, 'displayName'),
        ...(displayName !== null && { displayName }),
        ...(optimizeForEndUserLocation !== undefined && { optimizeForEndUserLocation }),
      });
    }
    case 'setTags':
      return rebuilt({ ...spec, tags: { ...spec.tags, ...step.tags } });
    case 'removeTags':
      return rebuilt({
        ...spec,
        tags: Object.fromEntries(Object.entries(spec.tags ?? {}).filter(([key]) => !step.keys.includes(key))),
      });
    case 'linkIdentityProvider':
      return rebuilt({
        ...spec,
        identityProvider: { type: 'SAML', ...(step.metadata !== undefined && { metadata: step.metadata }) },
      });
    case 'uploadWebsiteCa': {
      const rest = (spec.websiteCertificateAuthorities ?? []).filter(
        ({ certificate }) => certificate !== step.certificate,
      );
      const ca = {
        certificate: step.certificate,
        ...(step.displayName !== undefined && { displayName: step.displayName }),
      };
      return rebuilt({ ...spec, websiteCertificateAuthorities: [...rest, ca] });
    }
    case 'deleteWebsiteCa':
      return rebuilt({
        ...spec,
        websiteCertificateAuthorities: (spec.websiteCertificateAuthorities ?? []).filter(
          ({ certificate }) =>
            fleet.websiteCaIds.get(websiteCaKey(certificate))?.includes(step.websiteCaId) !== true,
        ),
      });
    case 'configureDevicePolicy':
      return rebuilt({ ...spec, deviceCaCertificate: step.certificate });
    case 'removeDevicePolicy':
      return rebuilt(omit(spec, 'deviceCaCertificate'));
    case 'linkNetwork':
      return rebuilt({ ...spec, network: step.network });
    case 'linkAuditStream':
      return rebuilt({ ...spec, auditStreamArn: step.streamArn });
    case 'unlinkAuditStream':
      return rebuilt(omit(spec, 'auditStreamArn'));
    case 'yieldDisplayName':
      return changedDomain(step.domainName, (domain) => omit(domain, 'displayName'));
    case 'associateDomain': {
      const { domainName, displayName, certificateArn } = step;
      const domain = {
        name: domainName,
        ...(displayName !== undefined && { displayName }),
        certificateArn: certificateArn ?? 'found',
      };
      return rebuilt({ ...spec, domains: [...others(domainName), domain] });
    }
    case 'updateDomain': {
      const { displayName } = step;
      return changedDomain(step.domainName, (domain) => ({
        ...omit(domain, 'displayName'),
        ...(displayName !== null && { displayName }),
      }));
    }
    case 'revokeDomain':
      return changedDomain(step.domainName, (domain) => ({ ...domain, revoked: true }));
    case 'restoreDomain':
      return changedDomain(step.domainName, (domain) => omit(domain, 'revoked'));
    case 'disassociateDomain':
      return rebuilt({ ...spec, domains: others(step.domainName) });
    case 'associateProvider': {
      const provider = { type: step.type, domainName: step.domainName };
      return rebuilt({
        ...spec,
        authorizationProviders: [...(spec.authorizationProviders ?? []), provider],
      });
    }
    case 'disassociateProvider':
      return rebuilt({
        ...spec,
        authorizationProviders: (spec.authorizationProviders ?? []).filter(
          (one) =>
            fleet.authorizationProviderIds
              .get(authorizationProviderKey(one))
              ?.includes(step.authorizationProviderId) !== true,
        ),
      });
    case 'saveInvitation':
      return rebuilt({ ...spec, invitation: step.template });
    case 'createFleet':
    case 'deleteFleet':
      return undefined;
  }
}

function without<T extends { readonly do: string }>(step: T): Omit<T, 'do'> {
  return omit(step, 'do');
}

function omit<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const rest = { ...value };
  Reflect.deleteProperty(rest, name);
  return rest;
}
