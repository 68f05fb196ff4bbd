import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { NEW_PRINCIPAL_FIELDS, writeKeys } from '../../../cli/emulator/principals.js';
import { details, outcome, planned, type Result } from '../../../cli/results.js';

export default class EmulatorPrincipalAdd extends EmulatorCommand {
  static override summary = 'Add somebody who may call the emulated service, with a key of their own.';
  static override description =
    'An IAM user with policies: the service answers over HTTP what they allow, and else UnauthorizedException. The secret access key is part of the result on standard output, this once; or of a file that only its owner reads, with --keys-file. The commands of worklink itself go on as the administrator.';
  static override examples = [
    {
      description: 'Add somebody who may only look',
      command: 'worklink emulator principal add auditor --policy AmazonWorkLinkReadOnly',
    },
    {
      description: 'Add one with a policy of your own, the keys into a file',
      command: 'worklink emulator principal add deployer --policy @policy.json --keys-file deployer.keys',
    },
  ];
  static override args = { name: Args.string({ description: 'Name of the IAM user.' }) };
  static override flags = {
    policy: Flags.string({
      summary:
        'What they may do: AmazonWorkLinkReadOnly, AmazonWorkLinkFullAccess, or @FILE with a policy document. Repeat for more.',
      helpValue: 'POLICY',
      multiple: true,
    }),
    // Not --env-file: Node takes that for its own, wherever it stands.
    'keys-file': Flags.string({
      summary: 'Write the keys into a file as variables, and show no secret.',
      helpValue: 'PATH',
    }),
    force: Flags.boolean({ summary: 'Overwrite the file where it exists.', dependsOn: ['keys-file'] }),
    ...dryRunFlag,
  };
  protected override readonly fields = NEW_PRINCIPAL_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(EmulatorPrincipalAdd);
    const question = { message: 'Name of the IAM user', flag: 'NAME' };
    const name = await this.asker.required(args.name, question);
    const policies: string[] = [];
    for (const policy of flags.policy ?? []) policies.push((await this.value(policy, '--policy')) ?? '');
    const emulator = emulatorOf(await this.backend());
    if (flags['dry-run']) {
      emulator.checkPrincipal({ name, policies });
      return planned(`Would add principal ${name}.`, []);
    }
    const { secretAccessKey, ...principal } = emulator.addPrincipal({ name, policies });
    const nothing = policies.length === 0 ? [`Without a policy, ${name} may do nothing.`] : [];
    const file = flags['keys-file'];
    if (file === undefined) {
      const data = { ...principal, secretAccessKey };
      const once = 'The secret access key is not shown again.';
      return details({ data, fields: NEW_PRINCIPAL_FIELDS, notices: () => [once, ...nothing] });
    }
    try {
      const { accessKeyId } = principal;
      const path = await writeKeys(file, { accessKeyId, secretAccessKey }, flags.force, this.host);
      const message = `Added principal ${name}; its keys are in ${path}.`;
      return outcome({ data: { ...principal, path }, message, notices: () => nothing });
    } catch (error) {
      // Nobody would ever know the secret.
      emulator.removePrincipal(name);
      throw error;
    }
  }
}
