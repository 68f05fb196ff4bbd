import { type WorklinkError } from '../../core/errors.js';
import { counted, printable } from '../../core/text.js';
import { understand } from '../errors.js';
import { exitCodeOf } from '../exit-codes.js';
import { type Host } from '../host.js';
import { renderJsonLine } from '../output/json.js';
import { type Presentation, render, tableFields } from '../output/render.js';
import { type Writer } from '../output/writer.js';
import { type Data, type Field, listing, type Listing } from '../results.js';
import { type Talk } from '../terminal.js';
import { type Change, changeFields, changesBetween, describeChange, type Look, lookOf } from './changes.js';
import { drawFrame, ENTER_SCREEN, LEAVE_SCREEN } from './screen.js';

/** Between two looks there is at least this much, whatever was asked for: a service is not hammered. */
const SHORTEST_INTERVAL_MS = 10;
/** The screen of a terminal that does not say its size. */
const USUAL_SCREEN = { rows: 24, columns: 80 };
/** Changes a screen keeps in sight. */
const CHANGES_KEPT = 5;
/** The exit code of what may pass by itself: throttled, unreachable, busy. */
const PASSING = 7;

/** What watching a list needs. */
export interface Watched {
  /** What is watched, as it is typed: `domain list`. */
  readonly name: string;
  /** Makes the list anew. */
  readonly again: () => Promise<Listing>;
  readonly everyMs: number;
}

export interface WatchTools {
  readonly host: Host;
  readonly how: Presentation;
  readonly out: Writer;
  readonly talk: Talk;
}

