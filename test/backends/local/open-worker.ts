import { parentPort, workerData } from 'node:worker_threads';

import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { FakeClock } from '../../support/account.js';

/**
 * Opens each of some files at the moment when all workers have come to it, and says what went wrong with them.
 * Beside the test that starts it: a worker is a file.
 */
interface Task {
  readonly files: readonly string[];
  readonly workers: number;
  /** One counter per file: how many workers have come to it. */
  readonly arrivals: Int32Array;
}

const { files, workers, arrivals } = workerData as Task;
const failures: string[] = [];
for (const [index, file] of files.entries()) {
  Atomics.add(arrivals, index, 1);
  while (Atomics.load(arrivals, index) < workers);
  try {
    openLocalAccount({ file, clock: new FakeClock() }).close();
  } catch (error) {
    failures.push(String(error));
  }
}
parentPort?.postMessage(failures);
