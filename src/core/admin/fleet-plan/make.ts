import { WorklinkError } from '../../errors.js';
import { type Allowances, type Change, type FleetPlan, planFleetDeletion } from '../../fleet-plan/change.js';
import { digestOfFleet } from '../../fleet-plan/digest.js';
import { associationOf } from '../../fleet-plan/domains.js';
import { planFleet } from '../../fleet-plan/plan.js';
import { domainKey } from '../../model/domain-key.js';
import { type DomainEntry, type FleetSpec } from '../../model/fleet-file/fleet-document.js';
import { type PresentFleet } from '../../model/fleet-file/present-fleet.js';
import { isDeletable } from '../../model/fleet-states.js';
import { type Backend } from '../../ports/backend.js';
import { type CertificateSummary } from '../../ports/certificate-manager.js';
import { quote } from '../../text.js';
import { CertificateFinder } from '../domains/certificate.js';
import { type FleetSummary, listFleets, nameOf } from '../fleets.js';
import { type ReadingFleet, readFleetSpec } from '../fleet-file/present.js';

/** What plans are made of, and for. */
export interface PlanRequest extends ReadingFleet {
  readonly wanted: readonly FleetSpec[];
  readonly allowances: Allowances;
}

/** Plans, and what they go by. */
export interface MadePlans {
  readonly plans: readonly FleetPlan[];
  /** What was wanted, a certificate found for each domain that is to be associated. */
  readonly wanted: readonly FleetSpec[];
  /** Of each fleet as it was, by its name. */
  readonly digests: Readonly<Record<string, string>>;
  /** What is to be said beside the plans: domains for which no certificate is there yet. */
  readonly notices: readonly string[];
}

/** Sentences about single domains that are said at most. */
const SAID = 10;

/**
 * Looks at the fleets that are wanted, each list read in one pass, and plans what it takes to make them so.
 *
 * @throws WorklinkError `WrongState` for a fleet that cannot be changed; what the service refuses
 */
export async function makePlans(backend: Backend, request: PlanRequest): Promise<MadePlans> {
  const { wanted, allowances } = request;
  const there = await fleetsByName(backend);
  const finder = newestCertificates(backend);
  const plans: FleetPlan[] = [];
  const found: FleetSpec[] = [];
  const digests: [string, string][] = [];
  const missing: string[] = [];
  for (const spec of wanted) {
    request.signal?.throwIfAborted();
    const summary = there.get(spec.name);
    const present =
      summary === undefined ? undefined : await readFleetSpec(backend, summary.fleetArn, request);
    const complete = await withCertificates(spec, present, finder, missing);
    plans.push(await inWords(planFleet(complete, present, allowances), present));
    found.push(complete);
    digests.push([spec.name, digestOfFleet(present)]);
  }
  const names = new Set(wanted.map(({ name }) => name));
  const surplus = allowances.prune.has('fleets')
    ? [...there.values()].filter((fleet) => !names.has(nameOf(fleet)) && canGo(fleet))
    : [];
  const deletions = surplus.map((fleet) =>
    planFleetDeletion({ fleetName: nameOf(fleet), fleetArn: fleet.fleetArn }),
  );
  const more = missing.length > SAID ? [`And ${String(missing.length - SAID)} more.`] : [];
  return {
    plans: [...plans, ...deletions],
    wanted: found,
    digests: Object.fromEntries(digests),
    notices: [...missing.slice(0, SAID), ...more],
  };
}

type NamedFleet = FleetSummary & { readonly fleetArn: string };

async function fleetsByName(backend: Backend): Promise<ReadonlyMap<string, NamedFleet>> {
  const fleets = new Map<string, NamedFleet>();
  for await (const { fleetArn, ...fleet } of listFleets(backend)) {
    if (fleetArn === undefined || fleet.fleetStatus === 'DELETED') continue;
    const named = { ...fleet, fleetArn };
    fleets.set(nameOf(named), named);
  }
  return fleets;
}

function canGo({ fleetStatus }: FleetSummary): boolean {
  return fleetStatus === undefined || isDeletable(fleetStatus);
}

/** Finds for a domain the issued certificate that covers it, the newest of several. */
export function newestCertificates({ certificates }: Pick<Backend, 'certificates'>): CertificateFinder {
  return new CertificateFinder(certificates, (_, candidates) => Promise.resolve(newest(candidates)));
}

function newest(candidates: readonly CertificateSummary[]): CertificateSummary {
  return candidates.reduce((best, one) =>
    one.createdTime.getTime() > best.createdTime.getTime() ||
    (one.createdTime.getTime() === best.createdTime.getTime() && one.arn > best.arn)
      ? one
      : best,
  );
}

/** The certificate is part of what is reviewed: it is found when the plan is made. */
async function withCertificates(
  spec: FleetSpec,
  present: PresentFleet | undefined,
  finder: CertificateFinder,
  missing: string[],
): Promise<FleetSpec> {
  const { domains } = spec;
  if (domains === undefined) return spec;
  const complete: DomainEntry[] = [];
  for (const domain of domains) {
    const isThere = associationOf(present?.domainStates.get(domainKey(domain.name))) === undefined;
    complete.push(
      isThere || domain.certificateArn !== undefined
        ? domain
        : await withCertificate(domain, finder, missing),
    );
  }
  return { ...spec, domains: complete };
}

async function withCertificate(
  domain: DomainEntry,
  finder: CertificateFinder,
  missing: string[],
): Promise<DomainEntry> {
  try {
    return { ...domain, certificateArn: (await finder.find(domain.name, undefined)).arn };
  } catch (error) {
    // It may be there when the plan is carried out, which says it once more.
    if (!(error instanceof WorklinkError)) throw error;
    missing.push(`Domain ${quote(domain.name)} cannot be associated yet: ${error.message}`);
    return domain;
  }
}

/** Says of changed metadata what in it is different. What reads XML is loaded only where there is some. */
async function inWords(plan: FleetPlan, present: PresentFleet | undefined): Promise<FleetPlan> {
  if (!plan.changes.some(hasMetadata)) return plan;
  const { metadataWords } = await import('./metadata-words.js');
  const before = present?.spec.identityProvider?.metadata;
  const changes = plan.changes.map((change) =>
    change.step.do === 'linkIdentityProvider' && change.step.metadata !== undefined
      ? { ...change, differences: metadataWords(before, change.step.metadata) }
      : change,
  );
  return { ...plan, changes };
}

function hasMetadata({ step }: Change): boolean {
  return step.do === 'linkIdentityProvider' && step.metadata !== undefined;
}
