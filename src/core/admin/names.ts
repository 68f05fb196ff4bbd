import { ServiceError } from '../contract/errors.js';
import { ownError, type WorklinkError } from '../errors.js';
import { fleetArn, looksLikeArn, parseFleetArn } from '../model/arns.js';
import { nearest } from '../nearest.js';
import { type Backend } from '../ports/backend.js';
import { quote } from '../text.js';
import { Pages } from './pages.js';

/** Fleets looked at for a name to suggest: a hint is not worth a long search. */
const NAMES_FOR_A_HINT = 500;

/**
 * The ARN of a fleet given by name or ARN. That the fleet exists is only known where a name had to be looked up.
 *
 * @throws WorklinkError `InvalidInput` for an ARN that is no fleet's, `NotFound` for a name no fleet has
 */
export async function resolveFleet(backend: Backend, given: string): Promise<string> {
  if (looksLikeArn(given)) {
    if (parseFleetArn(given) === undefined) {
      throw ownError('InvalidInput', `${quote(given)} is not a fleet's ARN.`, {
        hint: 'It looks like arn:aws:worklink::123456789012:fleet/name.',
      });
    }
    return given;
  }
  if (backend.emulator !== undefined) return fleetArn(backend.emulator.accountId, given);
  const names: string[] = [];
  for await (const fleet of fleetSummaries(backend)) {
    if (fleet.FleetName === given && fleet.FleetArn !== undefined) return fleet.FleetArn;
    if (fleet.FleetName !== undefined && names.length < NAMES_FOR_A_HINT) names.push(fleet.FleetName);
  }
  throw noSuchFleet(backend, given, names);
}

/**
 * Does something to a fleet given by name or ARN, and where it turns out not to exist says so with names near it.
 *
 * @throws WorklinkError `NotFound` where the fleet does not exist; what the action throws, else
 */
export async function onFleet<T>(
  backend: Backend,
  given: string,
  action: (arn: string) => Promise<T>,
): Promise<T> {
  const arn = await resolveFleet(backend, given);
  try {
    return await action(arn);
  } catch (error) {
    throw await explainMissing(backend, given, arn, error);
  }
}

/** What is missing may be the fleet, or something in it: only the first is explained here. */
async function explainMissing(
  backend: Backend,
  given: string,
  arn: string,
  error: unknown,
): Promise<unknown> {
  // A tag operation has no exception of its own for a fleet that is not there (service model).
  const mayMean =
    error instanceof ServiceError &&
    (error.code === 'ResourceNotFoundException' || error.code === 'InvalidRequestException');
  if (!mayMean || !(await isMissing(backend, arn))) return error;
  try {
    const names: string[] = [];
    for await (const { FleetName: name } of fleetSummaries(backend, NAMES_FOR_A_HINT)) {
      if (name !== undefined) names.push(name);
    }
    return noSuchFleet(backend, given, names, error);
  } catch {
    // Whoever may not list fleets gets no suggestion.
    return noSuchFleet(backend, given, [], error);
  }
}

async function isMissing(backend: Backend, arn: string): Promise<boolean> {
  try {
    await backend.workLink.call('DescribeFleetMetadata', { FleetArn: arn });
    return false;
  } catch (error) {
    return error instanceof ServiceError && error.code === 'ResourceNotFoundException';
  }
}

function noSuchFleet(
  backend: Backend,
  given: string,
  names: readonly string[],
  cause?: unknown,
): WorklinkError {
  const near = nearest(parseFleetArn(given)?.fleetName ?? given, names);
  const suggestion = near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `;
  return ownError('NotFound', `There is no fleet ${quote(given)} in ${backend.region}.`, {
    hint: `${suggestion}worklink fleet list shows those there are.`,
    details: { fleet: given, region: backend.region, near },
    ...(cause === undefined ? {} : { cause }),
  });
}

function fleetSummaries(
  { workLink }: Backend,
  maxItems?: number,
): Pages<{ readonly FleetArn?: string | undefined; readonly FleetName?: string | undefined }> {
  return new Pages(
    async (request) => {
      const { FleetSummaryList: items = [], NextToken: nextToken } = await workLink.call(
        'ListFleets',
        request,
      );
      return { items, nextToken };
    },
    { maxItems },
  );
}
