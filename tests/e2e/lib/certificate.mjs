// @ts-check
// A certificate that nobody signed, made when a test runs.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Makes one for this machine, valid for a day, in a folder. @param {string} folder @returns {string[]} options for banter-server */
export function selfSigned(folder) {
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  return ['--tls-cert', certificate, '--tls-key', key];
}
