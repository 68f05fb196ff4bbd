import { type Backend } from '../ports/backend.js';
import { type Clock } from '../ports/clock.js';

/** The time as the service has it: the emulator's, which may be ahead of the machine's, else the machine's. */
export function serviceTime({ emulator }: Backend, machine: Clock): Date {
  return emulator?.clock().now ?? machine.now();
}