/** Where looks are shown. */
interface Display {
  show(rows: readonly Data[], list: Listing): Promise<void>;
  /** Says that a look failed. */
  trouble(message: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * Looks at a list again and again, until it is stopped.
 *
 * On a terminal a table is drawn anew in place; anything else streams changes, the rows of the first look among them.
 *
 * @throws WorklinkError the signal's reason; what the first look throws, and what a later one throws that does not pass
 */
export async function watchList(first: Listing, watched: Watched, tools: WatchTools): Promise<never> {
  const { host, how } = tools;
  const redraws = how.terminal && how.format === 'table' && how.query === undefined;
  const inPlace = redraws && host.env['TERM'] !== 'dumb';
  const rows = await allOf(first);
  const display = inPlace ? new Screen(watched, tools) : new Stream(tools);
  try {
    await display.show(rows, first);
    for (;;) {
      await host.timer.sleep(Math.max(watched.everyMs, SHORTEST_INTERVAL_MS), host.signal);
      host.signal.throwIfAborted();
      const look = await orStopped(lookAgain(watched), host.signal);
      if (look instanceof Error) await display.trouble(look.message);
      else await display.show(look.rows, look.list);
    }
  } finally {
    await display.end();
  }
}

/** @returns the rows, or the error of a look that may succeed the next time */
async function lookAgain({
  again,
}: Watched): Promise<{ readonly list: Listing; readonly rows: readonly Data[] } | WorklinkError> {
  try {
    const list = await again();
    return { list, rows: await allOf(list) };
  } catch (error) {
    const understood = understand(error);
    if (exitCodeOf(understood) === PASSING) return understood;
    throw understood;
  }
}

async function allOf({ rows }: Listing): Promise<readonly Data[]> {
  const all: Data[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** What was asked for, unless the wish to stop comes first: an answer that takes its time is not waited for then. */
async function orStopped<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error); // the host's signal has an error of ours for its reason
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([asked, stopped]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

function keyOf({ key, fields }: Listing): string {
  return key ?? fields[0]?.name ?? '';
}

/** The table, drawn anew at each look on the terminal's other screen, which leaves no trace of itself in the first. */
class Screen implements Display {
  #look: Look | undefined;
  #changes: string[] = [];
  #table = '';
  #entered = false;

  constructor(
    private readonly watched: Watched,
    private readonly tools: WatchTools,
  ) {}

  async show(rows: readonly Data[], list: Listing): Promise<void> {
    const { how } = this.tools;
    const key = keyOf(list);
    const look = lookOf(rows, key);
    const fields = tableFields(list.fields, how);
    this.#note(look, fields, key);
    const { renderTable } = await import('../output/table.js');
    this.#table = rows.length === 0 ? `${printable(list.empty)}\n` : renderTable(fields, rows, how);
    await this.#draw(counted(rows.length, 'row'));
  }

  trouble(message: string): Promise<void> {
    return this.#draw(printable(message));
  }

  async end(): Promise<void> {
    const { out } = this.tools;
    if (!this.#entered) return;
    // What was seen last stays to be read.
    await out.write(`${LEAVE_SCREEN}${this.#table}`);
    await out.flush();
  }

  #note(look: Look, fields: readonly Field[], key: string): void {
    const before = this.#look;
    this.#look = look;
    if (before === undefined) return;
    const { how, host } = this.tools;
    const time = host.timer.now();
    const news = changesBetween(before, look, time).map((change) => {
      const past = change.type === 'MODIFIED' ? pastOf(before, look, change) : undefined;
      return how.paint.faint(`${clockText(time)} `) + describeChange(change, past, fields, key);
    });
    this.#changes = [...news.reverse(), ...this.#changes].slice(0, CHANGES_KEPT);
  }

  async #draw(state: string): Promise<void> {
    const { host, how, out } = this.tools;
    const { rows = USUAL_SCREEN.rows, columns = USUAL_SCREEN.columns } = host.stdout;
    const every = `every ${String(this.watched.everyMs / 1000)}s`;
    const text = `worklink ${this.watched.name}, ${every}: ${state} at ${clockText(host.timer.now())}`;
    const frame = {
      heading: how.paint.faint(text),
      changes: this.#changes,
      table: this.#table.replace(/\n$/, '').split('\n'),
    };
    const enter = this.#entered ? '' : ENTER_SCREEN;
    this.#entered = true;
    await out.write(`${enter}${drawFrame(frame, { rows, columns })}`);
    await out.flush();
  }
}

/** The row as it was before a change of it. */
function pastOf(before: Look, after: Look, { object }: Change): Data | undefined {
  for (const [name, row] of after) if (row === object) return before.get(name);
  return undefined;
}

/** Time of day, UTC as all times of the program. */
function clockText(time: Date): string {
  return `${time.toISOString().slice(11, 19)}Z`;
}

/** Every change as it is seen: a JSON document on a line, a CSV record, a table's row; of a query, each new answer. */
class Stream implements Display {
  #look: Look | undefined;
  #answer: string | undefined;

  constructor(private readonly tools: WatchTools) {}

  async show(rows: readonly Data[], list: Listing): Promise<void> {
    const { how, out, host, talk } = this.tools;
    const isFirst = this.#look === undefined;
    const look = lookOf(rows, keyOf(list));
    const changes = changesBetween(this.#look ?? new Map<string, Data>(), look, host.timer.now());
    this.#look = look;
    if (isFirst && rows.length === 0 && how.format === 'table') await talk.say(list.empty);
    if (how.query !== undefined) await this.#answerOf(how.query(rows), rows, list);
    else if (how.format === 'json') for (const change of changes) await out.write(renderJsonLine(change));
    else if (changes.length > 0) {
      const { columns, ...others } = how;
      const chosen = columns === undefined ? list.fields : tableFields(list.fields, how);
      const rendered = listing({ rows: changes, fields: changeFields(chosen), empty: '' });
      await render(rendered, { ...others, header: how.header && isFirst }, out);
    }
    await out.flush();
  }

  trouble(message: string): Promise<void> {
    return this.tools.talk.say(message);
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  async #answerOf(answer: unknown, rows: readonly Data[], list: Listing): Promise<void> {
    const { how, out } = this.tools;
    const line = renderJsonLine(answer);
    if (line === this.#answer) return;
    this.#answer = line;
    if (how.format === 'json') await out.write(line);
    else await render({ ...list, rows }, how, out);
  }
}
