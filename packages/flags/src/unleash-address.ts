/**
 * The API's base address, without a trailing slash: `http://host:4242`, `…/api` and `…/api/` all give
 * `http://host:4242/api`.
 *
 * @throws TypeError when `url` is no http(s) address.
 */
export function unleashApiAddress(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError(`not an address of Unleash: ${url}`);
  }
  const path = parsed.pathname.replace(/\/+$/, "").replace(/\/api$/, "");
  return `${parsed.origin}${path}/api`;
}
