import assert from 'node:assert/strict';
import { definitionOf, type OperationName, operationNames } from '../../../src/core/contract/contract.js';
import { type ServiceErrorName } from '../../../src/core/contract/errors.js';
import { type Keys } from '../../server/harness.js';
import { witness } from '../../support/witness.js';
import {
  CHAIN,
  DEVICE,
  IDENTITY_PROVIDER,
  type Input,
  NETWORK,
  OTHER_AUTHORITY,
  STREAM,
  withWorld,
  type World,
} from './world.js';

/** What a client was answered: an output, its times as `Date`s, or the name and the text of an exception. */
export type Answer =
  | { readonly output: Readonly<Record<string, unknown>> }
  | { readonly error: string; readonly message: string };

/** Calls one operation by a client under test, as whoever has the keys. */
export type CallByClient = (
  world: World,
  keys: Keys,
  operation: OperationName,
  input: Input,
) => Promise<Answer>;

/** How an operation is called so that it succeeds, and what can be seen then. */
interface Example {
  readonly input: (world: World) => Input;
  /** What the operation answers. Where absent: what it answers in this process. */
  readonly answers?: (output: Readonly<Record<string, unknown>>) => void;
  /** What an operation that reads tells afterwards of what this one changed. */
  readonly leaves?: readonly [
    OperationName,
    (world: World) => Input,
    (told: Readonly<Record<string, unknown>>) => void,
  ];
}

/** Characters of a fleet's ARN (service model): a limit that none of the clients holds its user to. */
const LONGEST_ARN = 2_048;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fleet = ({ FleetArn }: World): Input => ({ FleetArn });
const tagged = ({ FleetArn }: World): Input => ({ ResourceArn: FleetArn });
const www = ({ FleetArn }: World): Input => ({ FleetArn, DomainName: 'www.example.com' });
const old = ({ FleetArn }: World): Input => ({ FleetArn, DomainName: 'old.example.com' });
const added = ({ FleetArn }: World): Input => ({ FleetArn, DomainName: 'new.example.com' });
const authority = ({ FleetArn, WebsiteCaId }: World): Input => ({ FleetArn, WebsiteCaId });
const device = ({ FleetArn }: World): Input => ({ FleetArn, DeviceId: DEVICE.id });
const second = ({ FleetArn }: World): Input => ({ FleetArn: FleetArn.replace(/example$/, 'second') });

function nothing(output: Readonly<Record<string, unknown>>): void {
  assert.deepEqual(output, {});
}
function tells(expected: Readonly<Record<string, unknown>>) {
  return (told: Readonly<Record<string, unknown>>): void => {
    assert.deepEqual({ ...told, ...expected }, told);
  };
}
/** An operation that answers nothing and changes what another tells. */
function changes(
  input: Example['input'],
  by: OperationName,
  of: Example['input'],
  told: (told: Readonly<Record<string, unknown>>) => void,
): Example {
  return { input, answers: nothing, leaves: [by, of, told] };
}
function lists(member: string, count: number) {
  return (told: Readonly<Record<string, unknown>>): void => {
    assert.equal((told[member] as readonly unknown[]).length, count);
  };
}

