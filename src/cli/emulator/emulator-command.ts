import { type Interfaces } from '@oclif/core';
import { ownError } from '../../core/errors.js';
import { type Backend } from '../../core/ports/backend.js';
import { BaseCommand } from '../base-command.js';
import { stateFileOf } from '../compose.js';
import { globalFlags } from '../global-flags.js';
import { type Globals } from '../globals.js';
import { namedStateFile, nameFlag } from './place.js';
import { readInstance } from './instance.js';
import { findRunning } from './running.js';

/** A command about an emulator, which may be one of several, told apart by their names. */
export abstract class EmulatorCommand extends BaseCommand {
  static override baseFlags = { ...globalFlags, ...nameFlag };
  /** Whether the state file was named on the command line. */
  protected stateTyped = false;
  #name: string | undefined;

  /** The emulator's name; nothing for the one that has none. */
  protected get emulatorName(): string | undefined {
    return this.#name;
  }

  /** The settings, with the state file that the emulator's name stands for. */
  protected override get globals(): Globals {
    const globals = super.globals;
    if (this.#name === undefined) return globals;
    const state = namedStateFile(this.surroundings.dataDirectory, this.#name);
    return { ...globals, backend: { ...globals.backend, state } };
  }

  /** The state file of the emulator, absolute. */
  protected get stateFile(): string {
    return stateFileOf(this.globals.backend, this.surroundings);
  }

  /**
   * The backend, which works on the state file.
   *
   * @throws WorklinkError `UnsupportedByBackend` where the emulator has none
   */
  protected override async backend(): Promise<Backend> {
    await refuseInMemory(this.stateFile);
    return super.backend();
  }

  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(
    options: Interfaces.Input<F, B, A> = this.ctor as Interfaces.Input<F, B, A>,
    argv = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const output = await super.parse<F, B, A>(options, argv);
    const { name }: Readonly<Record<string, unknown>> = output.flags;
    this.#name = typeof name === 'string' ? name : undefined;
    if (this.#name !== undefined && isTyped(output, 'name') && isTyped(output, 'state')) {
      throw ownError('Usage', '--name and --state both say which emulator is meant.', {
        hint: 'Give one of them.',
      });
    }
    this.stateTyped = isTyped(output, 'state');
    // A state file that was typed prevails over a name from the environment.
    if (this.stateTyped) this.#name = undefined;
    return output;
  }
}

function isTyped(
  { flags, metadata }: { readonly flags: object; readonly metadata: Interfaces.ParserOutput['metadata'] },
  name: string,
): boolean {
  return Object.hasOwn(flags, name) && metadata.flags[name]?.setFromDefault !== true;
}

/** That a command works on a state file, and an emulator in memory has none. */
async function refuseInMemory(state: string): Promise<void> {
  if ((await readInstance(state))?.inMemory !== true) return;
  const running = await findRunning(state);
  if (running === undefined) return;
  throw ownError(
    'UnsupportedByBackend',
    `The emulator at ${running.url} keeps its state in memory, where no other process reaches it.`,
    { hint: 'Start it without --in-memory, or use the npm API (worklink/emulator), which reaches its own.' },
  );
}
