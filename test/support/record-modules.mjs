/**
 * Preloaded into a process (`node --import`), writes the URL or path of every module it loads to the file $RECORD_MODULES, a line each.
 */
import { appendFileSync } from 'node:fs';
import { Module, register } from 'node:module';

const file = process.env.RECORD_MODULES;
const hooks = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(file)}, url + '\\n');
    return next(url, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const load = Module._load;
Module._load = function (request, ...rest) {
  appendFileSync(file, `${request}\n`);
  return load.call(this, request, ...rest);
};
