import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { watchFlags } from '../../cli/common-flags.js';
import { expectedUsersFlag, NO_VPC_HINT } from '../../cli/network-choice.js';
import { NETWORK_PART_FIELDS } from '../../cli/fields/network-fields.js';
import { listing, type Listing } from '../../cli/results.js';
import { discoverParts } from '../../core/admin/network/discover.js';

export default class NetworkDiscover extends BaseCommand {
  static override summary = 'List VPCs, subnets and security groups a fleet could be linked with.';
  static override description =
    'Each with a verdict: suitable, doubtful, unsuitable, or unknown where too little is seen from here, and why. Suitable is a private subnet with free addresses and a route to the internet through a NAT gateway, and a security group that lets HTTPS out. JSON is one list of all of them, told apart by their kind: vpc, subnet or securityGroup, each VPC followed by what it holds.';
  static override examples = [
    { description: 'What there is in the home Region', command: 'worklink network discover' },
    {
      description: 'The suitable subnets of one VPC',
      command:
        "worklink network discover --vpc vpc-0a1b2c3d4e5f60718 --query \"[?kind=='subnet' && verdict=='suitable'].id\" -o text",
    },
  ];
  static override flags = {
    vpc: Flags.string({
      summary: 'List only this VPC and what it holds. Repeat for more.',
      helpValue: 'VPC-ID',
      multiple: true,
    }),
    ...expectedUsersFlag,
    ...watchFlags,
  };
  protected override readonly fields = NETWORK_PART_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(NetworkDiscover);
    const backend = await this.backend();
    return listing({
      rows: discoverParts(backend, { vpcIds: flags.vpc, expectedUsers: flags['expected-users'] }),
      fields: NETWORK_PART_FIELDS,
      key: 'id',
      empty: `There is no VPC in ${backend.region}. ${NO_VPC_HINT}`,
    });
  }
}
