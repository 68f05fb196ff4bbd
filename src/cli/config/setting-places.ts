import { stateFileOf, regionOf } from '../compose.js';
import { type SettingsFile } from '../config-file.js';
import { type Host } from '../host.js';
import { type Preset } from '../presets.js';
import { environmentName } from '../settings.js';
import { ALWAYS_THE_SAME, settingFlags } from './setting-flags.js';

/** What one place says of a setting. */
export interface SettingPlace {
  readonly name: string;
  /** Absent where no place says anything. */
  readonly value?: string;
  readonly origin: 'flag' | 'environment' | 'project' | 'user' | 'default' | 'unset';
  /** The flag, the variable or the file. */
  readonly source?: string;
  /** Whether it is this value that holds. */
  readonly prevails: boolean;
}

/** What settings are looked up in. */
export interface SettingSources {
  /** Flags as they were typed, by name. */
  readonly typed: ReadonlyMap<string, string>;
  readonly host: Host;
  readonly files: readonly SettingsFile[];
  /** Where the state file is by default. */
  readonly dataDirectory: string;
}

/** Variables of the AWS SDKs that stand for a setting nobody gives (AWS SDKs and Tools Reference Guide). */
const AWS_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  profile: ['AWS_PROFILE'],
  region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  'endpoint-url': ['AWS_ENDPOINT_URL_WORKLINK', 'AWS_ENDPOINT_URL'],
};

/** All that any place says of a setting, what prevails first; one place that says nothing where none does. */
export function placesOf(name: string, sources: SettingSources): readonly SettingPlace[] {
  const { typed, host, files } = sources;
  const found: Omit<SettingPlace, 'name' | 'prevails'>[] = [];
  const add = (origin: SettingPlace['origin'], value: string | undefined, source?: string): void => {
    if (value !== undefined && value !== '')
      found.push({ value: withoutCredentials(value), origin, ...(source === undefined ? {} : { source }) });
  };
  add('flag', typed.get(name), `--${name}`);
  add('environment', host.env[environmentName(name)], environmentName(name));
  for (const { origin, path, values } of files) add(origin, values.get(name), path);
  for (const variable of AWS_VARIABLES[name] ?? []) add('environment', host.env[variable], variable);
  add('default', defaultOf(name, sources));
  if (found.length === 0) return [{ name, origin: 'unset', prevails: false }];
  return found.map((place, index) => ({ name, ...place, prevails: index === 0 }));
}

/** All that any place says of any setting, a setting after the other, then the presets. */
export function allPlaces(sources: SettingSources): readonly SettingPlace[] {
  const names = Object.keys(settingFlags(sources.files));
  const others = ALWAYS_THE_SAME.filter(
    (name) => !names.includes(name) && (sources.host.env[environmentName(name)] ?? '') !== '',
  );
  return [
    ...[...names, ...others].flatMap((name) => placesOf(name, sources)),
    ...presetPlaces(sources.files),
  ];
}

function presetPlaces(files: readonly SettingsFile[]): SettingPlace[] {
  const seen = new Set<string>();
  return files.flatMap(({ origin, path, presets }) =>
    [...presets].map(([name, preset]) => {
      const prevails = !seen.has(name);
      seen.add(name);
      return { name: `presets.${name}`, value: presetText(preset), origin, source: path, prevails };
    }),
  );
}

function presetText({ format, columns, query, header }: Preset): string {
  return [
    `output: ${format}`,
    ...(Array.isArray(columns) ? [`columns: ${columns.join(',')}`] : []),
    ...(query === undefined ? [] : [`query: ${query}`]),
    ...(header ? [] : ['no-header: true']),
  ].join(', ');
}

function defaultOf(name: string, { host, files, dataDirectory }: SettingSources): string | undefined {
  if (name === 'state') return stateFileOf({}, { host, dataDirectory });
  if (name === 'region') return regionOf({}, {});
  if (!ALWAYS_THE_SAME.includes(name)) return undefined; // Each command has its own.
  const flag = settingFlags(files)[name];
  if (flag?.type === 'boolean') return 'false';
  const value: unknown = flag?.default;
  return typeof value === 'string' ? value : undefined;
}

function withoutCredentials(value: string): string {
  return value.replace(/^(https?:\/\/)[^/]*@/i, '$1…@');
}
