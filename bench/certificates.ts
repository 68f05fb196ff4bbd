import { inspectFile } from '../src/core/admin/certificates/certificate-inspect.js';
import { hostileFiles } from '../test/certificates/hostile.js';

/** How long any file of a megabyte may take, in milliseconds, on the slowest machine in use. */
const LIMIT_MS = 2000;

const slow: string[] = [];
for (const [title, bytes] of hostileFiles()) {
  const begun = performance.now();
  inspectFile(bytes, undefined, new Date());
  const took = Math.round(performance.now() - begun);
  if (took > LIMIT_MS) slow.push(title);
  process.stdout.write(`${String(took).padStart(6)} ms  ${title} (${String(bytes.length)} bytes)\n`);
}
if (slow.length > 0) {
  process.stderr.write(`Longer than ${String(LIMIT_MS)} ms: ${slow.join(', ')}\n`);
  process.exitCode = 1;
}
