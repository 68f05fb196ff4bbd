import { type OperationInput, type OperationName, type OperationOutput } from '../../contract/contract.js';
import { notFound } from '../../contract/errors.js';
import { type Backend } from '../../ports/backend.js';

type Answers = Readonly<{ [O in OperationName]?: OperationOutput<O> }>;

/**
 * A backend that has a fleet already which is yet to be made, with nothing in it: what is to be set up in it can thus be
 * planned and judged by the same actions as in any fleet, before anything is changed. It passes everything else on.
 */
export function withFleetToCome(backend: Backend, fleetArn: string, fleetName: string): Backend {
  const empty: Answers = {
    DescribeFleetMetadata: { FleetName: fleetName, FleetStatus: 'CREATING' },
    DescribeIdentityProviderConfiguration: {},
    DescribeCompanyNetworkConfiguration: {},
    DescribeDevicePolicyConfiguration: {},
    DescribeAuditStreamConfiguration: {},
    ListDomains: {},
    ListWebsiteCertificateAuthorities: {},
    ListWebsiteAuthorizationProviders: {},
  };
  return {
    ...backend,
    workLink: {
      call: async <O extends OperationName>(operation: O, input: OperationInput<O>) => {
        if (!('FleetArn' in input) || input.FleetArn !== fleetArn)
          return backend.workLink.call(operation, input);
        const answer = empty[operation];
        if (answer === undefined) throw notFound(`${operation}: fleet ${fleetName} is not made yet.`);
        return answer;
      },
    },
  };
}
