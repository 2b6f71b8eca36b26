/** A browser as far as signing in needs one: it keeps cookies (by host, whatever the port) and follows redirects. */
export class FakeBrowser {
  readonly cookies = new Map<string, string>();
  readonly #language: string;

  constructor(language = "en") {
    this.#language = language;
  }

  /** One request, without following anything. */
  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ accept: "text/html", "accept-language": this.#language });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    if (this.cookies.size > 0)
      headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** Opens a page, through every redirect. */
  async open(url: string, init: RequestInit = {}): Promise<{ url: string; status: number; html: string }> {
    let at = url;
    let response = await this.send(at, init);
    for (let hop = 0; hop < 10; hop++) {
      const location = response.headers.get("location");
      if (!location) return { url: at, status: response.status, html: await response.text() };
      at = new URL(location, at).href;
      response = await this.send(at);
    }
    throw new Error(`Too many redirects, the last to ${at}.`);
  }

  /** Sends the form of a page that holds `marker`, with its hidden fields and `more`. */
  async submit(page: { url: string; html: string }, marker: string, more: Record<string, string> = {}) {
    const form = [...page.html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([text]) =>
      text.includes(marker),
    );
    if (!form) throw new Error(`No form with ${marker} on ${page.url}: ${page.html}`);
    const fields = [...String(form[2]).matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [String(name), String(value)] as const,
    );
    return await this.open(new URL(String(form[1]), page.url).href, {
      method: "POST",
      body: new URLSearchParams({ ...Object.fromEntries(fields), ...more }),
    });
  }

  #keep(cookie: string): void {
    const [pair = "", ...attributes] = cookie.split(";");
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    const gone = attributes.some((attribute) => /max-age=0|expires=thu, 01 jan 1970/i.test(attribute));
    if (gone) this.cookies.delete(name.trim());
    else this.cookies.set(name.trim(), value);
  }
}
