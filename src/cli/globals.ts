import { ownError } from '../core/errors.js';
import { type BackendSettings } from './compose.js';
import { type BackendName, BACKENDS } from './global-flags.js';
import { type Host, mayColour } from './host.js';
import { choosePaint } from './output/paint.js';
import { type Format, FORMATS, type Presentation } from './output/render.js';
import { columnNames, type HasPresets, presetNamed } from './presets.js';

/** The global flags of one call, read. */
export interface Globals {
  readonly backend: BackendSettings;
  readonly presentation: Presentation;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** Whether questions are wanted. */
  readonly input: boolean;
  readonly colour: boolean;
}

interface FlagsMetadata {
  readonly flags?: Readonly<Record<string, { readonly setFromDefault?: boolean } | undefined>>;
}

/**
 * Reads the global flags out of all flags of a call. What a preset says holds where no flag beside it says otherwise.
 *
 * @param files whose presets `--output` may name
 * @throws WorklinkError `Usage` for flags that contradict each other and a `--query` that is none
 */
export async function readGlobals(
  flags: Readonly<Record<string, unknown>>,
  metadata: FlagsMetadata,
  host: Host,
  files: readonly HasPresets[] = [],
): Promise<Globals> {
  const text = (name: string): string | undefined => {
    const value = flags[name];
    return typeof value === 'string' ? value : undefined;
  };
  const on = (name: string): boolean => flags[name] === true;
  const typed = (name: string): boolean =>
    flags[name] !== undefined && metadata.flags?.[name]?.setFromDefault !== true;
  const format = chooseFormat(
    { output: text('output'), json: on('json'), outputTyped: typed('output'), jsonTyped: typed('json') },
    files,
  );
  // JSON that was asked for in place of a preset has none of the preset's columns.
  const preset = presetNamed(text('output'), files);
  const said = preset?.format === format ? preset : undefined;
  // A variable stands nearer than a preset that a file chose, and farther than one that was typed.
  const beside = (name: string): string | undefined =>
    said === undefined || typed(name) || !typed('output') ? text(name) : undefined;
  const columns = columnNames(beside('columns')) ?? said?.columns;
  if (typed('columns') && (format === 'json' || format === 'yaml')) {
    throw ownError('Usage', `--columns chooses among columns, and ${format} output has none.`, {
      hint: 'Choose members with --query, such as --query "[].fleetName".',
    });
  }
  const query = beside('query') ?? said?.query;
  const colour = !on('no-color');
  const backendNamed = (name: string): BackendName | undefined =>
    BACKENDS.find((one): one is BackendName => one === text(name));
  return {
    backend: {
      backend: backendNamed('backend') ?? 'local',
      companions: backendNamed('companions'),
      state: text('state'),
      profile: text('profile'),
      region: text('region'),
      endpointUrl: text('endpoint-url'),
    },
    presentation: {
      format,
      header: !on('no-header') && said?.header !== false,
      paint: await choosePaint(mayColour(host, host.stdout, colour)),
      terminal: host.stdout.isTTY === true,
      ...(columns === undefined ? {} : { columns }),
      ...(query === undefined
        ? {}
        : { query: await (await import('./output/query.js')).compileQuery(query) }),
    },
    quiet: on('quiet'),
    debug: on('debug'),
    input: !on('no-input'),
    colour,
  };
}

interface FormatFlags {
  readonly output: string | undefined;
  readonly json: boolean;
  /** Whether they stand on the command line, rather than in the environment or a file. */
  readonly outputTyped: boolean;
  readonly jsonTyped: boolean;
}

function chooseFormat(
  { output, json, outputTyped, jsonTyped }: FormatFlags,
  files: readonly HasPresets[],
): Format {
  const format = presetNamed(output, files)?.format ?? FORMATS.find((name) => name === output) ?? 'table';
  if (json && jsonTyped && outputTyped && format !== 'json') {
    throw ownError('Usage', `--json and --output ${output ?? format} ask for different things.`, {
      hint: 'Give one of them.',
    });
  }
  return json && (jsonTyped || !outputTyped) ? 'json' : format;
}
