import { statfsSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { type StateFile, type StateFileFacts } from '../../ports/state-file.js';
import { faultsOf } from './store/soundness.js';
import { type Store } from './store/store.js';

const PERMISSION_BITS = 0o777;

/** The file of an account that is open. */
export class LocalStateFile implements StateFile {
  constructor(
    private readonly file: string,
    private readonly store: Store,
  ) {}

  inspect(): StateFileFacts {
    const folder = dirname(this.file);
    const { bavail, bsize } = statfsSync(folder);
    return {
      file: this.file,
      faults: faultsOf(this.store.db),
      // Windows has access control lists instead, and makes these bits up.
      ...(platform() !== 'win32' && {
        mode: statSync(this.file).mode & PERMISSION_BITS,
        folderMode: statSync(folder).mode & PERMISSION_BITS,
      }),
      freeBytes: bavail * bsize,
    };
  }
}
