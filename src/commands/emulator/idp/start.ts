import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../../cli/base-command.js';
import { MOCK_IDP_FIELDS } from '../../../cli/emulator/emulator-fields.js';
import { mockIdpFlags, serveMockIdp } from '../../../cli/emulator/mock-idp.js';
import { serverFlags } from '../../../cli/emulator/server-flags.js';
import { writeOutputFile } from '../../../cli/output-file.js';
import { outcome, type Outcome } from '../../../cli/results.js';

export default class EmulatorIdpStart extends BaseCommand {
  static override summary = 'Serve a mock SAML identity provider, to try sign-in with.';
  static override description =
    'Stays in the foreground until SIGINT or SIGTERM. Whoever reaches it can sign in as anybody, or, with --users, as one of those in the file: a YAML list with email, and optionally name, password and attributes, or CSV with such columns. Its login page can have the sign-in go wrong in each way that --misbehave names. Its key is kept, so that linked metadata stays good for the same port.';
  static override examples = [
    {
      description: 'Serve one, and keep its metadata for worklink idp link',
      command: 'worklink emulator idp start --metadata-out mock-idp.xml',
    },
    {
      description: 'Have every response be expired, then be for another audience',
      command: 'worklink emulator idp start --misbehave expired --misbehave wrong-audience',
    },
  ];
  static override flags = {
    port: Flags.integer({ summary: 'TCP port; 0 takes any free one.', default: 4581, min: 0, max: 65_535 }),
    host: serverFlags.host,
    'allow-host': serverFlags['allow-host'],
    'log-format': serverFlags['log-format'],
    ...mockIdpFlags,
    'metadata-out': Flags.string({ summary: 'Write its metadata into a file.', helpValue: 'PATH' }),
    force: Flags.boolean({ summary: 'Overwrite the file where it exists.', dependsOn: ['metadata-out'] }),
  };
  protected override readonly fields = MOCK_IDP_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorIdpStart);
    const { quiet } = this.globals;
    const idp = await serveMockIdp({ ...flags, quiet }, this.surroundings);
    try {
      const { metadata, ...data } = idp.facts;
      const out = flags['metadata-out'];
      if (out !== undefined) await writeOutputFile(out, metadata, flags.force, this.host);
      const message = `The mock identity provider listens on ${data.url}; its metadata is at ${data.metadataUrl}`;
      return outcome({ data, message, fields: MOCK_IDP_FIELDS, after: () => idp.untilStopped() });
    } catch (error) {
      await idp.close();
      throw error;
    }
  }
}
