import { alreadyExists } from '../../../contract/errors.js';
import { fleetArn } from '../../../model/arns.js';
import { quote } from '../../../text.js';
import { companyCode } from '../identifiers.js';
import { ensureServiceLinkedRole } from '../service-linked-role.js';
import { type Handler } from '../services.js';
import { displayNameTaken, storedDisplayName } from '../strictness.js';

/** No fleet has this id: what is being made is compared with all that are there. */
const NO_FLEET = 0;

export const createFleet: Handler<
  'CreateFleet',
  'account' | 'fleets' | 'tags' | 'now' | 'random' | 'timings' | 'caller' | 'accountId' | 'strict'
> = (input, services) => {
  const { fleets, tags, now, random, timings, caller, accountId, strict } = services;
  const existing = fleets.byName(input.FleetName);
  if (existing !== undefined) {
    // The ARN has no Region field, so a name can be used once in an account.
    throw alreadyExists(
      `Fleet ${quote(input.FleetName)} already exists in ${existing.region} (${existing.status}).`,
    );
  }
  const displayName = storedDisplayName(input.DisplayName);
  if (strict && displayName !== null && fleets.hasDisplayName(displayName, NO_FLEET))
    displayNameTaken(displayName);
  let code = companyCode(random);
  while (fleets.hasCompanyCode(code)) code = companyCode(random);
  ensureServiceLinkedRole(services);
  const id = fleets.insert({
    name: input.FleetName,
    region: caller.region,
    display_name: displayName,
    optimize_for_end_user_location: input.OptimizeForEndUserLocation === true ? 1 : 0,
    company_code: code,
    status: 'CREATING',
    due_at: now + timings.fleetCreating,
    created_at: now,
  });
  tags.put(id, input.Tags ?? {});
  return { FleetArn: fleetArn(accountId, input.FleetName) };
};
