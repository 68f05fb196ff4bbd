import * as Flags from '@oclif/core/flags';
import { discoverNetworks } from '../core/admin/network/discover.js';
import { ownError } from '../core/errors.js';
import { type Backend } from '../core/ports/backend.js';
import { type Asker } from './ask.js';

/** No Region has more addresses in its VPCs. */
const LARGEST_COUNT = 2 ** 31 - 1;
/** Service model, SecurityGroupIds. */
const MAX_GROUPS = 5;

/** How many will use a fleet at once. */
export const expectedUsersFlag = {
  'expected-users': Flags.integer({
    summary: 'How many users browse at once: there should be a free address for each.',
    helpValue: 'COUNT',
    min: 1,
    max: LARGEST_COUNT,
  }),
};

/** How what a fleet is to be linked with is given. */
export const networkFlags = {
  vpc: Flags.string({ summary: 'VPC, by its id.', helpValue: 'VPC-ID' }),
  subnet: Flags.string({
    summary: 'Subnet of the VPC, by its id. Repeat for more.',
    helpValue: 'SUBNET-ID',
    multiple: true,
  }),
  'security-group': Flags.string({
    summary: 'Security group of the VPC, by its id. Repeat for up to five.',
    helpValue: 'GROUP-ID',
    multiple: true,
  }),
};

interface NetworkFlags {
  readonly vpc?: string | undefined;
  readonly subnet?: readonly string[] | undefined;
  readonly 'security-group'?: readonly string[] | undefined;
  readonly 'expected-users'?: number | undefined;
}

/** What the flags say of a network, and nothing of what they leave out. */
export function givenNetwork({ vpc, subnet, 'security-group': groups }: NetworkFlags): {
  readonly vpcId?: string;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
} {
  return {
    ...(vpc !== undefined && { vpcId: vpc }),
    ...(subnet !== undefined && { subnetIds: subnet }),
    ...(groups !== undefined && { securityGroupIds: groups }),
  };
}

/** Somebody who is asked for what the flags leave out, and who picks from what there is, the verdicts beside it. */
export class NetworkChooser {
  constructor(
    private readonly asker: Asker,
    private readonly backend: Backend,
    private readonly flags: NetworkFlags,
  ) {}

  /** @throws WorklinkError `Usage` naming a flag where nobody can be asked; `NotFound` where there is nothing to pick */
  async vpc(): Promise<string> {
    if (this.flags.vpc !== undefined || !this.asker.canAsk)
      return this.asker.required(this.flags.vpc, { message: 'VPC', flag: '--vpc' });
    const choices: { name: string; value: string }[] = [];
    for await (const { vpc } of discoverNetworks(this.backend, this.#expectations()))
      choices.push({ name: lineOf(vpc, vpc.cidrBlocks.join(', ')), value: vpc.id });
    return this.asker.choose('VPC', some(choices, `There is no VPC in ${this.backend.region}.`, NO_VPC_HINT));
  }

  /** @throws WorklinkError as {@link vpc} */
  async subnets(vpcId: string): Promise<readonly string[]> {
    if (this.flags.subnet !== undefined || !this.asker.canAsk)
      return (
        this.flags.subnet ?? [await this.asker.required(undefined, { message: 'Subnet', flag: '--subnet' })]
      );
    const choices = [];
    for await (const { subnets } of this.#network(vpcId)) {
      for (const subnet of subnets) {
        const { id, availabilityZone = '', freeAddresses, verdict } = subnet;
        const free = freeAddresses === undefined ? '' : `${String(freeAddresses)} free`;
        choices.push({
          name: lineOf(subnet, availabilityZone, free),
          value: id,
          checked: verdict === 'suitable',
        });
      }
    }
    return this.asker.chooseSeveral(`Subnets of ${vpcId}`, some(choices, `VPC ${vpcId} has no subnet.`));
  }

  /** @throws WorklinkError as {@link vpc} */
  async securityGroups(vpcId: string): Promise<readonly string[]> {
    const { 'security-group': given } = this.flags;
    if (given !== undefined || !this.asker.canAsk)
      return (
        given ?? [
          await this.asker.required(undefined, { message: 'Security group', flag: '--security-group' }),
        ]
      );
    const choices = [];
    for await (const { securityGroups } of this.#network(vpcId)) {
      for (const group of securityGroups)
        choices.push({ name: lineOf(group, group.description), value: group.id });
    }
    const found = some(choices, `VPC ${vpcId} has no security group.`);
    return this.asker.chooseSeveral(`Security groups of ${vpcId}`, found, MAX_GROUPS);
  }

  #network(vpcId: string): ReturnType<typeof discoverNetworks> {
    return discoverNetworks(this.backend, { vpcIds: [vpcId], ...this.#expectations() });
  }

  #expectations(): { readonly expectedUsers?: number | undefined } {
    return { expectedUsers: this.flags['expected-users'] };
  }
}

/** How to come by a VPC where there is none. */
export const NO_VPC_HINT =
  'Choose another Region with --region, or make one: in the AWS account, or by worklink emulator seed in the emulated one.';

function some<T>(choices: readonly T[], none: string, hint = 'Choose another VPC.'): readonly T[] {
  if (choices.length === 0) throw ownError('NotFound', none, { hint });
  return choices;
}

/** A thing in one line, its verdict at the end. */
function lineOf(
  thing: { readonly id: string; readonly name?: string; readonly verdict: string },
  ...facts: readonly string[]
): string {
  return [thing.id, thing.name ?? '', ...facts, thing.verdict].filter((part) => part !== '').join('  ');
}
