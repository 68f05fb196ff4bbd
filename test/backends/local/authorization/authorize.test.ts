import assert from 'node:assert/strict';
import {
  type AuthorizationCall,
  actionOf,
  authorize,
  resourceOf,
} from '../../../../src/core/backends/local/authorization/authorize.js';
import { requestContext } from '../../../../src/core/backends/local/authorization/context.js';
import {
  FULL_ACCESS,
  READ_ONLY,
} from '../../../../src/core/backends/local/authorization/managed-policies.js';
import { contract, type OperationName, operationNames } from '../../../../src/core/contract/contract.js';
import { ServiceError } from '../../../../src/core/contract/errors.js';
import { ACCOUNT, FLEET, policyOf } from './support.js';

const ANN = `arn:aws:iam::${ACCOUNT}:user/ann`;
const IN_REGION = { accountId: ACCOUNT, region: 'us-east-1' };
const CALL: AuthorizationCall = {
  ...IN_REGION,
  operation: 'DeleteFleet',
  fleetName: 'one',
  policies: [],
  context: requestContext({ 'aws:PrincipalArn': ANN }),
};

function refusalOf(change: Partial<AuthorizationCall>): string {
  try {
    authorize({ ...CALL, ...change });
  } catch (error) {
    assert.ok(error instanceof ServiceError, String(error));
    assert.equal(error.code, 'UnauthorizedException');
    assert.equal(error.status, 403);
    return error.message;
  }
  return assert.fail('the call was allowed');
}

describe('authorizing a call', () => {
  it('lets pass what a policy allows', () => {
    assert.doesNotThrow(() => {
      authorize({ ...CALL, policies: [FULL_ACCESS.policy] });
    });
  });

  it('says that no policy allows it', () => {
    assert.equal(
      refusalOf({ policies: [READ_ONLY.policy] }),
      `User: ${ANN} is not authorized to perform: worklink:DeleteFleet on resource: ${FLEET} because no identity-based policy allows the worklink:DeleteFleet action`,
    );
  });

  it('says that a policy denies it', () => {
    assert.equal(
      refusalOf({ policies: [FULL_ACCESS.policy, policyOf({ Effect: 'Deny', Resource: FLEET })] }),
      `User: ${ANN} is not authorized to perform: worklink:DeleteFleet on resource: ${FLEET} with an explicit deny in an identity-based policy`,
    );
  });

  describe('of an operation on the account as a whole', () => {
    const patterns: readonly [resource: string, allowed: boolean][] = [
      ['*', true],
      ['arn:aws:worklink:*', true],
      ['arn:aws:worklink:*:*:*', true],
      [`arn:aws:worklink:us-east-1:${ACCOUNT}:*`, true],
      [`arn:aws:worklink:eu-west-1:${ACCOUNT}:*`, false],
      [`arn:aws:worklink::${ACCOUNT}:fleet/*`, false],
      ['arn:aws:worklink:*:*:fleet/*', false],
      [FLEET, false],
    ];
    for (const operation of ['CreateFleet', 'ListFleets'] as const) {
      for (const [Resource, allowed] of patterns) {
        it(`${operation} ${allowed ? 'is' : 'is not'} allowed by ${Resource}, whatever fleet is named`, () => {
          const call = { operation, policies: [policyOf({ Resource })] };
          if (allowed)
            assert.doesNotThrow(() => {
              authorize({ ...CALL, ...call });
            });
          else
            assert.match(refusalOf(call), /on resource: arn:aws:worklink:us-east-1:123456789012:\* because/);
        });
      }
    }
  });

  describe('that names no fleet though it should', () => {
    const call = { fleetName: undefined };
    it('lets pass who may do it to any fleet', () => {
      for (const Resource of ['*', 'arn:aws:worklink:*:*:*', `arn:aws:worklink::${ACCOUNT}:fleet/*`]) {
        assert.doesNotThrow(() => {
          authorize({ ...CALL, ...call, policies: [policyOf({ Resource })] });
        });
      }
    });
    it('refuses who may do it to one', () => {
      assert.match(
        refusalOf({ ...call, policies: [policyOf({ Resource: FLEET })] }),
        /no identity-based policy/,
      );
    });
  });

  it('says so where it is not known who calls', () => {
    assert.match(refusalOf({ context: requestContext({}) }), /^User: anonymous is not authorized/);
  });

  it('does not take a fleet named by a wildcard for every fleet', () => {
    assert.match(
      refusalOf({ fleetName: '*', policies: [policyOf({ Resource: FLEET })] }),
      /fleet\/\* because/,
    );
  });

  it('keeps what it repeats of an unchecked name short and printable', () => {
    const message = refusalOf({ fleetName: `\u001b[2J\n${'x'.repeat(100_000)}` });
    assert.ok(message.length < 1000);
    assert.match(message, /fleet\/\\u001b\[2J\\u000ax+ because/);
  });
});

describe('the action of an operation', () => {
  it('is one for each, of the same name', () => {
    assert.deepEqual(
      operationNames.map(actionOf).sort(),
      Object.keys(contract)
        .map((name) => `worklink:${name}`)
        .sort(),
    );
  });

  it('is on the fleet, for all that take one', () => {
    // Whether the input has a fleet's ARN is a fact of the service model; that these two have none is IAM's table.
    const takesFleet = (operation: OperationName): boolean =>
      Object.keys(contract[operation].input.members).some(
        (name) => name === 'FleetArn' || name === 'ResourceArn',
      );
    for (const operation of operationNames) {
      const resource = resourceOf({ ...IN_REGION, operation, fleetName: 'one' });
      assert.equal(resource === FLEET, takesFleet(operation), operation);
    }
  });
});
