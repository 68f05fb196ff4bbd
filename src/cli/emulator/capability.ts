import { ownError } from '../../core/errors.js';
import { type Backend } from '../../core/ports/backend.js';
import { type Emulator } from '../../core/ports/emulator.js';

/** What only an emulated service can do. @throws WorklinkError `UnsupportedByBackend` on another one */
export function emulatorOf({ emulator, name }: Backend): Emulator {
  if (emulator === undefined) {
    throw ownError('UnsupportedByBackend', `The ${name} backend is not an emulator.`, {
      hint: 'Use --backend local.',
    });
  }
  return emulator;
}