const EXAMPLES: Readonly<Record<OperationName, Example>> = {
  AssociateDomain: changes(
    (world) => ({ ...added(world), DisplayName: 'Ünited 🚀', AcmCertificateArn: world.AcmCertificateArn }),
    'DescribeDomain',
    added,
    tells({ DomainStatus: 'PENDING_VALIDATION', DisplayName: 'Ünited 🚀' }),
  ),
  AssociateWebsiteAuthorizationProvider: {
    input: (world) => ({ ...fleet(world), AuthorizationProviderType: 'SAML', DomainName: 'sso.example.com' }),
    answers: ({ AuthorizationProviderId }) => {
      assert.match(String(AuthorizationProviderId), UUID);
    },
    leaves: ['ListWebsiteAuthorizationProviders', fleet, lists('WebsiteAuthorizationProviders', 2)],
  },
  AssociateWebsiteCertificateAuthority: {
    input: (world) => ({ ...fleet(world), Certificate: OTHER_AUTHORITY, DisplayName: 'Other' }),
    answers: ({ WebsiteCaId }) => {
      assert.match(String(WebsiteCaId), UUID);
    },
    leaves: ['ListWebsiteCertificateAuthorities', fleet, lists('WebsiteCertificateAuthorities', 2)],
  },
  CreateFleet: {
    input: () => ({
      FleetName: 'second',
      DisplayName: 'Zweite Flotte',
      OptimizeForEndUserLocation: true,
      Tags: { owner: 'it', stage: 'test' },
    }),
    answers: ({ FleetArn }) => {
      assert.match(String(FleetArn), /^arn:aws:worklink::\d{12}:fleet\/second$/);
    },
    leaves: [
      'DescribeFleetMetadata',
      second,
      tells({
        FleetStatus: 'CREATING',
        DisplayName: 'Zweite Flotte',
        OptimizeForEndUserLocation: true,
        Tags: { owner: 'it', stage: 'test' },
      }),
    ],
  },
  DeleteFleet: changes(fleet, 'DescribeFleetMetadata', fleet, tells({ FleetStatus: 'DELETING' })),
  DescribeAuditStreamConfiguration: { input: fleet, answers: tells({ AuditStreamArn: STREAM }) },
  DescribeCompanyNetworkConfiguration: { input: fleet, answers: tells(NETWORK) },
  DescribeDevice: { input: device, answers: tells({ Username: DEVICE.username, Status: 'ACTIVE' }) },
  DescribeDevicePolicyConfiguration: { input: fleet, answers: tells({ DeviceCaCertificate: CHAIN }) },
  DescribeDomain: { input: www, answers: tells({ DomainStatus: 'ACTIVE' }) },
  DescribeFleetMetadata: { input: fleet, answers: tells({ FleetStatus: 'ACTIVE', Tags: { owner: 'it' } }) },
  DescribeIdentityProviderConfiguration: {
    input: fleet,
    answers: tells({ IdentityProviderType: 'SAML', IdentityProviderSamlMetadata: IDENTITY_PROVIDER }),
  },
  DescribeWebsiteCertificateAuthority: { input: authority, answers: tells({ DisplayName: 'Root' }) },
  DisassociateDomain: changes(www, 'DescribeDomain', www, tells({ DomainStatus: 'DISASSOCIATING' })),
  DisassociateWebsiteAuthorizationProvider: changes(
    ({ FleetArn, AuthorizationProviderId }) => ({ FleetArn, AuthorizationProviderId }),
    'ListWebsiteAuthorizationProviders',
    fleet,
    lists('WebsiteAuthorizationProviders', 0),
  ),
  DisassociateWebsiteCertificateAuthority: changes(
    authority,
    'ListWebsiteCertificateAuthorities',
    fleet,
    lists('WebsiteCertificateAuthorities', 0),
  ),
  ListDevices: { input: (world) => ({ ...fleet(world), MaxResults: 10 }), answers: lists('Devices', 1) },
  ListDomains: { input: (world) => ({ ...fleet(world), MaxResults: 1 }), answers: lists('Domains', 1) },
  ListFleets: { input: () => ({ MaxResults: 10 }), answers: lists('FleetSummaryList', 1) },
  ListTagsForResource: { input: tagged, answers: tells({ Tags: { owner: 'it' } }) },
  ListWebsiteAuthorizationProviders: { input: fleet, answers: lists('WebsiteAuthorizationProviders', 1) },
  ListWebsiteCertificateAuthorities: { input: fleet, answers: lists('WebsiteCertificateAuthorities', 1) },
  RestoreDomainAccess: changes(old, 'DescribeDomain', old, tells({ DomainStatus: 'ACTIVE' })),
  RevokeDomainAccess: changes(www, 'DescribeDomain', www, tells({ DomainStatus: 'INACTIVE' })),
  SignOutUser: changes(
    (world) => ({ ...fleet(world), Username: DEVICE.username }),
    'DescribeDevice',
    device,
    tells({ Status: 'ACTIVE' }), // it takes effect later
  ),
  TagResource: changes(
    (world) => ({ ...tagged(world), Tags: { 'cost:center/1': 'a b=c', owner: 'ops' } }),
    'ListTagsForResource',
    tagged,
    tells({ Tags: { 'cost:center/1': 'a b=c', owner: 'ops' } }),
  ),
  UntagResource: changes(
    (world) => ({ ...tagged(world), TagKeys: ['owner', 'never:was/there'] }),
    'ListTagsForResource',
    tagged,
    tells({ Tags: {} }),
  ),
  UpdateAuditStreamConfiguration: changes(
    (world) => ({ ...fleet(world), AuditStreamArn: `${STREAM}-2` }),
    'DescribeAuditStreamConfiguration',
    fleet,
    tells({ AuditStreamArn: `${STREAM}-2` }),
  ),
  UpdateCompanyNetworkConfiguration: changes(
    (world) => ({ ...fleet(world), ...NETWORK, VpcId: 'vpc-89abcdef' }),
    'DescribeCompanyNetworkConfiguration',
    fleet,
    tells({ ...NETWORK, VpcId: 'vpc-89abcdef' }),
  ),
  UpdateDevicePolicyConfiguration: changes(
    (world) => ({ ...fleet(world), DeviceCaCertificate: OTHER_AUTHORITY }),
    'DescribeDevicePolicyConfiguration',
    fleet,
    tells({ DeviceCaCertificate: OTHER_AUTHORITY }),
  ),
  UpdateDomainMetadata: changes(
    (world) => ({ ...www(world), DisplayName: 'Портал' }),
    'DescribeDomain',
    www,
    tells({ DisplayName: 'Портал' }),
  ),
  UpdateFleetMetadata: changes(
    (world) => ({ ...fleet(world), DisplayName: 'New', OptimizeForEndUserLocation: false }),
    'DescribeFleetMetadata',
    fleet,
    tells({ DisplayName: 'New', OptimizeForEndUserLocation: false }),
  ),
  UpdateIdentityProviderConfiguration: changes(
    (world) => ({
      ...fleet(world),
      IdentityProviderType: 'SAML',
      IdentityProviderSamlMetadata: `${IDENTITY_PROVIDER}<!-- again -->`,
    }),
    'DescribeIdentityProviderConfiguration',
    fleet,
    tells({ IdentityProviderSamlMetadata: `${IDENTITY_PROVIDER}<!-- again -->` }),
  ),
};

