/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals: `RUN`. */
  readonly name: string;
  /** `--name=value` options before the rest, by name. */
  readonly options: ReadonlyMap<string, string>;
  /** The rest, its continued lines joined. */
  readonly rest: string;
  /** Its words, where it has the exec form, a JSON array. */
  readonly words?: readonly string[];
  /** The line it begins on, from 1. */
  readonly line: number;
}

/** A stage: what stands from one FROM to the next. */
export interface Stage {
  readonly name: string;
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/**
 * Reads a Dockerfile, as far as ours goes: no heredocs, no parser directives, no ARG before FROM.
 *
 * @throws where it goes further
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { name: string; image: string; instructions: Instruction[] }[] = [];
  for (const { content, line } of logicalLines(text)) {
    const instruction = parseInstruction(content, line);
    if (instruction.name === 'FROM') {
      const [image = '', as, name = String(stages.length)] = instruction.rest.split(/\s+/);
      if (as !== undefined && as.toUpperCase() !== 'AS')
        throw new Error(`line ${line}: FROM is not understood`);
      stages.push({ name, image, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`line ${line}: ${instruction.name} stands before FROM`);
      stage.instructions.push(instruction);
    }
  }
  return stages;
}

function logicalLines(text: string): { content: string; line: number }[] {
  const found: { content: string; line: number }[] = [];
  let open: { content: string; line: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue; // within a continued instruction too
    const continued = raw.endsWith('\\');
    const content = (continued ? raw.slice(0, -1) : raw).trim();
    if (open === undefined) open = { content, line: index + 1 };
    else open.content += ` ${content}`;
    if (continued) continue;
    found.push(open);
    open = undefined;
  }
  if (open !== undefined) throw new Error(`line ${open.line}: the instruction does not end`);
  return found;
}

function parseInstruction(content: string, line: number): Instruction {
  const match = /^([A-Za-z]+)\s+(.*)$/.exec(content);
  if (match === null) throw new Error(`line ${line}: ${content} is no instruction`);
  const [, name = '', all = ''] = match;
  if (all.includes('<<')) throw new Error(`line ${line}: heredocs are not read`);
  const options = new Map<string, string>();
  let rest = all;
  for (let option = OPTION.exec(rest); option !== null; option = OPTION.exec(rest)) {
    options.set(option[1] ?? '', option[2] ?? '');
    rest = rest.slice(option[0].length);
  }
  // HEALTHCHECK has an instruction of its own within it.
  const command = name.toUpperCase() === 'HEALTHCHECK' ? rest.replace(/^CMD\s+/, '') : rest;
  return {
    name: name.toUpperCase(),
    options,
    rest: command,
    line,
    ...(command.startsWith('[') && { words: wordsOf(command, line) }),
  };
}

const OPTION = /^--([a-z-]+)=(\S+)\s+/;

function wordsOf(text: string, line: number): readonly string[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error(`line ${line}: ${text} is no list of words`);
  return value.map(String);
}

/** The variables of an ENV instruction; ours have no spaces in their values. */
export function variablesOf({ rest }: Instruction): readonly (readonly [string, string])[] {
  return rest.split(/\s+/).map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const;
  });
}

/**
 * Whether a file of the context is kept from the build (.dockerignore: the last pattern that fits a path, or a folder it
 * is in, prevails).
 */
export function isIgnored(path: string, patterns: readonly string[]): boolean {
  const parts = path.split('/');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let ignored = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    const matcher = patternMatcher(negated ? pattern.slice(1) : pattern);
    if (paths.some((one) => matcher.test(one))) ignored = !negated;
  }
  return ignored;
}

/** The patterns of a .dockerignore file. */
export function ignorePatterns(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function patternMatcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '(?:.*/)?');
  return new RegExp(`^${source}$`);
}
