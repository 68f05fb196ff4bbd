import { type Interfaces } from '@oclif/core';
import { nearest } from '../core/nearest.js';
import { quote } from '../core/text.js';
import { type Columns, type Format, FORMATS } from './output/render.js';

/** A form of results under one name: what several flags would say together. */
export interface Preset {
  readonly format: Format;
  readonly columns?: Columns;
  /** A JMESPath expression. */
  readonly query?: string;
  readonly header: boolean;
}

/** The presets there are without anybody's settings. */
const BUILT_IN: ReadonlyMap<string, Preset> = new Map<string, Preset>([
  ['wide', { format: 'table', columns: 'all', header: true }],
  ['name', { format: 'text', columns: 'key', header: false }],
]);

/** What `--output` takes where nobody has presets of their own. */
export const OUTPUTS: readonly string[] = [...FORMATS, ...BUILT_IN.keys()];

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
/** More than anybody can remember. */
const MAX_PRESETS = 100;
const MEMBERS: readonly string[] = ['output', 'columns', 'query', 'no-header'];

/** Something of which presets are a part: a settings file. */
export interface HasPresets {
  readonly presets: ReadonlyMap<string, Preset>;
}

/** What `--output` takes: the formats, the presets that are built in, those of the settings files. */
export function outputsWith(files: readonly HasPresets[]): readonly string[] {
  return [...new Set([...OUTPUTS, ...files.flatMap(({ presets }) => [...presets.keys()])])];
}

/** The flags, `--output` taking the presets of the settings files too. */
export function withPresets(flags: Interfaces.FlagInput, files: readonly HasPresets[]): Interfaces.FlagInput {
  const { output } = flags;
  return output?.type === 'option' ? { ...flags, output: { ...output, options: outputsWith(files) } } : flags;
}

/** The preset of a name, of the file that prevails; none for a format and for what is neither. */
export function presetNamed(name: string | undefined, files: readonly HasPresets[]): Preset | undefined {
  if (name === undefined) return undefined;
  return BUILT_IN.get(name) ?? files.find(({ presets }) => presets.has(name))?.presets.get(name);
}

/**
 * Reads the presets of a settings file.
 *
 * @param content what stands under `presets`
 * @param refuse makes the error of a fault, said as "has …" or "gives …"
 */
export function parsePresets(
  content: unknown,
  refuse: (fault: string) => Error,
): ReadonlyMap<string, Preset> {
  if (!isMap(content)) throw refuse('has presets that are no map of names');
  const entries = Object.entries(content);
  if (entries.length > MAX_PRESETS) throw refuse(`has more than ${String(MAX_PRESETS)} presets`);
  return new Map(entries.map(([name, value]) => [name, parsePreset(name, value, refuse)]));
}

function parsePreset(name: string, content: unknown, refuse: (fault: string) => Error): Preset {
  const what = `the preset ${quote(name)}`;
  if (!NAME.test(name))
    throw refuse(`has ${what}, whose name is not lower-case letters, digits and hyphens, at most 32`);
  if (OUTPUTS.includes(name)) throw refuse(`has ${what}, a name that --output has already`);
  if (!isMap(content)) throw refuse(`gives ${what} no map of ${MEMBERS.join(', ')}`);
  for (const member of Object.keys(content)) {
    if (MEMBERS.includes(member)) continue;
    const [near] = nearest(member, MEMBERS);
    throw refuse(
      `gives ${what} ${quote(member)}, which is none of ${MEMBERS.join(', ')}${near === undefined ? '' : `: did you mean ${near}?`}`,
    );
  }
  const text = (member: string): string | undefined => {
    const value = content[member];
    if (value !== undefined && (typeof value !== 'string' || value.trim() === ''))
      throw refuse(`gives ${what} a value of ${member} that is no text`);
    return value;
  };
  const output = text('output') ?? 'table';
  const format = FORMATS.find((one) => one === output);
  if (format === undefined)
    throw refuse(`gives ${what} the output ${quote(output)}, which is none of ${FORMATS.join(', ')}`);
  const columns = columnNames(text('columns'));
  if (columns !== undefined && (format === 'json' || format === 'yaml'))
    throw refuse(`gives ${what} columns, which ${format} output has none of`);
  const query = text('query');
  const noHeader = content['no-header'] ?? false;
  if (typeof noHeader !== 'boolean')
    throw refuse(`gives ${what} a value of no-header that is neither true nor false`);
  return {
    format,
    header: !noHeader,
    ...(columns === undefined ? {} : { columns }),
    ...(query === undefined ? {} : { query }),
  };
}

/** The names of a list of columns as `--columns` has it; none where there are none. */
export function columnNames(given: string | undefined): readonly string[] | undefined {
  const names = given
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names === undefined || names.length === 0 ? undefined : names;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
