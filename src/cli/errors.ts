import { inspect } from 'node:util';
import { isServiceErrorName, type ServiceErrorName } from '../core/contract/errors.js';
import { ownError, WorklinkError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { printable, quote } from '../core/text.js';
import { interrupted } from './host.js';
import { renderJson } from './output/json.js';
import { type Paint } from './output/paint.js';

const ESCAPE_SEQUENCES = /\u001b\[[0-9;]*m/g;
const SEE_HELP = /\n*See more help with --help\s*$/;
const FLAG_PREFIX = /^Parsing --(\S+)\s+/;

/** What is known of the command that failed, for better words. */
export interface CommandFacts {
  /** As it is typed: `fleet create`. */
  readonly name: string;
  /** The flags it has, without dashes. */
  readonly flags: readonly string[];
}

/**
 * Makes of anything thrown an error that is understood.
 *
 * @param error what was thrown: ours, the framework's, a prompt's, or a bug
 */
export function understand(error: unknown, command?: CommandFacts): WorklinkError {
  if (isFlagError(error)) return usageError(error, command);
  if (isUnderstood(error)) return error;
  if (!(error instanceof Error)) return bug('Something that is no error was thrown.', error);
  // A prompt that was left by Ctrl-C, or closed under it.
  if (error.name === 'ExitPromptError' || error.name === 'AbortPromptError') return interrupted();
  if ('oclif' in error) return usageError(error, command);
  return bug(error.message === '' ? error.name : error.message, error);
}

/** The framework puts its own words around what the reading of a flag's value throws. */
function isFlagError(error: unknown): error is Error {
  return error instanceof Error && FLAG_PREFIX.test(error.message) && SEE_HELP.test(error.message);
}

function isUnderstood(error: unknown): error is WorklinkError {
  return error instanceof WorklinkError;
}

function bug(message: string, cause: unknown): WorklinkError {
  return ownError('Internal', message, {
    hint: 'This is a bug in worklink. Run the command again with --debug to see where it happened.',
    cause,
  });
}

/** The framework's own errors are all about how a command was called. */
function usageError(error: Error, command: CommandFacts | undefined): WorklinkError {
  const seeHelp = command === undefined ? 'See worklink help.' : `See worklink help ${command.name}.`;
  const usage = (message: string, hint: string): WorklinkError =>
    ownError('Usage', message, { hint, cause: error });
  const flags = listIn(error, 'flags');
  if (flags !== undefined) {
    const unknown = flags.filter((flag) => typeof flag === 'string');
    const near = unknown.flatMap((flag) => nearest(nameOf(flag), command?.flags ?? []).slice(0, 1));
    const suggestion =
      near.length === 0 ? '' : `Did you mean ${near.map((name) => `--${name}`).join(', ')}? `;
    return usage(
      `There is no flag ${unknown.map((flag) => printable(flag)).join(', ')} here.`,
      `${suggestion}${seeHelp}`,
    );
  }
  const args = listIn(error, 'args');
  if (args !== undefined) {
    const extra = args.filter((arg) => typeof arg === 'string');
    const missing = args.flatMap((arg) =>
      typeof arg === 'object' && arg !== null && 'name' in arg && typeof arg.name === 'string'
        ? [arg.name]
        : [],
    );
    return extra.length > 0
      ? usage(`There is no place for the argument ${extra.map(quote).join(', ')}.`, seeHelp)
      : usage(`Missing ${missing.map((name) => name.toUpperCase()).join(', ')}.`, seeHelp);
  }
  return usage(calm(error.message), seeHelp);
}

function nameOf(flag: string): string {
  return flag.replace(/^-+/, '').split('=')[0] ?? '';
}

function listIn(error: Error, name: string): readonly unknown[] | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return Array.isArray(value) ? value : undefined;
}

/** A message of the framework as one plain sentence. */
function calm(message: string): string {
  const plain = message
    .replace(ESCAPE_SEQUENCES, '')
    .replace(SEE_HELP, '')
    .replace(/^The following errors? occurred:\s*/, '')
    .replace(FLAG_PREFIX, '--$1: ')
    .replace(/\s*\n\s*/g, '; ')
    .trim();
  return plain === '' || /[.?!]$/.test(plain) ? plain : `${plain}.`;
}

/** What to do about an exception of the service, where nobody who knew more has said. */
const USUAL_HINTS: Readonly<Record<ServiceErrorName, string>> = {
  InvalidRequestException: 'Change what the message names, and try again.',
  ResourceAlreadyExistsException: 'Choose another name, or change what is there.',
  UnauthorizedException: 'The policies of the one who asks do not allow it, or forbid it.',
  ResourceNotFoundException: 'List what there is, and mind the Region.',
  TooManyRequestsException: 'Wait a while, and try again.',
  InternalServerErrorException: 'The service failed. Wait a while, and try again.',
};

function hintOf({ code, hint }: WorklinkError): string | undefined {
  return hint ?? (isServiceErrorName(code) ? USUAL_HINTS[code] : undefined);
}

/** An error for a person: what is wrong, then what to do, each a line. */
export function renderErrorText(error: WorklinkError, paint: Paint): string {
  const hint = hintOf(error);
  const advice = hint === undefined ? '' : `${printable(hint)}\n`;
  return `${paint.error('Error:')} ${printable(error.message)}\n${advice}`;
}

/** An error for a script. Only what was made to be shown is in it. */
export function renderErrorJson(error: WorklinkError): string {
  const { code, message, details = {} } = error;
  return `${renderJson({ error: { code, message, hint: hintOf(error) ?? null, details } })}\n`;
}

/** Where an error came from, and what caused it, for `--debug`. */
export function renderErrorOrigin(error: WorklinkError): string {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  let current: unknown = error;
  while (current !== undefined && !seen.has(current)) {
    seen.add(current);
    const text =
      current instanceof Error ? (current.stack ?? current.message) : inspect(current, { depth: 1 });
    const heading = lines.length === 0 ? '' : 'Caused by: ';
    lines.push(...`${heading}${text}`.split('\n').map(printable));
    current = current instanceof Error ? current.cause : undefined;
  }
  return `${lines.join('\n')}\n`;
}
