import { spawn } from 'node:child_process';
import { type Finished, finished } from '../../support/binary.js';

/** Runs a program to its end; it is killed after `timeoutMs`. */
export function run(
  program: string,
  args: readonly string[],
  {
    env = {},
    cwd,
    timeoutMs = 120_000,
  }: { env?: Readonly<Record<string, string>>; cwd?: string; timeoutMs?: number } = {},
): Promise<Finished> {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    ...(cwd !== undefined && { cwd }),
  });
  return finished(child);
}
