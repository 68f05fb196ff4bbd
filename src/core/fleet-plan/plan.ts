import { ownError } from '../errors.js';
import { type FleetSpec } from '../model/fleet-file/fleet-document.js';
import { isConfigurable } from '../model/fleet-states.js';
import { quote } from '../text.js';
import { type Allowances, type FleetPlan } from './change.js';
import { planDomains } from './domains.js';
import { joined, Parts } from './parts.js';
import { type PresentFleet } from '../model/fleet-file/present-fleet.js';
import * as settings from './settings.js';
import { planAuthorizationProviders, planDevicePolicy, planWebsiteCas } from './trust.js';

/**
 * What it takes to make a fleet what its file says. What the file does not have is left alone, but for what may be pruned.
 *
 * @param present the fleet as it is; nothing where there is none
 * @throws WorklinkError `WrongState` for a fleet that cannot be changed: on its way out, or failed
 */
export function planFleet(
  wanted: FleetSpec,
  present: PresentFleet | undefined,
  allowances: Allowances,
): FleetPlan {
  const fleetName = wanted.name;
  if (present?.status !== undefined && !isConfigurable(present.status)) {
    throw ownError(
      'WrongState',
      `Fleet ${quote(fleetName)} is ${present.status}: nothing in it can be changed.`,
      {
        hint: 'Once it is gone, it is made anew: worklink fleet delete, worklink fleet list.',
        details: { fleetName, state: present.status },
      },
    );
  }
  const making = new Parts(fleetName, allowances, undefined);
  const creation = present === undefined ? settings.planCreation(wanted, making) : undefined;
  const parts = new Parts(fleetName, allowances, creation?.changes[0]?.key);
  const spec = present?.spec;
  const { changes, kept } = joined([
    ...(creation === undefined ? [] : [creation]),
    ...(spec === undefined
      ? []
      : [settings.planMetadata(wanted, spec, parts), settings.planTags(wanted.tags, spec.tags, parts)]),
    settings.planIdentityProvider(wanted.identityProvider, spec?.identityProvider, parts),
    planWebsiteCas(wanted.websiteCertificateAuthorities ?? [], present, parts),
    planDevicePolicy(wanted.deviceCaCertificate, spec?.deviceCaCertificate, parts),
    settings.planNetwork(wanted.network, spec?.network, parts),
    settings.planAuditStream(wanted.auditStreamArn, spec?.auditStreamArn, parts),
    planDomains(wanted.domains ?? [], present, parts),
    planAuthorizationProviders(wanted.authorizationProviders ?? [], present, parts),
    settings.planInvitation(wanted.invitation, spec?.invitation, parts),
  ]);
  return { fleetName, ...(present !== undefined && { fleetArn: present.arn }), changes, kept };
}
