import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { DEVICE_POLICY_FIELDS, subjectsOf } from '../../cli/certificate-texts.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { sayFindings } from '../../cli/say-findings.js';
import { readGivenFiles } from '../../cli/given-files.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import {
  configureDevicePolicy,
  type DevicePolicyPlan,
  planDevicePolicy,
} from '../../core/admin/devices/device-policy.js';
import { readGivenCertificates } from '../../core/admin/certificates/given-certificates.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class DevicePolicyConfigure extends BaseCommand {
  static override summary = 'Let only devices with a certificate of your authority in.';
  static override description =
    'Give the chain from the authority that issues device certificates up to its root: PEM, DER or PKCS#7, one file or several, in any order. It is put in order, every signature in it verified, and what is missing named; device certificates themselves are refused, and files with a private key in them. A chain that is there already is replaced.';
  static override examples = [
    {
      description: 'Configure the chain of one file',
      command: 'worklink device-policy configure device-ca.pem --fleet sales',
    },
    {
      description: 'See whether a chain would do, and what it would change',
      command: 'worklink device-policy configure device-ca.pem -f sales --dry-run',
    },
  ];
  static override args = {
    file: Args.string({ description: 'Files of the chain. - is standard input.', multiple: true }),
  };
  static override flags = {
    ...fleetFlag,
    'allow-expired': Flags.boolean({ summary: 'Take certificates that have expired, too.' }),
    ...dryRunFlag,
  };
  protected override readonly fields = DEVICE_POLICY_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(DevicePolicyConfigure);
    const question = { message: 'File of the certificate chain', flag: 'FILE' };
    const paths = args.file ?? [await this.asker.required(undefined, question)];
    const given = readGivenCertificates(await readGivenFiles(paths, 'FILE', this.host));
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    const plan = await planDevicePolicy(backend, fleet, {
      certificates: given.map(({ certificate }) => certificate),
      now,
      allowExpired: flags['allow-expired'],
    });
    await sayFindings(this.talk, plan.findings);
    if (flags['dry-run']) {
      const call = plannedCall('UpdateDevicePolicyConfiguration', plan.input);
      return planned(`Would ${sentence('configure', plan)} for fleet ${fleet}.`, [call]);
    }
    const data = await configureDevicePolicy(backend, plan, now);
    const message = `${sentence('Configured', plan)} for fleet ${fleet}.`;
    return outcome({ data: { ...data, change: plan.change }, fields: DEVICE_POLICY_FIELDS, message });
  }
}

function sentence(verb: string, { chain, change: { kind, added, removed } }: DevicePolicyPlan): string {
  const what = `${verb} the device CA chain ${subjectsOf(chain)}`;
  if (kind === 'new') return what;
  if (kind === 'unchanged') return `${what}, the same as before,`;
  const parts = [
    ...(added.length === 0 ? [] : [`adding ${subjectsOf(added)}`]),
    ...(removed.length === 0 ? [] : [`taking away ${subjectsOf(removed)}`]),
  ];
  return `${what} in the place of the one before${parts.length === 0 ? '' : `, ${parts.join(', ')},`}`;
}
