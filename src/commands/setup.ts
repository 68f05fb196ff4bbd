import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/base-command.js';
import { dryRunFlag, waitFlags, waitOptions, yesFlag } from '../cli/common-flags.js';
import { parseNameServer } from '../cli/name-server.js';
import { type Result } from '../cli/results.js';
import { SetupRunner } from '../cli/setup/setup-runner.js';

export default class Setup extends BaseCommand {
  static override summary = 'Set a fleet up, step by step, as the Administration Guide has it.';
  static override description =
    'Asks for backend and Region, fleet, identity provider, domains and their certificates, website certificate authorities, company network, authorization providers, device policy, audit stream and invitation. Every answer is judged at once; nothing is changed before you have agreed to a summary. Every list leads back, and so does < where a text is asked for; optional steps can be skipped. Ctrl-C keeps the answers, and the next run goes on there; in a fleet there is, it begins at what is missing. No secret is kept. At the end stand the commands that do the same. With --answers nobody is asked: docs/setup.md describes the file.';
  static override examples = [
    {
      description: 'See what the answers of a file come to',
      command: 'worklink setup --answers setup.yaml --dry-run',
    },
    {
      description: 'Set a fleet up by them, without being asked',
      command: 'worklink setup --answers setup.yaml --yes',
    },
  ];
  static override flags = {
    answers: Flags.string({ summary: 'Take the answers from a file, YAML or JSON.', helpValue: 'FILE|-' }),
    resolver: Flags.string({
      summary: 'Name server to ask for sites; else this machine’s.',
      helpValue: 'HOST[:PORT]',
    }),
    port: Flags.integer({ summary: 'TCP port of the sites.', min: 1, max: 65_535, default: 443 }),
    ...waitFlags,
    ...yesFlag,
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { flags, metadata } = await this.parse(Setup);
    const given: Readonly<Record<string, unknown>> = flags;
    const isTyped = (name: string) =>
      given[name] !== undefined && metadata.flags[name]?.setFromDefault !== true;
    const { backend: settings } = this.globals;
    const nameServer = flags.resolver === undefined ? undefined : parseNameServer(flags.resolver);
    const runner = new SetupRunner(
      { asker: this.asker, talk: this.talk, surroundings: this.surroundings, version: this.config.version },
      {
        settings,
        typed: new Set((['backend', 'region', 'profile'] as const).filter(isTyped)),
        sites: { port: flags.port, nameServer },
        wait: waitOptions(flags, this.host),
        isAwaited: flags.wait,
        dryRun: flags['dry-run'],
        yes: flags.yes,
      },
    );
    return runner.run(flags.answers);
  }
}
