/** The names of the tags in which models think aloud, as a part of a regular expression. */
export const THINKING_TAGS = "think|thinking|thought|reasoning|reflection|scratchpad|analysis";
