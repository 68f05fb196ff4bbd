import * as Flags from '@oclif/core/flags';
import { dryRunFlag, fleetFlag } from '../../../cli/common-flags.js';
import { momentFlag } from '../../../cli/moment-flag.js';
import { sayingFindings } from '../../../cli/say-findings.js';
import { outcome, type Outcome, planned, plannedCall } from '../../../cli/results.js';
import { RotateCommand, type RotationTools } from '../../../cli/rotate-command.js';
import { ROTATION_FIELDS } from '../../../cli/fields/rotation-fields.js';
import { readNamedFile } from '../../../cli/values.js';
import { linkIdentityProvider } from '../../../core/admin/identity-provider/link.js';
import { planFinish, type Rotation } from '../../../core/admin/identity-provider/rotate.js';
import { proveByResponse } from '../../../core/admin/identity-provider/rotate-proof.js';

export default class IdpRotateFinish extends RotateCommand {
  static override summary = "Remove an identity provider's old signing certificate.";
  static override description =
    "Only once a sign-in has proven the new one: by worklink idp test, or by a captured response that is signed with it. Then the identity provider's new metadata is linked, without the old key where it still has that.";
  static override examples = [
    { description: 'After worklink idp test', command: 'worklink idp rotate finish --fleet sales' },
    {
      description: 'By a captured response, at the time it was captured',
      command:
        'worklink idp rotate finish -f sales --response response.txt --at 2026-11-20T12:00:00Z --dry-run',
    },
  ];
  static override flags = {
    ...fleetFlag,
    response: Flags.string({ summary: 'A captured response, as proof.', helpValue: 'FILE|-' }),
    at: momentFlag({ summary: 'Judge it as of this time; by default now.', dependsOn: ['response'] }),
    'decryption-key': Flags.string({
      summary: "The service provider's private key, for encrypted assertions.",
      helpValue: 'FILE',
      dependsOn: ['response'],
    }),
    ...dryRunFlag,
  };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(IdpRotateFinish);
    const tools = await this.rotation(flags.fleet);
    const { fleet, backend, file, now } = tools;
    const rotation = await this.#proven(await file.known(), flags, tools);
    const plan = await sayingFindings(this.talk, () => planFinish(backend, rotation, now));
    if (flags['dry-run']) {
      const call = plannedCall('UpdateIdentityProviderConfiguration', plan.input);
      return planned(`Would remove the old signing certificate of fleet ${fleet}'s identity provider.`, [
        call,
      ]);
    }
    await linkIdentityProvider(backend, plan, now);
    await file.remove();
    const message = `Removed the old signing certificate of fleet ${fleet}'s identity provider.`;
    return outcome({ data: await this.status(tools), fields: ROTATION_FIELDS, message });
  }

  async #proven(
    rotation: Rotation,
    flags: {
      readonly response?: string | undefined;
      readonly at?: Date | undefined;
      readonly 'decryption-key'?: string | undefined;
    },
    { backend, now }: RotationTools,
  ): Promise<Rotation> {
    const { response, at = now, 'decryption-key': key } = flags;
    if (response === undefined) return rotation;
    return proveByResponse(backend, rotation, {
      response: await readNamedFile(response, this.host, { flag: '--response', maxBytes: 4_194_304 }),
      at,
      decryptionKey:
        key === undefined ? undefined : await readNamedFile(key, this.host, { flag: '--decryption-key' }),
    });
  }
}
