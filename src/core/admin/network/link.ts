import { type OperationInput } from '../../contract/contract.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { hasErrors } from '../../findings.js';
import { type NetworkFinding, type Verdict, verdictOf } from '../../network/findings.js';
import { type Expectations } from '../../network/judge.js';
import { judgeCounts, judgeLink, type LinkJudgement, type NetworkChoice } from '../../network/link.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { checkInput } from '../check-input.js';
import { changeableFleet } from '../domains/change.js';
import { FindingsRefused } from '../findings-refused.js';
import { onFleet } from '../names.js';
import { lookAtNetwork } from './discover.js';

/** What a fleet is linked with. All is absent but the ARN where it is linked with nothing. */
export interface CompanyNetwork extends Partial<NetworkChoice> {
  readonly fleetArn: string;
}

/** A fleet's network, judged as it is now. */
export interface CheckedNetwork extends CompanyNetwork {
  readonly verdict: Verdict;
  readonly findings: readonly NetworkFinding[];
}

/** The call that links a network, judged. */
export interface NetworkLinkPlan {
  readonly input: OperationInput<'UpdateCompanyNetworkConfiguration'>;
  readonly verdict: Verdict;
  /** What the guide advises otherwise; nothing the service refuses. */
  readonly findings: readonly NetworkFinding[];
  /** Whether anything would be different. */
  readonly changed: boolean;
}

const SUBJECTS = {
  VpcId: { label: '--vpc', rule: 'A VPC is named by its id, such as vpc-0a1b2c3d4e5f60718.' },
  SubnetIds: { label: '--subnet', rule: 'A subnet is named by its id, such as subnet-0a1b2c3d4e5f60a01.' },
  SecurityGroupIds: {
    label: '--security-group',
    rule: 'One to five security groups are named by their ids, such as sg-0a1b2c3d4e5f60001.',
  },
};

/** @param fleet name or ARN. @throws WorklinkError `NotFound` */
export function showNetwork(backend: Backend, fleet: string): Promise<CompanyNetwork> {
  return onFleet(backend, fleet, (arn) => describe(backend, arn));
}

/**
 * Judges the network a fleet is linked with, as it is now.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `WrongState` where none is linked
 */
export async function checkNetwork(
  backend: Backend,
  fleet: string,
  expectations: Expectations,
): Promise<CheckedNetwork> {
  const present = await showNetwork(backend, fleet);
  const choice = linkedChoice(present, fleet);
  const { refusals, advice } = await judge(backend, choice, expectations);
  const findings = [...refusals, ...advice];
  return { fleetArn: present.fleetArn, ...choice, verdict: verdictOf(findings), findings };
}

/** The failure that a checked network is, where it is one. */
export function checkFailure({ findings, vpcId = '' }: CheckedNetwork): WorklinkError | undefined {
  if (!hasErrors(findings)) return undefined;
  const count = findings.filter(({ severity }) => severity === 'error').length;
  const what = count === 1 ? 'an error' : `${String(count)} errors`;
  return ownError('CheckFailed', `The link with VPC ${quote(vpcId)} has ${what}.`, {
    hint: 'Mend the network, or link another: worklink network update.',
  });
}

/**
 * What linking a network would send.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `InvalidInput` for what the service would refuse; `AlreadyExists` where one is linked; `WrongState`;
 *   `NotFound`
 */
export async function planNetworkLink(
  backend: Backend,
  fleet: string,
  choice: NetworkChoice,
  expectations: Expectations,
): Promise<NetworkLinkPlan> {
  const arn = await changeableFleet(backend, fleet);
  const present = await describe(backend, arn);
  if (present.vpcId !== undefined) {
    throw ownError('AlreadyExists', `Fleet ${quote(fleet)} is linked with VPC ${quote(present.vpcId)}.`, {
      hint: 'To change it: worklink network update.',
    });
  }
  return plan(backend, arn, choice, expectations);
}

/**
 * What updating the linked network would send: what is not given stays.
 *
 * @param fleet name or ARN
 * @throws WorklinkError as {@link planNetworkLink}, but `WrongState` where none is linked
 */
export async function planNetworkUpdate(
  backend: Backend,
  fleet: string,
  change: Partial<NetworkChoice>,
  expectations: Expectations,
): Promise<NetworkLinkPlan> {
  const arn = await changeableFleet(backend, fleet);
  const present = linkedChoice(await describe(backend, arn), fleet);
  const choice = { ...present, ...change };
  const planned = await plan(backend, arn, choice, expectations);
  return { ...planned, changed: !isSame(present, choice) };
}

/** Links as {@link planNetworkLink} or {@link planNetworkUpdate} has it. @returns the network as it is then */
export async function linkNetwork(
  backend: Backend,
  { input, verdict, findings, changed }: NetworkLinkPlan,
): Promise<CheckedNetwork> {
  if (changed) await backend.workLink.call('UpdateCompanyNetworkConfiguration', input);
  return { ...(await describe(backend, input.FleetArn)), verdict, findings };
}

async function plan(
  backend: Backend,
  arn: string,
  choice: NetworkChoice,
  expectations: Expectations,
): Promise<NetworkLinkPlan> {
  const input = inputOf(arn, choice);
  checkInput('UpdateCompanyNetworkConfiguration', input, SUBJECTS);
  const { refusals, advice: findings } = await judge(backend, choice, expectations);
  if (refusals.length > 0) throw new FindingsRefused('The network', [...refusals, ...findings]);
  return { input, verdict: verdictOf(findings), findings, changed: true };
}

async function judge(
  backend: Backend,
  choice: NetworkChoice,
  expectations: Expectations,
): Promise<LinkJudgement> {
  const seen = await lookAtNetwork(backend, choice.vpcId);
  if ('notReadable' in seen) return { refusals: judgeCounts(choice), advice: [seen.notReadable] };
  return judgeLink(choice, seen.network, expectations);
}

async function describe({ workLink }: Backend, arn: string): Promise<CompanyNetwork> {
  const { VpcId, SubnetIds, SecurityGroupIds } = await workLink.call('DescribeCompanyNetworkConfiguration', {
    FleetArn: arn,
  });
  return {
    fleetArn: arn,
    ...(VpcId !== undefined && { vpcId: VpcId }),
    ...(SubnetIds !== undefined && { subnetIds: SubnetIds }),
    ...(SecurityGroupIds !== undefined && { securityGroupIds: SecurityGroupIds }),
  };
}

function linkedChoice(
  { vpcId, subnetIds = [], securityGroupIds = [] }: CompanyNetwork,
  fleet: string,
): NetworkChoice {
  if (vpcId !== undefined) return { vpcId, subnetIds, securityGroupIds };
  throw ownError('WrongState', `Fleet ${quote(fleet)} is not linked with a network.`, {
    hint: `Link one: worklink network link --fleet ${fleet}`,
  });
}

function inputOf(arn: string, choice: NetworkChoice): NetworkLinkPlan['input'] {
  return {
    FleetArn: arn,
    VpcId: choice.vpcId,
    SubnetIds: [...choice.subnetIds],
    SecurityGroupIds: [...choice.securityGroupIds],
  };
}

function isSame(one: NetworkChoice, other: NetworkChoice): boolean {
  return (
    one.vpcId === other.vpcId &&
    one.subnetIds.join() === other.subnetIds.join() &&
    one.securityGroupIds.join() === other.securityGroupIds.join()
  );
}
