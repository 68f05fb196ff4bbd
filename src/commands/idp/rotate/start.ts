import { dryRunFlag, fleetFlag } from '../../../cli/common-flags.js';
import { metadataFlags, readMetadata } from '../../../cli/metadata-file.js';
import { outcome, type Outcome, planned, plannedCall } from '../../../cli/results.js';
import { sayingFindings } from '../../../cli/say-findings.js';
import { RotateCommand } from '../../../cli/rotate-command.js';
import { ROTATION_FIELDS } from '../../../cli/fields/rotation-fields.js';
import { linkIdentityProvider } from '../../../core/admin/identity-provider/link.js';
import { planRotation } from '../../../core/admin/identity-provider/rotate.js';
import { ownError } from '../../../core/errors.js';

export default class IdpRotateStart extends RotateCommand {
  static override summary = "Take an identity provider's new signing certificate in beside the old one.";
  static override description =
    'Nothing but the signing keys of the linked metadata changes: those of the new document are put beside its own, so that users can sign in while the identity provider goes over to the new key. The old one stays until worklink idp rotate finish. What was linked, and what is to be, is kept in a file of yours on this machine.';
  static override examples = [
    {
      description: 'Take in the new certificate',
      command: 'worklink idp rotate start --fleet sales --metadata idp-new.xml',
    },
    {
      description: 'See what would be linked',
      command: 'worklink idp rotate start -f sales --metadata idp-new.xml --dry-run --json',
    },
  ];
  static override flags = { ...fleetFlag, ...metadataFlags, ...dryRunFlag };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(IdpRotateStart);
    const question = { message: 'File of the new metadata', flag: '--metadata' };
    const metadata = readMetadata(await this.asker.required(flags.metadata, question), this.host);
    const tools = await this.rotation(flags.fleet);
    const { fleet, backend, file, now } = tools;
    if ((await file.read()) !== undefined) {
      throw ownError('AlreadyExists', `A rotation of fleet ${fleet}'s identity provider is under way.`, {
        hint: 'See worklink idp rotate status; end it with finish or rollback.',
      });
    }
    const { rotation, plan } = await sayingFindings(this.talk, async () => {
      const planning = await planRotation(backend, fleet, {
        metadata,
        entityId: flags['entity-id'],
        now,
      });
      return { ...planning, findings: planning.plan.findings };
    });
    if (flags['dry-run']) {
      const call = plannedCall('UpdateIdentityProviderConfiguration', plan.input);
      return planned(`Would link both keys of fleet ${fleet}'s identity provider.`, [call]);
    }
    // Kept first: whatever happens next, there is a way back.
    await file.write(rotation);
    try {
      await linkIdentityProvider(backend, plan, now);
    } catch (error) {
      await file.remove();
      throw error;
    }
    const message = `Linked the new signing certificate of fleet ${fleet}'s identity provider beside the old one.`;
    const next = `Have the identity provider sign with it, then prove it: worklink idp test --fleet ${fleet}`;
    return outcome({
      data: await this.status(tools),
      fields: ROTATION_FIELDS,
      message,
      notices: () => [next],
    });
  }
}
