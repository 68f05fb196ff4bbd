import { describeConfiguration } from './service/configuration.js';
import { describeDomains } from './service/domains.js';
import { describeFleets } from './service/fleets.js';
import { describePagination } from './service/pagination.js';
import { describeTags } from './service/tags.js';
import { describeTrust } from './service/trust.js';
import { type StartSubject } from './subject.js';

/**
 * What the service does, whoever answers for it and however it is reached.
 *
 * @param reached how it is reached, for the tests' names
 * @param start starts a service with nothing in it
 */
export function describeService(reached: string, start: StartSubject): void {
  describe(`the service, ${reached}`, () => {
    describeFleets(start);
    describeDomains(start);
    describeConfiguration(start);
    describeTrust(start);
    describeTags(start);
    describePagination(start);
  });
}
