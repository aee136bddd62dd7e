/**
 * The parser behind a door of our own. The package is CommonJS on Node, and the bundler gives `import('yaml')` only a
 * default export; named exports come through a static import like this one, in the sources and in the bundle alike.
 */
export { Document, LineCounter, parseDocument } from 'yaml'
