import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { durationFlag, fleetFlag } from '../../cli/common-flags.js';
import { readMetadata } from '../../cli/metadata-file.js';
import { momentFlag } from '../../cli/moment-flag.js';
import { RESPONSE_FIELDS } from '../../cli/fields/response-fields.js';
import { details, type Details } from '../../cli/results.js';
import { trySignIn } from '../../cli/sign-in-trial.js';
import { assertReadOnce, readNamedFile } from '../../cli/values.js';
import {
  fleetParties,
  givenParties,
  refusalOf,
  type SignInParties,
  testResponse,
} from '../../core/admin/identity-provider/test-response.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { ownError } from '../../core/errors.js';

export default class IdpTest extends BaseCommand {
  static override summary =
    'Try sign-in with the identity provider in a browser, or judge a captured SAML response.';
  static override description =
    'Without --response, the address to sign in at is written and opened, and what comes back is judged as the service would: nothing is stored and no device enrolled. That needs the emulator, running or not, at the address that the service provider metadata has. The captured response is XML, base64 or the body of the form that carried it. It is judged with what a fleet has linked, or wholly offline with --metadata, --entity-id and --acs. Values are shown only of a response whose signature and every other check hold; else the exit code is 3. Without --request-id, the request it answers is named but not compared. Whether it was presented before cannot be told from a file.';
  static override examples = [
    { description: 'Sign in, in the browser', command: 'worklink idp test --fleet sales' },
    {
      description: 'Where there is no browser: the address is written on stderr',
      command: 'worklink idp test -f sales --no-browser --json',
    },
    {
      description: 'A response to a fleet',
      command: 'worklink idp test sales --response response.txt',
    },
    {
      description: 'Offline, for CI, at the time it was captured',
      command:
        'worklink idp test --response response.txt --metadata idp.xml --entity-id https://sp.example.com --acs https://sp.example.com/acs --at 2026-11-20T12:00:00Z --json',
    },
  ];
  static override args = { fleet: Args.string({ description: 'The fleet, in place of --fleet.' }) };
  static override flags = {
    ...fleetFlag,
    browser: Flags.string({
      summary: 'Program that opens the address, in place of the usual browser.',
      helpValue: 'PROGRAM',
      exclusive: ['response', 'no-browser'],
    }),
    'no-browser': Flags.boolean({
      summary: 'Open no browser: the address is written only.',
      exclusive: ['response'],
    }),
    timeout: durationFlag({
      summary: 'How long to wait for the sign-in at most.',
      default: 300_000,
      defaultHelp: () => Promise.resolve('5m'),
    }),
    response: Flags.string({ summary: 'A captured response, to be judged.', helpValue: 'FILE|-' }),
    metadata: Flags.string({
      summary: "The identity provider's SAML 2.0 metadata, where no fleet is meant.",
      helpValue: 'FILE|-',
      dependsOn: ['entity-id', 'acs', 'response'],
      exclusive: ['fleet'],
    }),
    'entity-id': Flags.string({
      summary: "The service provider's entity ID.",
      helpValue: 'ID',
      dependsOn: ['metadata'],
    }),
    acs: Flags.string({
      summary: "The service provider's ACS URL.",
      helpValue: 'URL',
      dependsOn: ['metadata'],
    }),
    'request-id': Flags.string({
      summary: 'The ID of the request it must answer.',
      helpValue: 'ID',
      dependsOn: ['response'],
    }),
    at: momentFlag({ summary: 'Judge as of this time; by default now.', dependsOn: ['response'] }),
    skew: durationFlag({
      summary: 'How far the clocks may be apart.',
      default: 180_000,
      defaultHelp: () => Promise.resolve('3m'),
    }),
    'allow-sha1': Flags.boolean({ summary: 'Take signatures made with SHA-1.' }),
    'allow-rsa15': Flags.boolean({ summary: 'Take keys of encrypted assertions transported by RSA 1.5.' }),
    'decryption-key': Flags.string({
      summary: "The service provider's private key, for encrypted assertions.",
      helpValue: 'FILE',
    }),
  };
  protected override readonly fields = RESPONSE_FIELDS;

  async run(): Promise<Details> {
    const { args, flags: given } = await this.parse(IdpTest);
    if (args.fleet !== undefined && given.metadata !== undefined) {
      throw ownError('Usage', 'A fleet and --metadata are given.', { hint: 'Give one of them.' });
    }
    const flags = { ...given, fleet: args.fleet ?? given.fleet };
    const file = flags.response;
    if (file === undefined) return this.#live(flags);
    const key = flags['decryption-key'];
    assertReadOnce([file, flags.metadata, key]);
    const { parties, now } = await this.#parties(flags);
    const data = await testResponse(parties, {
      response: await readNamedFile(file, this.host, { flag: '--response', maxBytes: 4_194_304 }),
      at: flags.at ?? now,
      skewMs: flags.skew,
      requestId: flags['request-id'],
      allowSha1: flags['allow-sha1'],
      allowRsa15: flags['allow-rsa15'],
      decryptionKey:
        key === undefined ? undefined : await readNamedFile(key, this.host, { flag: '--decryption-key' }),
    });
    return details({ data, fields: RESPONSE_FIELDS, failure: () => refusalOf(data) });
  }

  async #live(flags: {
    readonly fleet?: string | undefined;
    readonly timeout: number;
    readonly browser?: string | undefined;
    readonly 'no-browser': boolean;
  }): Promise<Details> {
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const { surroundings, talk } = this;
    const data = await trySignIn(
      { backend, settings: this.globals.backend, surroundings, talk },
      {
        fleet,
        timeoutMs: flags.timeout,
        browser: flags['no-browser'] ? false : undefined,
        program: flags.browser,
        version: this.config.version,
      },
    );
    return details({ data, fields: RESPONSE_FIELDS, failure: () => refusalOf(data) });
  }

  /** Offline no backend is opened: there may be none. */
  async #parties(flags: {
    readonly fleet?: string | undefined;
    readonly metadata?: string | undefined;
    readonly 'entity-id'?: string | undefined;
    readonly acs?: string | undefined;
  }): Promise<{ readonly parties: SignInParties; readonly now: Date }> {
    const { metadata, acs, 'entity-id': entityId } = flags;
    if (metadata !== undefined && acs !== undefined && entityId !== undefined) {
      const document = readMetadata(metadata, this.host);
      return { parties: await givenParties(document, entityId, acs), now: this.host.timer.now() };
    }
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    return { parties: await fleetParties(backend, fleet, now), now };
  }
}
