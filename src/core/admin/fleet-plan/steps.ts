import { readCertificate, readCertificates } from '../../certificates/certificate.js';
import { ownError } from '../../errors.js';
import { type Change, type Step } from '../../fleet-plan/change.js';
import * as providers from '../authorization-providers.js';
import { linkAuditStream, planAuditLink, planAuditUnlink, unlinkAuditStream } from '../audit/link.js';
import * as devicePolicy from '../devices/device-policy.js';
import { checkFleetDisplayName } from '../display-names.js';
import { waitForGoneDomain } from '../domains/change.js';
import * as fleets from '../fleets.js';
import { linkNetwork, planNetworkLink, planNetworkUpdate } from '../network/link.js';
import { planTagRemoval, planTags, removeTags, setTags } from '../tags.js';
import { planNewWebsiteCa, uploadWebsiteCa } from '../website-cas/website-cas-upload.js';
import { removeWebsiteCa } from '../website-cas/website-cas.js';
import { type ApplyContext, arnFor } from './context.js';
import { domainCall, isDomainCall } from './domain-calls.js';

type StepOf<D extends Step['do']> = Extract<Step, { readonly do: D }>;

/**
 * Makes one change, judged as the command that makes it by itself would. Certificates that have expired are taken: the file says
 * so, and validating it has said that they have.
 *
 * @throws WorklinkError what the service refuses, or would
 */
export async function carryOut(context: ApplyContext, change: Change): Promise<void> {
  const { step } = change;
  const { backend } = context;
  switch (step.do) {
    case 'createFleet':
      return createFleet(context, change.fleetName, step);
    case 'deleteFleet':
      return deleteFleet(context, arnFor(context, change));
    case 'associateDomain':
      return associateDomain(context, change, step);
    case 'saveInvitation': {
      const fleet = { fleetArn: arnFor(context, change), fleetName: change.fleetName };
      return context.templates.save(fleet, { ...step.template, link: step.template.link ?? '' });
    }
    case 'updateFleet': {
      const arn = arnFor(context, change);
      await checkFleetDisplayName(backend, step.displayName ?? undefined, arn);
      await fleets.updateFleet(backend, await fleets.planFleetUpdate(backend, arn, step));
      return;
    }
    case 'updateDomain':
    case 'revokeDomain':
    case 'restoreDomain':
    case 'disassociateDomain':
      return callDomain(context, change);
    default:
      return settle(context, arnFor(context, change), step);
  }
}

type Setting = StepOf<
  | 'setTags'
  | 'removeTags'
  | 'linkIdentityProvider'
  | 'uploadWebsiteCa'
  | 'deleteWebsiteCa'
  | 'configureDevicePolicy'
  | 'removeDevicePolicy'
  | 'linkNetwork'
  | 'linkAuditStream'
  | 'unlinkAuditStream'
  | 'associateProvider'
  | 'disassociateProvider'
>;

