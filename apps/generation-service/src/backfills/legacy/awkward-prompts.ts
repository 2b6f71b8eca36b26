/** A prompt as it was stored long ago. */
export type LegacyPrompt = {
  /** What makes it awkward. */
  kind: string;
  prompt: string | null;
  /** How many placeholders of a kind stand in it. */
  redactions: readonly { kind: string; count: number }[];
};

const PLAIN =
  "Actúa como consultor de planificación estratégica. La empresa Almacenes Río Claro S.A., con 1.250 personas, quiere abrir tres centros en 18 meses. ";

const plain = (kind: string, prompt: string | null): LegacyPrompt => ({ kind, prompt, redactions: [] });

/** Every kind of text that some copying has spoilt somewhere. */
const KINDS: readonly LegacyPrompt[] = [
  plain("about 2 KB of Spanish", PLAIN.repeat(14)),
  plain("single quotes", "La dirección dijo: 'no' ''otra vez'' y it's O'Higgins"),
  plain("double quotes", 'Respuesta en JSON: {"nombre": "La \\"Nueva\\" Empresa", "meses": 18}'),
  plain("backslashes", "C:\\planes\\2026\\nuevo \\\\servidor\\x41 \\u00e9 \\0 \\"),
  plain("escapes that are text", `E'\\n' \\n\\t\\r &quot; %27 &#39; \\u0000 \${nombre} $1 :name ? {{x}} %s`),
  plain("statements", "'); DROP TABLE scenarios; -- $$ /* */ $tag$ UPDATE x SET y = 'z'"),
  plain("lines", "uno\r\ndos\ntres\r\n\r\n\tcuatro\u000b\u000c\u0085\u2028\u2029fin\n"),
  plain("spaces at its ends", "  \t empieza y termina con espacios \u00a0\u3000 "),
  plain("nothing", ""),
  plain("only spaces", " \n "),
  plain("controls", "\u0001\u0002\u0007\b\u001b[31mrojo\u001b[0m\u007f"),
  plain("emoji", "🌱🌳 equipo 👩🏽‍💻👨‍👩‍👧‍👦 🇨🇱 1️⃣ ❤️ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
  plain("composed and decomposed", "Gestión Gestio\u0301n ﬁn Å Å Å ẛ̣ 한국어 각"),
  plain("right to left", "الخطة الاستراتيجية ‏ עברית \u202eטקסט\u202c مزيج mixed"),
  plain("invisible", "cero\u200bancho\u200c\u200d\u2060\ufeff suave\u00adguion"),
  plain("edges of Unicode", "\ufffd\ufffe\uffff\u{1fffe}\u{10ffff}\ue000"),
  plain("typographic", "«angulares» “curvas” ‘simples’ – — … № ½ € £ ¥ ©"),
  plain("Markdown", '```json\n{"capabilities": []}\n```\n# Título\n| a | b |\n|---|---|\n<think>¿?</think>'),
  plain("markup", "<script>alert(\"x\")</script> <!-- ]]> &amp; <![CDATA[ <a href='#'>"),
  plain("like JSON", '{"prompt": "otro", "import_audit": [{"status": "success"}], "nivel": 1e400}'),
  plain("like null", "null"),
  {
    kind: "redacted",
    prompt: `${PLAIN}Escribe a [EMAIL_1] o [EMAIL_2]; clave [API_KEY_1], RUT [NATIONAL_ID_1].`,
    redactions: [
      { kind: "api_key", count: 1 },
      { kind: "national_id", count: 1 },
      { kind: "email", count: 2 },
    ],
  },
  plain("none", null),
];

/** One in this many is as long as a prompt may be. */
const LARGE_EVERY = 4_999;
const MEGABYTE = 1024 * 1024;

/** The prompt of the `index`-th generation: the kinds in turn, numbered so that no two texts are alike, and now and then a megabyte. */
export function legacyPrompt(index: number): LegacyPrompt {
  if (index % LARGE_EVERY === LARGE_EVERY - 1) {
    const line = `${index}: "cita" 'simple' \\ 🌱 ${PLAIN}\n`;
    return plain("a megabyte", line.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(line))));
  }
  const kind = KINDS[index % KINDS.length] ?? plain("none", null);
  if (kind.prompt === null || kind.prompt.trim() === "") return kind;
  return { ...kind, prompt: `${kind.prompt}\n#${index}` };
}
