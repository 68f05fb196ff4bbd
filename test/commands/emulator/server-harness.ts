import { type Workplace } from '../../support/cli.js';
import { type Foreground, serveInForeground } from '../../support/foreground.js';

/** Runs `emulator start` until it has said its first word. */
export function startForeground(workplace: Workplace, ...argv: readonly string[]): Promise<Foreground> {
  return serveInForeground(workplace, ['emulator', 'start'], argv);
}
