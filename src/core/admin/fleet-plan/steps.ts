import { readCertificate, readCertificates } from '../../certificates/certificate.js';
import { ownError } from '../../errors.js';
import { type Change, type Step } from '../../fleet-plan/change.js';
import { fleetArn as arnOfFleet } from '../../model/arns.js';
import * as providers from '../authorization-providers.js';
import { linkAuditStream, planAuditLink, planAuditUnlink, unlinkAuditStream } from '../audit/link.js';
import * as devicePolicy from '../devices/device-policy.js';
import { checkFleetDisplayName } from '../display-names.js';
import { planNewAssociation } from '../domains/associate.js';
import { waitForGoneDomain } from '../domains/change.js';
import * as fleets from '../fleets.js';
import { linkNetwork, planNetworkLink, planNetworkUpdate } from '../network/link.js';
import { planTagRemoval, planTags, removeTags, setTags } from '../tags.js';
import { planNewWebsiteCa, uploadWebsiteCa } from '../website-cas/website-cas-upload.js';
import { removeWebsiteCa } from '../website-cas/website-cas.js';
import { type ApplyContext, arnFor } from './context.js';
import { domainCall, isDomainCall } from './domain-calls.js';

/** The account of a fleet that is not there yet, for checks to which it does not matter. */
const STAND_IN = '000000000000';

type StepOf<D extends Step['do']> = Extract<Step, { readonly do: D }>;

/**
 * Makes one change, judged as the command that makes it by itself would. Certificates that have expired are taken: the file says
 * so, and validating it has said that they have.
 *
 * @throws WorklinkError what the service refuses, or would
 */
export async function carryOut(context: ApplyContext, change: Change): Promise<void> {
  const { step } = change;
  if (isSetting(step)) {
    const act = await prepared(context, arnFor(context, change), step);
    await act();
    return;
  }
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
    case 'yieldDisplayName':
    case 'updateDomain':
    case 'revokeDomain':
    case 'restoreDomain':
    case 'disassociateDomain':
      return callDomain(context, change);
  }
}

type Setting = Exclude<
  Step,
  StepOf<
    | 'createFleet'
    | 'deleteFleet'
    | 'saveInvitation'
    | 'associateDomain'
    | 'yieldDisplayName'
    | 'updateDomain'
    | 'revokeDomain'
    | 'restoreDomain'
    | 'disassociateDomain'
  >
>;

const NOT_SETTINGS: ReadonlySet<Step['do']> = new Set<Exclude<Step, Setting>['do']>([
  'createFleet',
  'deleteFleet',
  'saveInvitation',
  'associateDomain',
  'yieldDisplayName',
  'updateDomain',
  'revokeDomain',
  'restoreDomain',
  'disassociateDomain',
]);

function isSetting(step: Step): step is Setting {
  return !NOT_SETTINGS.has(step.do);
}

type Act = () => Promise<unknown>;

/**
 * Judges a change of a fleet's settings as far as it can be beforehand, changing nothing.
 *
 * @param arn of the fleet, which is there
 * @returns what makes the change
 */
