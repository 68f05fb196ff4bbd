import { parseFleetArn } from '../../model/arns.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { listFleets, nameOf, showFleet } from '../fleets.js';
import { serviceTime } from '../service-time.js';
import { type FleetGround, type Ground } from './look.js';

/** What looking needs of the machine and of whoever asked. */
export interface LookOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long before its end a certificate is worth a warning, in milliseconds. */
  readonly expiresWithinMs: number;
}

/** Service model, FleetName: what a command line can hold without quotes. */
const PLAIN_NAME = /^[a-z0-9-]{1,48}$/;

export function groundOf(backend: Backend, { clock, signal, expiresWithinMs }: LookOptions): Ground {
  return { backend, now: serviceTime(backend, clock), clock, signal, expiresWithinMs };
}

/**
 * The fleets to be looked at.
 *
 * @param fleet name or ARN; all of the Region where absent
 * @throws WorklinkError `NotFound`
 */
export async function* fleetGrounds(
  ground: Ground,
  fleet: string | undefined,
): AsyncGenerator<FleetGround, void, undefined> {
  const { backend } = ground;
  if (fleet !== undefined) {
    const found = await showFleet(backend, fleet);
    yield { ...ground, arn: found.fleetArn, name: plainName(nameOf(found), found.fleetArn) };
    return;
  }
  for await (const { fleetArn: arn, fleetName } of listFleets(backend)) {
    if (arn === undefined) continue;
    yield { ...ground, arn, name: plainName(fleetName ?? parseFleetArn(arn)?.fleetName ?? arn, arn) };
  }
}

/** A name that is to be part of commands: whatever a service may answer, a copied command does what it says. */
function plainName(name: string, arn: string): string {
  if (PLAIN_NAME.test(name)) return name;
  const ofArn = parseFleetArn(arn)?.fleetName ?? '';
  return PLAIN_NAME.test(ofArn) ? ofArn : 'FLEET';
}
