import { type OperationInput, type OperationOutput } from '../contract/contract.js';
import { ServiceError } from '../contract/errors.js';
import { ownError } from '../errors.js';
import { fleetArn, parseFleetArn } from '../model/arns.js';
import { FLEET_SETTLES_TO, type FleetStatus, isDeletable } from '../model/fleet-states.js';
import { type Backend } from '../ports/backend.js';
import { quote } from '../text.js';
import { checkInput, type Subject } from './check-input.js';
import { onFleet } from './names.js';
import { type ListOptions, Pages } from './pages.js';
import { TAG_RULE } from './tags.js';
import { type View, view } from './view.js';
import { waitUntil, type WaitOptions } from './wait.js';

/** A fleet with all the service says of it. */
export type Fleet = { readonly fleetArn: string } & View<OperationOutput<'DescribeFleetMetadata'>>;
/** A fleet as a list has it: `optimizeForEndUserLocation` is not there. */
export type FleetSummary = View<NonNullable<OperationOutput<'ListFleets'>['FleetSummaryList']>[number]>;
export type NewFleet = OperationInput<'CreateFleet'>;
export type FleetUpdate = OperationInput<'UpdateFleetMetadata'>;

const DISPLAY_NAME: Subject = { label: '--display-name', rule: 'A display name has at most 100 characters.' };
const SUBJECTS: Readonly<Record<string, Subject>> = {
  FleetName: {
    label: 'NAME',
    // Service model, FleetName. The guide (Create a Fleet) allows capitals; the API does not.
    rule: 'A fleet name has 1 to 48 lower-case letters, digits and hyphens, and a letter or digit first and last. Capitals are not allowed, although the guide says they are.',
  },
  DisplayName: DISPLAY_NAME,
  Tags: {
    label: '--tag',
    rule: TAG_RULE,
  },
};

/** What creating a fleet would send, checked. @throws WorklinkError `InvalidInput`, naming what was given wrong */
export function planFleet(input: NewFleet): NewFleet {
  checkInput('CreateFleet', input, SUBJECTS);
  return input;
}

/**
 * Checks what creating a fleet would meet, changing nothing.
 *
 * @throws WorklinkError `InvalidInput`; `AlreadyExists` where the name is taken
 */
export async function checkNewFleet(backend: Backend, input: NewFleet): Promise<NewFleet> {
  planFleet(input);
  const existing = await findByName(backend, input.FleetName);
  if (existing !== undefined) {
    throw ownError(
      'AlreadyExists',
      `Fleet ${quote(input.FleetName)} already exists (${existing.fleetStatus ?? 'state unknown'}).`,
      {
        hint: 'Choose another name.',
      },
    );
  }
  return input;
}

/** @returns the fleet, which is configurable at once and ACTIVE a while later. @throws WorklinkError `InvalidInput` */
export async function createFleet(backend: Backend, input: NewFleet): Promise<Fleet> {
  const { FleetArn: arn } = await backend.workLink.call('CreateFleet', planFleet(input));
  if (arn === undefined) throw ownError('Unreachable', 'The service made the fleet but did not say its ARN.');
  return describe(backend, arn);
}

/** The account's fleets in the backend's Region. */
export function listFleets({ workLink }: Backend, options: ListOptions = {}): Pages<FleetSummary> {
  return new Pages(async (request) => {
    const { FleetSummaryList: fleets = [], NextToken: nextToken } = await workLink.call(
      'ListFleets',
      request,
    );
    return { items: fleets.map(view), nextToken };
  }, options);
}

/** @param fleet name or ARN. @throws WorklinkError `NotFound` */
export function showFleet(backend: Backend, fleet: string): Promise<Fleet> {
  return onFleet(backend, fleet, (arn) => describe(backend, arn));
}

/** What is to be different about a fleet; what is absent stays. */
export interface FleetChange {
  /** `null` takes the display name away. */
  readonly displayName?: string | null | undefined;
  readonly optimizeForEndUserLocation?: boolean | undefined;
}

/**
 * What an update would send. The service takes an absent display name for "none", so what stays is sent along.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `InvalidInput`
 */
