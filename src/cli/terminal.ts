import { type Paint } from './output/paint.js';
import { type Writer } from './output/writer.js';
import { type Host } from './host.js';
import { printable } from '../core/text.js';

/** What a person reads besides the result: on stderr, and not where they asked for quiet. */
export class Talk {
  constructor(
    private readonly host: Host,
    private readonly err: Writer,
    private readonly paint: Paint,
    private readonly quiet: boolean,
  ) {}

  /** Says one line. */
  async say(line: string): Promise<void> {
    if (this.quiet) return;
    await this.err.write(`${this.paint.faint(printable(line))}\n`);
    await this.err.flush();
  }

  /**
   * Does some work, showing on a terminal that it goes on.
   *
   * @param text what is being done: "Waiting for fleet sales"
   * @param work is given a way to say how far it is
   */
  async during<T>(text: string, work: (update: (text: string) => void) => Promise<T>): Promise<T> {
    if (this.quiet || this.host.stderr.isTTY !== true || this.host.env['TERM'] === 'dumb')
      return work(() => undefined);
    const { default: spinner } = await import('yocto-spinner');
    const shown = spinner({ text: printable(text), stream: this.host.stderr, handleSignals: false }).start();
    try {
      return await work((update) => {
        shown.text = printable(update);
      });
    } finally {
      shown.stop();
    }
  }
}
