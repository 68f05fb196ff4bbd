import { type WorklinkError } from '../core/errors.js';
import {
  type CommandFacts,
  renderErrorJson,
  renderErrorOrigin,
  renderErrorText,
  understand,
} from './errors.js';
import { exitCodeOf } from './exit-codes.js';
import { type Globals } from './globals.js';
import { type Host, mayColour } from './host.js';
import { choosePaint, type Paint, plainPaint } from './output/paint.js';
import { type Presentation, render } from './output/render.js';
import { ReaderGone, Writer } from './output/writer.js';
import { type Listing, type Result } from './results.js';
import { Talk } from './terminal.js';
import { type Watched } from './watch/watch.js';

/** How a command that has not parsed its flags yet shows its errors. */
interface Beforehand {
  /** Whether the arguments, as far as they can be read, ask for JSON. */
  readonly json: boolean;
  readonly debug: boolean;
}

/** Shows what a command came to, and knows its exit code. */
export class Report {
  readonly #out: Writer;
  readonly #err: Writer;
  #errorPaint: Paint = plainPaint;
  #presentation: Presentation;
  #quiet = false;
  #debug: boolean;
  talk: Talk;

  constructor(
    private readonly host: Host,
    { json, debug }: Beforehand,
  ) {
    this.#debug = debug;
    this.#out = new Writer(host.stdout);
    this.#err = new Writer(host.stderr);
    this.#presentation = {
      format: json ? 'json' : 'table',
      header: true,
      paint: plainPaint,
      terminal: false,
    };
    this.talk = new Talk(host, this.#err, this.#errorPaint, false);
  }

  /** Takes the global flags over, once they are known. */
  async use(globals: Globals): Promise<void> {
    this.#presentation = globals.presentation;
    this.#quiet = globals.quiet;
    this.#debug = globals.debug;
    this.#errorPaint = await choosePaint(mayColour(this.host, this.host.stderr, globals.colour));
    this.talk = new Talk(this.host, this.#err, this.#errorPaint, this.#quiet);
  }

  /** Shows a result. @returns 0, or the exit code of the failure it came with */
  async result(result: Result): Promise<number> {
    const { empty } = await render(result, this.#presentation, this.#out);
    await this.#out.flush();
    if (empty && result.kind === 'listing' && this.#presentation.format === 'table')
      await this.talk.say(result.empty);
    for (const notice of result.notices?.() ?? []) await this.talk.say(notice);
    await result.after?.();
    // Stopping is how what may go on for ever ends: the exit code says it, and nothing is wrong.
    if (result.kind === 'listing' && result.isLive === true && this.host.signal.aborted)
      return exitCodeOf(understand(this.host.signal.reason));
    const failure = result.failure?.();
    return failure === undefined ? (result.exitCode ?? 0) : this.#fail(failure, false);
  }

  /** Shows what becomes of a list until somebody stops it, which is how that ends and no error. @returns the exit code */
  async watch(first: Listing, watched: Watched): Promise<number> {
    const { watchList } = await import('./watch/watch.js');
    const tools = { host: this.host, how: this.#presentation, out: this.#out, talk: this.talk };
    try {
      return await watchList(first, watched, tools);
    } catch (error) {
      const understood = understand(error);
      if (understood.code === 'Interrupted') return exitCodeOf(understood);
      throw understood;
    }
  }

  /** Shows an error. @returns its exit code */
  async error(thrown: unknown, command: CommandFacts | undefined): Promise<number> {
    if (thrown instanceof ReaderGone) return 0;
    // What has not left yet would be half a result before the error.
    this.#out.discard();
    const error = understand(thrown, command);
    return this.#fail(error, this.#presentation.format === 'json' && !this.#out.started);
  }

  release(): void {
    this.#out.release();
    this.#err.release();
  }

  async #fail(error: WorklinkError, asJson: boolean): Promise<number> {
    const shown = asJson && (await written(this.#out, renderErrorJson(error)));
    const text = shown ? '' : renderErrorText(error, this.#errorPaint);
    await written(this.#err, this.#debug ? `${text}${renderErrorOrigin(error)}` : text);
    return exitCodeOf(error);
  }
}

/** Writes what may not be readable by anybody any more: the exit code still says it. @returns whether it was written */
async function written(writer: Writer, text: string): Promise<boolean> {
  try {
    await writer.write(text);
    await writer.flush();
    return true;
  } catch {
    return false;
  }
}
