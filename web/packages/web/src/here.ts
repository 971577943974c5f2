/** Where this script came from: there its server is, unless the page says otherwise. */

/** Read by itself, so that no bundler takes the address of a folder for that of a file to pack. */
const SCRIPT: string = import.meta.url;

/** The address of the server, absolute; `named` is what the page says, which may be relative to it. */
export function serverAt(named: string | null): string {
  if (named === null || named.trim() === '') return new URL('.', SCRIPT).href;
  try {
    return new URL(named.trim(), document.baseURI).href;
  } catch {
    // What is no address is handed on as it is: the check says that nothing is to be reached there.
    return named;
  }
}

/** The name of a server as people read it. */
export function nameOf(server: string): string {
  try {
    return new URL(server).host || server;
  } catch {
    return server;
  }
}
