/** A comment whose characters arrive one by one: `# …` or `// …` to the end of the line, or between slashes and stars. */
export class PreviewComment {
  private kind: "unknown" | "line" | "block";
  private afterStar = false;

  /** @param first its first character: a slash alone does not make a comment yet. */
  constructor(first: string) {
    this.kind = first === "#" ? "line" : "unknown";
  }

  /** @returns "over" when the character is its last, "none" when it shows that the slash before it began no comment. */
  take(character: string): "within" | "over" | "none" {
    switch (this.kind) {
      case "line":
        return character === "\n" ? "over" : "within";
      case "block": {
        const over = this.afterStar && character === "/";
        this.afterStar = character === "*";
        return over ? "over" : "within";
      }
      default:
        if (character !== "*" && character !== "/") return "none";
        this.kind = character === "*" ? "block" : "line";
        return "within";
    }
  }
}
