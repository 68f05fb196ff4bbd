import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Host, isSwitchedOn } from './host.js';

/** What opens an address on a system, without a shell that could read anything into it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` is the shell's own: it would take an ampersand for its own too.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const OTHERWISE = ['xdg-open'] as const;

/**
 * Opens an address in the person's browser, which goes on by itself.
 *
 * @param url of http or https
 * @param program in place of the system's own way; it is given the address as its one argument
 * @throws WorklinkError `NotFound` where the program cannot be started
 */
export async function openBrowser(
  url: string,
  { env, cwd }: Pick<Host, 'env' | 'cwd'>,
  program?: string,
): Promise<void> {
  if (!/^https?:\/\//.test(url)) throw ownError('Internal', 'Only web addresses are opened.');
  const [command, ...args] = program === undefined ? (OPENERS[process.platform] ?? OTHERWISE) : [program];
  try {
    const child = spawn(command, [...args, url], {
      cwd,
      env: { ...env },
      detached: true,
      stdio: 'ignore',
      shell: false,
    });
    await once(child, 'spawn');
    child.unref();
  } catch (cause) {
    throw ownError('NotFound', `The browser cannot be opened: ${quote(command)} does not start.`, {
      hint: 'Open the address yourself, with --no-browser, or name a program with --browser.',
      cause,
    });
  }
}

/** Whether there is a screen on which a browser could appear, by what the environment says. */
export function hasScreen({ env, stderr }: Pick<Host, 'env' | 'stderr'>): boolean {
  if (stderr.isTTY !== true || isSwitchedOn(env['CI'])) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}
