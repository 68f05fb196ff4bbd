import { fleetArn } from '../../../model/arns.js';
import { type Handler } from '../services.js';
import { fleetFacts, present } from './views.js';

export const listFleets: Handler<'ListFleets', 'fleets' | 'tags' | 'accountId' | 'caller' | 'paginator'> = (
  input,
  { fleets, tags, accountId, caller: { region }, paginator },
) => {
  const page = paginator.page(
    ['ListFleets', region],
    input,
    (after, limit) => fleets.page(region, Number(after ?? 0), limit),
    (fleet) => fleet.id,
  );
  return {
    FleetSummaryList: page.items.map((fleet) => ({
      FleetArn: fleetArn(accountId, fleet.name),
      ...fleetFacts(fleet, tags.of(fleet.id)),
    })),
    ...present('NextToken', page.nextToken ?? null),
  };
};
