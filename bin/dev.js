#!/usr/bin/env node
// Runs the sources as they stand, without a build.
import { register } from 'tsx/esm/api';

register();
const { start } = await import('../src/cli/main.ts');
await start(new URL('..', import.meta.url), { fromSource: true });
