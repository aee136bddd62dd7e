import { readFileSync } from 'node:fs'

/** Spares the start-up what it does not need; nothing here changes what the code does. */
export const quickStart = {
  name: 'quick-start',
  setup(build) {
    // Modules of Node that a package imports at its start and uses seldom, or never: they load when they are asked.
    // Commander runs child processes for external subcommands, of which there are none; the SDK's HTTP handler is not
    // needed where the sandbox answers in this process, and HTTP/2 never.
    build.onResolve({ filter: /^node:(child_process|https?|http2)$/ }, ({ path, importer }) =>
      /node_modules\/(commander|@smithy\/(node-http-handler|credential-provider-imds))\//.test(importer)
        ? { path, namespace: 'lazy' }
        : undefined,
    )
    // `constants` is taken apart when HTTP/2's handler is loaded, so it must wait too.
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: `
        const load = () => require('${path}')
        const constants = new Proxy({}, { get: (_, name) => load().constants[name] })
        const special = { __esModule: false, constants }
        module.exports = new Proxy({}, { get: (_, name) => (name in special ? special[name] : load()[name]) })`,
      loader: 'js',
    }))
    // JSON.parse reads a long text several times faster than the compiler reads the same object.
    build.onLoad({ filter: /libphonenumber-js[\\/]metadata\.max\.json(\.js)?$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
        .replace(/^[^{]*/, '')
        .replace(/;?\s*$/, '')
      return {
        contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(text)))})`,
        loader: 'js',
      }
    })
  },
}
