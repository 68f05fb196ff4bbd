import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type LocalAccountOptions,
  type LocalAccount,
  openLocalAccount,
} from '../../src/core/backends/local/account.js';
import { type Caller } from '../../src/core/backends/local/caller.js';
import { type Timer } from '../../src/core/ports/clock.js';

/** A clock that stands still until it is told to go on. Sleeping moves it: nobody waits. */
export class FakeClock implements Timer {
  readonly slept: number[] = [];
  /** What happens while somebody sleeps. */
  meanwhile: (milliseconds: number) => unknown = () => undefined;

  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): Date {
    return new Date(this.time);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
    await this.meanwhile(milliseconds);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

export interface TemporaryAccount {
  readonly account: LocalAccount;
  readonly clock: FakeClock;
  readonly file: string;
  /** The administrator, in us-east-1 unless said. */
  readonly caller: (overrides?: Partial<Caller>) => Caller;
}

/** A temporary folder, removed once `body` is done. */
export async function withTemporaryFolder<T>(body: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'worklink-test-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new account in a file of its own, with a clock of its own, closed and removed once `body` is done. */
export function withAccount<T>(
  body: (temporary: TemporaryAccount) => T | Promise<T>,
  options: Partial<LocalAccountOptions> = {},
): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const clock = new FakeClock();
    const file = join(folder, 'state.db');
    const account = openLocalAccount({ file, clock, ...options });
    const caller = (overrides: Partial<Caller> = {}): Caller => ({
      principal: account.administrator(),
      region: 'us-east-1',
      sourceIp: '192.0.2.7',
      userAgent: 'worklink-tests',
      ...overrides,
    });
    try {
      return await body({ account, clock, file, caller });
    } finally {
      account.close();
    }
  });
}