export function planFleetUpdate(backend: Backend, fleet: string, change: FleetChange): Promise<FleetUpdate> {
  return onFleet(backend, fleet, async (arn) => {
    const { displayName: present, optimizeForEndUserLocation } = await describe(backend, arn);
    const displayName = change.displayName === undefined ? present : (change.displayName ?? undefined);
    const input: FleetUpdate = {
      FleetArn: arn,
      ...(displayName === undefined ? {} : { DisplayName: displayName }),
      OptimizeForEndUserLocation: change.optimizeForEndUserLocation ?? optimizeForEndUserLocation ?? false,
    };
    checkInput('UpdateFleetMetadata', input, { DisplayName: DISPLAY_NAME });
    return input;
  });
}

/** Sends an update made by {@link planFleetUpdate}. @returns the fleet as it is then */
export async function updateFleet(backend: Backend, update: FleetUpdate): Promise<Fleet> {
  await backend.workLink.call('UpdateFleetMetadata', update);
  return describe(backend, update.FleetArn);
}

/** The fleet a deletion would take away. @throws WorklinkError `NotFound`; `WrongState` where it is on its way out already */
export async function checkFleetDeletion(backend: Backend, fleet: string): Promise<Fleet> {
  const found = await showFleet(backend, fleet);
  if (found.fleetStatus !== undefined && !isDeletable(found.fleetStatus)) {
    throw ownError('WrongState', `Fleet ${quote(nameOf(found))} is ${found.fleetStatus} already.`, {
      hint: 'It will be gone in a while.',
    });
  }
  return found;
}

/** @param arn of the fleet. @returns the fleet on its way out, or as deleted where it is gone at once */
export async function deleteFleet(backend: Backend, fleet: Fleet): Promise<Fleet> {
  await backend.workLink.call('DeleteFleet', { FleetArn: fleet.fleetArn });
  return (await find(backend, fleet.fleetArn)) ?? deleted(fleet);
}

/** Where waiting for a fleet leads: the state it settles to, what it is then, and how a sentence has it. */
const GOALS = {
  ACTIVE: { status: 'ACTIVE', words: 'to be ACTIVE' },
  gone: { status: 'DELETED', words: 'to be gone' },
} as const;

/**
 * Waits until a fleet is ACTIVE, or gone.
 *
 * @returns the fleet as it is then; one that is gone as it was, DELETED
 * @throws WorklinkError `WaitTimedOut`, `StateUnreachable`
 */
export function waitForFleet(
  backend: Backend,
  fleet: Fleet,
  goal: keyof typeof GOALS,
  options: WaitOptions,
): Promise<Fleet> {
  const { status, words } = GOALS[goal];
  return waitUntil(
    {
      what: `fleet ${quote(nameOf(fleet))} ${words}`,
      look: async () => (await find(backend, fleet.fleetArn)) ?? deleted(fleet),
      details: { fleetArn: fleet.fleetArn },
      stateOf: ({ fleetStatus }) => fleetStatus ?? 'in no known state',
      judge: ({ fleetStatus }) =>
        fleetStatus === status ? 'reached' : settlesTo(fleetStatus) === goal ? 'pending' : 'unreachable',
    },
    options,
  );
}

/** A fleet's name, which the service may leave out; its ARN holds it too. */
export function nameOf({ fleetName, fleetArn: arn }: Pick<Fleet, 'fleetArn' | 'fleetName'>): string {
  return fleetName ?? parseFleetArn(arn)?.fleetName ?? arn;
}

function settlesTo(status: FleetStatus | undefined): string | undefined {
  return status === 'CREATING' || status === 'DELETING' ? FLEET_SETTLES_TO[status] : undefined;
}

function deleted(fleet: Fleet): Fleet {
  return { ...fleet, fleetStatus: 'DELETED' };
}

async function describe({ workLink }: Backend, arn: string): Promise<Fleet> {
  return { fleetArn: arn, ...view(await workLink.call('DescribeFleetMetadata', { FleetArn: arn })) };
}

async function find(backend: Backend, arn: string): Promise<Fleet | undefined> {
  try {
    return await describe(backend, arn);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function findByName(backend: Backend, name: string): Promise<FleetSummary | undefined> {
  if (backend.emulator !== undefined) return find(backend, fleetArn(backend.emulator.accountId, name));
  for await (const fleet of listFleets(backend)) if (fleet.fleetName === name) return fleet;
  return undefined;
}
