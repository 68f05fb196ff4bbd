import { EmulatorCommand } from '../../cli/emulator/emulator-command.js';
import { servingFacts, startDetached } from '../../cli/emulator/detach.js';
import { SERVER_FIELDS } from '../../cli/emulator/emulator-fields.js';
import { serve, stateInMemory } from '../../cli/emulator/serve.js';
import { serverFlags } from '../../cli/emulator/server-flags.js';
import { outcome, type Outcome } from '../../cli/results.js';

export default class EmulatorStart extends EmulatorCommand {
  static override summary = 'Serve the emulated account over HTTP, as AWS clients call it.';
  static override description =
    'Stays in the foreground until SIGINT or SIGTERM unless --detach is given. Its URL is printed once it accepts calls, and each request is logged on stderr. Commands of worklink itself need no server: they share its state file. An emulator in memory has none, so that only its clients reach it; status, env and stop find it all the same.';
  static override examples = [
    { description: 'Serve on the usual port', command: 'worklink emulator start' },
    {
      description: 'Serve in the background, on any free port',
      command: 'worklink emulator start --detach --port 0',
    },
    {
      description: 'Serve one of several that run side by side',
      command: 'worklink emulator start --name checkout-tests --detach --port 0',
    },
  ];
  static override flags = serverFlags;
  protected override readonly fields = SERVER_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(EmulatorStart);
    const { backend, quiet } = this.globals;
    const {
      'log-format': logFormat,
      'allow-host': allowedHosts = [],
      'in-memory': inMemory,
      ...rest
    } = flags;
    const name = this.emulatorName;
    if (inMemory && this.stateTyped) throw stateInMemory();
    if (flags.detach && !flags.foreground) {
      const state = this.stateFile;
      const running = await this.talk.during('Starting the emulator', () =>
        startDetached({ ...rest, logFormat, allowedHosts, quiet, state, name, inMemory }, this.host),
      );
      const data = servingFacts(running, running.accountId, { state, name });
      const message = `The emulator listens on ${running.url} (process ${String(running.pid)}).`;
      return outcome({ data, message, fields: SERVER_FIELDS });
    }
    const { version } = this.config;
    const serving = await serve(backend, this.surroundings, {
      ...rest,
      logFormat,
      allowedHosts,
      quiet,
      inMemory,
      version,
    });
    const data = servingFacts(serving.instance, serving.accountId, { state: serving.state, name });
    const message = `The emulator listens on ${serving.instance.url}`;
    return outcome({ data, message, fields: SERVER_FIELDS, after: () => serving.untilStopped() });
  }
}