/** Changes a setting of a fleet. */
async function settle({ backend, waiting }: ApplyContext, arn: string, step: Setting): Promise<void> {
  const now = waiting.timer.now();
  switch (step.do) {
    case 'setTags':
      await setTags(backend, await planTags(backend, arn, step.tags));
      return;
    case 'removeTags':
      await removeTags(backend, await planTagRemoval(backend, arn, step.keys));
      return;
    case 'linkIdentityProvider': {
      const { linkIdentityProvider, planLink, planLinkUpdate } = await import('../identity-provider/link.js');
      const plan = step.isLinked ? planLinkUpdate : planLink;
      await linkIdentityProvider(backend, await plan(backend, arn, { metadata: step.metadata, now }), now);
      return;
    }
    case 'uploadWebsiteCa': {
      const { certificate, displayName, replaces = [] } = step;
      const item = { file: 'the file of fleets', certificate: readCertificate(certificate) };
      const upload = planNewWebsiteCa(arn, item, { displayName, now, allowExpired: true });
      for (const id of replaces) await removeWebsiteCa(backend, { FleetArn: arn, WebsiteCaId: id });
      await uploadWebsiteCa(backend, upload);
      return;
    }
    case 'deleteWebsiteCa':
      return removeWebsiteCa(backend, { FleetArn: arn, WebsiteCaId: step.websiteCaId });
    case 'configureDevicePolicy': {
      const certificates = readCertificates(step.certificate);
      const request = { certificates, now, allowExpired: true };
      const plan = await devicePolicy.planDevicePolicy(backend, arn, request);
      await devicePolicy.configureDevicePolicy(backend, plan, now);
      return;
    }
    case 'removeDevicePolicy':
      return devicePolicy.removeDevicePolicy(
        backend,
        await devicePolicy.planDevicePolicyRemoval(backend, arn),
      );
    case 'linkNetwork': {
      const plan = step.isLinked ? planNetworkUpdate : planNetworkLink;
      await linkNetwork(backend, await plan(backend, arn, step.network, {}));
      return;
    }
    case 'linkAuditStream':
      await linkAuditStream(backend, await planAuditLink(backend, arn, step.streamArn, true));
      return;
    case 'unlinkAuditStream':
      return unlinkAuditStream(backend, await planAuditUnlink(backend, arn));
    case 'associateProvider': {
      const plan = await providers.planAuthorizationProvider(backend, arn, step.domainName, step.type);
      await providers.associateAuthorizationProvider(backend, plan);
      return;
    }
    case 'disassociateProvider': {
      const { authorizationProviderId: id } = step;
      await providers.disassociate(backend, await providers.planDisassociation(backend, arn, id));
      return;
    }
  }
}

/** Makes a fleet, and waits until it is ACTIVE: all else about it comes after. */
async function createFleet(
  { backend, arns, waiting }: ApplyContext,
  name: string,
  { displayName, optimizeForEndUserLocation, tags }: StepOf<'createFleet'>,
): Promise<void> {
  await checkFleetDisplayName(backend, displayName);
  const fleet = await fleets.createFleet(backend, {
    FleetName: name,
    DisplayName: displayName,
    OptimizeForEndUserLocation: optimizeForEndUserLocation,
    Tags: tags,
  });
  arns.set(name, fleet.fleetArn);
  await fleets.waitForFleet(backend, fleet, 'ACTIVE', waiting);
}

async function deleteFleet({ backend, waiting, waitsForEnd }: ApplyContext, arn: string): Promise<void> {
  const deleting = await fleets.deleteFleet(backend, await fleets.checkFleetDeletion(backend, arn));
  if (waitsForEnd) await fleets.waitForFleet(backend, deleting, 'gone', waiting);
}

/** Associates a domain, an earlier association of which is ended first. */
async function associateDomain(
  context: ApplyContext,
  change: Change,
  { domainName, after, ...rest }: StepOf<'associateDomain'>,
): Promise<void> {
  const { backend, waiting } = context;
  const arn = arnFor(context, change);
  const association = { ...change, step: { ...rest, domainName } };
  if (after === undefined) return callDomain(context, association);
  // What would be refused is not to cost the association that there is.
  const { operation, input } = await preparedCall(context, association);
  if (after === 'disassociation')
    await backend.workLink.call('DisassociateDomain', { FleetArn: arn, DomainName: domainName });
  await waitForGoneDomain(backend, arn, domainName, waiting);
  await backend.workLink.call(operation, input);
}

async function callDomain(context: ApplyContext, change: Change): Promise<void> {
  const { operation, input } = await preparedCall(context, change);
  await context.backend.workLink.call(operation, input);
}

function preparedCall(context: ApplyContext, change: Change): ReturnType<typeof domainCall> {
  if (isDomainCall(change)) return domainCall(context, change);
  throw ownError('Internal', `${change.key} is no single call.`);
}
