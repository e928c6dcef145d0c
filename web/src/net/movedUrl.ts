/** Hosts to which plain http is good enough: this very machine. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a server may send us there: over https, or on this machine. */
export function isBelievable(url: string): boolean {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    return false;
  }
  const plain = !address.search && !address.hash && !address.username && !address.password;
  return (
    plain &&
    (address.protocol === 'https:' || (address.protocol === 'http:' && LOOPBACK.test(address.hostname)))
  );
}