/** The same input, of a fleet that is not there. */
function elsewhere(input: Input, arn: string): Input {
  return 'ResourceArn' in input ? { ...input, ResourceArn: arn } : { ...input, FleetArn: arn };
}

/** Input that the service refuses, and a client lets pass. */
function invalid(operation: OperationName, input: Input): Input {
  if (operation === 'CreateFleet') return { ...input, FleetName: 'Not_A_Name' };
  if (operation === 'ListFleets') return { ...input, NextToken: 'forged' };
  return elsewhere(input, `arn:aws:worklink::123456789012:fleet/${'a'.repeat(LONGEST_ARN)}`);
}

/** How each exception is had. */
const REFUSALS: Readonly<
  Record<
    ServiceErrorName,
    (
      by: (keys: Keys, input: Input) => Promise<Answer>,
      world: World,
      operation: OperationName,
    ) => Promise<Answer>
  >
> = {
  InvalidRequestException: (call, world, operation) =>
    call(world.server.keys, invalid(operation, EXAMPLES[operation].input(world))),
  ResourceNotFoundException: (call, world, operation) => {
    // The model lists it here, and there is nothing yet that could be missing.
    if (operation === 'CreateFleet') return struck('ResourceNotFoundException', call, world, operation);
    const arn = world.FleetArn.replace(/example$/, 'nothing');
    return call(world.server.keys, elsewhere(EXAMPLES[operation].input(world), arn));
  },
  UnauthorizedException: (call, world, operation) => call(world.nobody, EXAMPLES[operation].input(world)),
  TooManyRequestsException: (call, world, operation) =>
    struck('TooManyRequestsException', call, world, operation),
  InternalServerErrorException: (call, world, operation) =>
    struck('InternalServerErrorException', call, world, operation),
  ResourceAlreadyExistsException: async (call, world, operation) => {
    // The model lists it here, and nothing says when.
    if (operation === 'DisassociateWebsiteAuthorizationProvider') {
      return struck('ResourceAlreadyExistsException', call, world, operation);
    }
    const input = EXAMPLES[operation].input(world);
    await world.call(operation, input);
    return call(world.server.keys, input);
  },
};

async function struck(
  error: ServiceErrorName,
  call: (keys: Keys, input: Input) => Promise<Answer>,
  world: World,
  operation: OperationName,
): Promise<Answer> {
  const emulator = world.server.account.emulator();
  emulator.addFault({ operation, error, remaining: 1 });
  const answer = await call(world.server.keys, EXAMPLES[operation].input(world));
  assert.deepEqual(emulator.listFaults(), [], 'the call was tried once');
  return answer;
}

/**
 * Each operation once with success, and once with each exception the model gives it.
 *
 * @param client the client's name, for the evidence of what it was answered
 */
export function describeEachOperation(client: string, callByClient: CallByClient): void {
  describe('each operation', () => {
    for (const operation of operationNames) {
      const example = EXAMPLES[operation];
      const by = (world: World) => async (keys: Keys, input: Input) => {
        const answer = await callByClient(world, keys, operation, input);
        witness(client, operation, 'error' in answer ? answer.error : 'success');
        return answer;
      };

      it(`${operation} succeeds`, () =>
        withWorld(async (world) => {
          const input = example.input(world);
          const expected = example.leaves === undefined ? await world.call(operation, input) : undefined;

          const answer = await by(world)(world.server.keys, input);

          assert.ok('output' in answer, JSON.stringify(answer));
          if (expected !== undefined) assert.deepEqual(answer.output, expected);
          example.answers?.(answer.output);
          if (example.leaves !== undefined) {
            const [reads, of, told] = example.leaves;
            told(await world.call(reads, of(world)));
          }
        }));

      const { errors } = definitionOf(operation);
      it(`${operation} fails with each of ${errors.length === 1 ? 'its one exception' : `its ${String(errors.length)} exceptions`}`, () =>
        withWorld(async (world) => {
          for (const error of errors) {
            const answer = await REFUSALS[error](by(world), world, operation);
            assert.ok('error' in answer, `${error}: ${JSON.stringify(answer)}`);
            assert.equal(answer.error, error, answer.message);
            assert.ok(answer.message.length > 10, answer.message);
          }
        }));
    }
  });
}
