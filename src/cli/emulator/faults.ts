import { ownError } from '../../core/errors.js';
import { type Emulator } from '../../core/ports/emulator.js';
import { quote } from '../../core/text.js';

/** That a fault is there, for a dry run of clearing it. @returns 1 @throws WorklinkError `NotFound` */
export function checkFault(emulator: Emulator, id: string): 1 {
  if (!emulator.listFaults().some((fault) => fault.id === id)) {
    throw ownError('NotFound', `There is no fault ${quote(id)}.`, {
      hint: 'worklink emulator fault list shows those there are.',
    });
  }
  return 1;
}
