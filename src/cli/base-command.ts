import { type Interfaces } from '@oclif/core';
import { Command } from '@oclif/core/command';
import { ownError } from '../core/errors.js';
import { type Backend } from '../core/ports/backend.js';
import { Asker } from './ask.js';
import { openBackend, type Surroundings } from './compose.js';
import { readSettingsFiles, type SettingsFile } from './config-file.js';
import { globalFlags } from './global-flags.js';
import { type Globals, readGlobals } from './globals.js';
import { type Host } from './host.js';
import { checkColumns } from './output/render.js';
import { withPresets } from './presets.js';
import { Report } from './report.js';
import { type Field, type Listing, type Result } from './results.js';
import { findSetting, withSettings, wantsJson } from './settings.js';
import { type Talk } from './terminal.js';
import { readValue } from './values.js';

/**
 * What every command is: its flags are parsed, an action of core is called, a result is returned and shown here.
 * A command implements `run` and nothing of showing, exit codes or where its service is.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags;

  /** The fields of the command's result, so that `--columns` is judged before anything is done. */
  protected readonly fields?: readonly Field[];
  #host: Host | undefined;
  #files: readonly SettingsFile[] = [];
  #globals: Globals | undefined;
  #report: Report | undefined;
  #backend: Backend | undefined;
  #watchEveryMs: number | undefined;
  #fleet: string | undefined;

  abstract override run(): Promise<Result>;

  /** Runs the command on a machine. @returns the exit code; whatever goes wrong is shown, not thrown */
  async execute(host: Host): Promise<number> {
    this.#host = host;
    const debug = this.argv.includes('--debug');
    this.#report = new Report(host, { json: wantsJson(this.argv, host.env), debug });
    try {
      this.#files = await readSettingsFiles(host, host.configDirectory ?? this.config.configDir);
      this.#report = new Report(host, { json: wantsJson(this.argv, host.env, this.#files), debug });
      return await this.#shown(await this.run());
    } catch (error) {
      return await this.#report.error(error, this.facts());
    } finally {
      this.#backend?.close();
      this.#report.release();
    }
  }

  /** Shows a result; of a list with `--watch`, what it becomes, by running the command again and again. */
  #shown(result: Result): Promise<number> {
    const report = known(this.#report);
    if (this.#watchEveryMs === undefined || result.kind !== 'listing') return report.result(result);
    const again = async (): Promise<Listing> => {
      const next = await this.run();
      return next.kind === 'listing' ? next : result;
    };
    return report.watch(result, { name: this.facts().name, again, everyMs: this.#watchEveryMs });
  }

  protected get host(): Host {
    return known(this.#host);
  }
  protected get globals(): Globals {
    return known(this.#globals);
  }
  /** For lines and spinners on stderr. */
  protected get talk(): Talk {
    return known(this.#report).talk;
  }
  protected get asker(): Asker {
    const { input, presentation } = this.globals;
    return new Asker(this.host, input && presentation.format !== 'json');
  }
  /** The settings files that hold here, the one that prevails first. */
  protected get settingsFiles(): readonly SettingsFile[] {
    return this.#files;
  }
  /** Where the user's settings file is, or would be. */
  protected get configDirectory(): string {
    return this.host.configDirectory ?? this.config.configDir;
  }
  /** What {@link openBackend} and its like need besides settings. */
  protected get surroundings(): Surroundings {
    const { dataDirectory = this.config.dataDir } = this.host;
    return { host: this.host, dataDirectory, userAgent: this.config.userAgent };
  }

  /** The backend the flags name, opened once and closed when the command ends. */
  protected async backend(): Promise<Backend> {
    this.#backend ??= await openBackend(this.globals.backend, this.surroundings);
    return this.#backend;
  }

  /** A text value that may be `@file` or `-`. */
  protected async value(
    given: string | undefined,
    flag: string,
    maxBytes?: number,
  ): Promise<string | undefined> {
    if (given === undefined) return undefined;
    return readValue(given, this.host, { flag, ...(maxBytes === undefined ? {} : { maxBytes }) });
  }

  /** The fleet a command is about, where it is its argument: given, else the setting `fleet`, else asked for. */
  protected async fleetArgument(given: string | undefined): Promise<string> {
    return this.#knownFleet(given ?? findSetting('fleet', this.host.env, this.#files)?.value, 'FLEET');
  }

  /** The fleet a command works in, where `--fleet` names it: given, else asked for. */
  protected fleetFlag(given: string | undefined): Promise<string> {
    return this.#knownFleet(given, '--fleet');
  }

  /** Asked for once, however often the command runs. */
  async #knownFleet(given: string | undefined, flag: string): Promise<string> {
    const fleet = given ?? this.#fleet;
    this.#fleet = await this.asker.required(fleet, { message: 'Fleet (name or ARN)', flag });
    return this.#fleet;
  }

  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(
    options: Interfaces.Input<F, B, A> = this.ctor as Interfaces.Input<F, B, A>,
    argv = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const { env } = this.host;
    const output = await super.parse<F, B, A>(
      {
        ...options,
        flags: await withSettings(options.flags ?? {}, env, this.#files),
        baseFlags: await withSettings(withPresets(options.baseFlags ?? {}, this.#files), env, this.#files),
        args: withoutStdin(options.args ?? {}),
      } as Interfaces.Input<F, B, A>,
      argv,
    );
    this.#globals = await readGlobals(output.flags, output.metadata, this.host, this.#files);
    checkColumns(this.#globals.presentation, this.fields);
    await this.#report?.use(this.#globals);
    const { watch, interval }: Readonly<Record<string, unknown>> = output.flags;
    this.#watchEveryMs = watch === true && typeof interval === 'number' ? interval : undefined;
    return output;
  }

  private facts(): { name: string; flags: readonly string[] } {
    const { id, flags, baseFlags } = this.ctor;
    return { name: id.replaceAll(':', ' '), flags: Object.keys({ ...flags, ...baseFlags }) };
  }
}

/** The framework would otherwise read a missing argument from standard input, and wait for it. */
function withoutStdin(args: Readonly<Record<string, object>>): Record<string, object> {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, { ...arg, ignoreStdin: true }]));
}

function known<T>(value: T | undefined): T {
  if (value === undefined)
    throw ownError('Internal', 'A command used what it gets by parsing before it parsed.');
  return value;
}
