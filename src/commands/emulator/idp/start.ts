import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { MOCK_IDP_FIELDS } from '../../../cli/emulator/emulator-fields.js';
import { detachMockIdp, mockIdpFacts, mockIdpFlags, serveMockIdp } from '../../../cli/emulator/mock-idp.js';
import { outcome, type Outcome } from '../../../cli/results.js';

export default class EmulatorIdpStart extends EmulatorCommand {
  static override summary = 'Serve a mock SAML identity provider, to try sign-in with.';
  static override description =
    'Stays in the foreground until SIGINT or SIGTERM unless --detach is given. Whoever reaches it can sign in as anybody, or, with --users, as one of those in the file: a YAML list with email, and optionally name, password and attributes, or CSV with such columns. Its login page can have the sign-in go wrong in each way that --misbehave names; to encrypt, it needs the service provider metadata. Its key is kept, so that linked metadata stays good for the same port. There is one beside each emulator.';
  static override examples = [
    {
      description: 'Serve one, and keep its metadata for worklink idp link',
      command: 'worklink emulator idp start --metadata-out mock-idp.xml',
    },
    {
      description: 'Serve one in the background',
      command: 'worklink emulator idp start --detach --port 0 --metadata-out mock-idp.xml',
    },
    {
      description: 'Have every response be expired, then be for another audience',
      command: 'worklink emulator idp start --misbehave expired --misbehave wrong-audience',
    },
  ];
  static override flags = mockIdpFlags;
  protected override readonly fields = MOCK_IDP_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorIdpStart);
    const wanted = { ...flags, quiet: this.globals.quiet };
    const place = { state: this.stateFile, name: this.emulatorName };
    if (flags.detach && !flags.foreground) {
      const running = await this.talk.during('Starting the mock identity provider', () =>
        detachMockIdp(wanted, place, this.host),
      );
      const data = mockIdpFacts(running, place);
      const message = `The mock identity provider listens on ${data.url} (process ${String(data.pid)}); its metadata is at ${data.metadataUrl}`;
      return outcome({ data, message, fields: MOCK_IDP_FIELDS });
    }
    const { state } = place;
    const { version } = this.config;
    const idp = await serveMockIdp(wanted, { state, version }, this.surroundings);
    const data = mockIdpFacts(idp.instance, place);
    const message = `The mock identity provider listens on ${data.url}; its metadata is at ${data.metadataUrl}`;
    return outcome({ data, message, fields: MOCK_IDP_FIELDS, after: () => idp.untilStopped() });
  }
}
