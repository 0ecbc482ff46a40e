// @ts-check
// Bundles the peers that come from npm.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {string} outdir */
export async function buildPages(outdir) {
  const page = (/** @type {string} */ name) => fileURLToPath(new URL(`pages/${name}`, import.meta.url));
  await build({
    entryPoints: { virtuoso: page('virtuoso.src.jsx'), tanstack: page('tanstack.src.js') },
    outdir,
    bundle: true,
    minify: true,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
}
