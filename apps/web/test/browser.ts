import { access, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflate } from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const manifest = createRequire(import.meta.url).resolve("@sparticuz/chromium");
const packed = path.join(path.dirname(manifest), "../bin");
/** Unpacked once for a machine and a version; the name changes with what is unpacked. */
const unpacked = path.join(tmpdir(), "vivero-chromium-153");

const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${unpacked}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${unpacked}/font-cache</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

/** The package unpacks into the system's folder for temporary files; several tests may begin at once, so the last step is one rename. */
async function unpack(): Promise<void> {
  const isThere = await access(path.join(unpacked, "fonts.conf")).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const folder = await mkdtemp(path.join(tmpdir(), "vivero-chromium-"));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    for (const name of ["chromium.br", "fonts.tar.br", "al2023.tar.br"])
      await inflate(path.join(packed, name));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  await writeFile(path.join(folder, "fonts.conf"), FONTS);
  await rename(folder, unpacked).catch(async (error: NodeJS.ErrnoException) => {
    // Another test was quicker: what it unpacked is the same.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    await rm(folder, { recursive: true });
  });
}

/** A real Chromium that reaches this machine only. Give its contexts a locale, as the machine's own may be none that a page knows. */
export async function launchBrowser(): Promise<Browser> {
  await unpack();
  return await chromium.launch({
    executablePath: path.join(unpacked, "chromium"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--font-render-hinting=none",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
    env: {
      ...process.env,
      FONTCONFIG_FILE: path.join(unpacked, "fonts.conf"),
      // A bare machine lacks what Chromium links to; the package brings it.
      LD_LIBRARY_PATH: [path.join(unpacked, "al2023/lib"), process.env.LD_LIBRARY_PATH]
        .filter(Boolean)
        .join(":"),
    },
  });
}
