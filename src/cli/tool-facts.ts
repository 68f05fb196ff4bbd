import { type Interfaces } from '@oclif/core';
import { type ToolFacts } from '../core/admin/doctor/tool.js';

/** The program, the Node it runs on, and the oldest it takes. */
export function toolFacts({
  version,
  userAgent,
  pjson,
}: Pick<Interfaces.Config, 'version' | 'userAgent' | 'pjson'>): ToolFacts {
  const engines: unknown = pjson['engines'];
  const wanted =
    typeof engines === 'object' && engines !== null && 'node' in engines && typeof engines.node === 'string'
      ? engines.node
      : '';
  // The framework's user agent ends in `node-v20.19.0`.
  return { version, node: numberIn(/node-v([\d.]+)/, userAgent), oldestNode: numberIn(/(\d[\d.]*)/, wanted) };
}

function numberIn(pattern: RegExp, text: string): string {
  return pattern.exec(text)?.[1] ?? '0';
}
