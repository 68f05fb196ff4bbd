import { invalidRequest } from '../../../contract/errors.js';
import { TagMap } from '../../../contract/shapes.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/** The model's limit on one request's tags, taken as the limit on a resource's too. */
const MAX_TAGS = TagMap.max ?? Number.POSITIVE_INFINITY;

export const tagResource: Handler<'TagResource', FleetAccess | 'tags'> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.ResourceArn);
  const count = Object.keys({ ...services.tags.of(fleet.id), ...input.Tags }).length;
  if (count > MAX_TAGS) {
    throw invalidRequest(
      `A fleet can have ${String(MAX_TAGS)} tags; with these it would have ${String(count)}.`,
    );
  }
  services.tags.put(fleet.id, input.Tags);
  return {};
};