async function prepared({ backend, waiting }: ApplyContext, arn: string, step: Setting): Promise<Act> {
  const now = waiting.timer.now();
  switch (step.do) {
    case 'setTags': {
      const input = await planTags(backend, arn, step.tags);
      return () => setTags(backend, input);
    }
    case 'removeTags': {
      const input = await planTagRemoval(backend, arn, step.keys);
      return () => removeTags(backend, input);
    }
    case 'linkIdentityProvider': {
      const { linkIdentityProvider, planLink, planLinkUpdate } = await import('../identity-provider/link.js');
      const planning = step.isLinked ? planLinkUpdate : planLink;
      const plan = await planning(backend, arn, { metadata: step.metadata, now });
      return () => linkIdentityProvider(backend, plan, now);
    }
    case 'uploadWebsiteCa': {
      const { certificate, displayName, replaces = [] } = step;
      const item = { file: 'the file of fleets', certificate: readCertificate(certificate) };
      const upload = planNewWebsiteCa(arn, item, { displayName, now, allowExpired: true });
      return async () => {
        for (const id of replaces) await removeWebsiteCa(backend, { FleetArn: arn, WebsiteCaId: id });
        await uploadWebsiteCa(backend, upload);
      };
    }
    case 'deleteWebsiteCa':
      return () => removeWebsiteCa(backend, { FleetArn: arn, WebsiteCaId: step.websiteCaId });
    case 'configureDevicePolicy': {
      const certificates = readCertificates(step.certificate);
      const request = { certificates, now, allowExpired: true };
      const plan = await devicePolicy.planDevicePolicy(backend, arn, request);
      return () => devicePolicy.configureDevicePolicy(backend, plan, now);
    }
    case 'removeDevicePolicy': {
      const input = await devicePolicy.planDevicePolicyRemoval(backend, arn);
      return () => devicePolicy.removeDevicePolicy(backend, input);
    }
    case 'linkNetwork': {
      const planning = step.isLinked ? planNetworkUpdate : planNetworkLink;
      const plan = await planning(backend, arn, step.network, {});
      return () => linkNetwork(backend, plan);
    }
    case 'linkAuditStream': {
      const plan = await planAuditLink(backend, arn, step.streamArn, true);
      return () => linkAuditStream(backend, plan);
    }
    case 'unlinkAuditStream': {
      const plan = await planAuditUnlink(backend, arn);
      return () => unlinkAuditStream(backend, plan);
    }
    case 'associateProvider': {
      const plan = await providers.planAuthorizationProvider(backend, arn, step.domainName, step.type);
      return () => providers.associateAuthorizationProvider(backend, plan);
    }
    case 'disassociateProvider': {
      const plan = await providers.planDisassociation(backend, arn, step.authorizationProviderId);
      return () => providers.disassociate(backend, plan);
    }
    case 'updateFleet': {
      await checkFleetDisplayName(backend, step.displayName ?? undefined, arn);
      const update = await fleets.planFleetUpdate(backend, arn, step);
      return () => fleets.updateFleet(backend, update);
    }
  }
}

/**
 * Checks of a change what can be checked without making any: of a fleet that is not there yet only itself and its domains.
 *
 * @throws WorklinkError as {@link carryOut}
 */
export async function check(context: ApplyContext, change: Change): Promise<void> {
  const { backend, arns } = context;
  const { step } = change;
  if (step.do === 'createFleet') {
    await checkFleetDisplayName(backend, step.displayName);
    await fleets.checkNewFleet(backend, newFleet(change.fleetName, step));
  } else if (step.do === 'yieldDisplayName') {
    await domainCall(context, { ...change, step });
  } else if (step.do === 'associateDomain') {
    const { domainName, certificateArn: certificate, displayName } = step;
    const fleetArn = arns.get(change.fleetName) ?? arnOfFleet(STAND_IN, change.fleetName);
    await planNewAssociation(
      fleetArn,
      { domainName, certificate, displayName },
      context.finder,
      context.names,
    );
  } else if (isSetting(step)) {
    const arn = arns.get(change.fleetName);
    if (arn !== undefined) await prepared(context, arn, step);
  }
}

function newFleet(
  name: string,
  { displayName, optimizeForEndUserLocation, tags }: Omit<StepOf<'createFleet'>, 'do'>,
): fleets.NewFleet {
  return {
    FleetName: name,
    DisplayName: displayName,
    OptimizeForEndUserLocation: optimizeForEndUserLocation,
    Tags: tags,
  };
}

/** Makes a fleet, and waits until it is ACTIVE: all else about it comes after. */
async function createFleet(
  { backend, arns, waiting }: ApplyContext,
  name: string,
  step: StepOf<'createFleet'>,
): Promise<void> {
  await checkFleetDisplayName(backend, step.displayName);
  const fleet = await fleets.createFleet(backend, newFleet(name, step));
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
