/** What the tools read of oclif.manifest.json. */
export interface ManifestFlag {
  readonly name: string;
  readonly type: string;
  readonly char?: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly allowNo?: boolean;
  readonly hidden?: boolean;
  readonly options?: readonly string[];
  readonly summary?: string;
  readonly helpValue?: string;
  readonly default?: string;
  /** Whether every command has it. */
  readonly isGlobal?: boolean;
}

interface ManifestArg {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly hidden?: boolean;
  readonly options?: readonly string[];
}

export interface ManifestCommand {
  /** As it is typed: words with spaces between. */
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** Its examples' command lines. */
  readonly examples: readonly string[];
  /** What each of them does, in the same order; empty where it says nothing of itself. */
  readonly exampleDescriptions: readonly string[];
  readonly hidden: boolean;
  /** Whether it takes no arguments beyond those it names. */
  readonly strict: boolean;
  readonly aliases: readonly string[];
  readonly args: readonly ManifestArg[];
  readonly flags: readonly ManifestFlag[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads the manifest's text. @throws TypeError where it is not one */
export function readManifest(text: string): ManifestCommand[] {
  const commands = fields(fields(JSON.parse(text))['commands']);
  return Object.entries(commands)
    .map(([id, value]) => readCommand(id, fields(value)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCommand(id: string, command: Fields): ManifestCommand {
  return {
    name: id.replaceAll(':', ' '),
    summary: string(command['summary']),
    description: string(command['description']),
    examples: examples(command['examples'], 'command'),
    exampleDescriptions: examples(command['examples'], 'description'),
    hidden: command['hidden'] === true,
    strict: command['strict'] !== false,
    aliases: strings(command['aliases']),
    // The order of arguments is theirs; that of flags means nothing.
    args: Object.entries(fields(command['args'] ?? {})).map(([name, value]) => readArg(name, fields(value))),
    flags: Object.entries(fields(command['flags'] ?? {}))
      .map(([name, value]) => readFlag(name, fields(value)))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function readArg(name: string, arg: Fields): ManifestArg {
  return {
    name,
    required: arg['required'] === true,
    multiple: arg['multiple'] === true,
    hidden: arg['hidden'] === true,
    description: string(arg['description']),
    ...(Array.isArray(arg['options']) ? { options: strings(arg['options']) } : {}),
  };
}

function readFlag(name: string, flag: Fields): ManifestFlag {
  return {
    name,
    type: string(flag['type']),
    required: flag['required'] === true,
    multiple: flag['multiple'] === true,
    allowNo: flag['allowNo'] === true,
    hidden: flag['hidden'] === true,
    summary: string(flag['summary']),
    isGlobal: flag['helpGroup'] === 'GLOBAL',
    ...(typeof flag['helpValue'] === 'string' ? { helpValue: flag['helpValue'] } : {}),
    ...(['string', 'number'].includes(typeof flag['default']) ? { default: String(flag['default']) } : {}),
    ...(typeof flag['char'] === 'string' ? { char: flag['char'] } : {}),
    ...(Array.isArray(flag['options']) ? { options: strings(flag['options']) } : {}),
  };
}

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null)
    throw new TypeError('oclif.manifest.json is not a manifest');
  return Object.fromEntries(Object.entries(value));
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function examples(value: unknown, member: 'command' | 'description'): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) =>
    typeof item === 'string' ? (member === 'command' ? item : '') : string(fields(item)[member]),
  );
}
