import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

export const listTagsForResource: Handler<'ListTagsForResource', FleetAccess | 'tags'> = (
  input,
  services,
) => {
  const tags = services.tags.of(findFleet(services, input.ResourceArn).id);
  return { Tags: tags };
};
