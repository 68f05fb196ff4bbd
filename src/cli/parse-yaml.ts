/** Imported by name here: of a CommonJS package that is imported on demand, the bundle knows the default alone. */
export { parse } from 'yaml';
